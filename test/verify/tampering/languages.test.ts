import { expect } from "vitest";
import { verifies } from "../../verifies.ts";
import { detect, failing } from "./detect.ts";
import { languages } from "./languages.ts";

const decidesAlways = { skipped: "test-skipped", returned: "test-returns-early" } as const;
const decidesAssertions = { gone: "assertions-gone", always: "assertion-always-true", swallowed: "assertion-swallowed" } as const;

/** Rules that decide, without their places. */
async function deciding(...args: Parameters<typeof detect>): Promise<string[]> {
  const found = await detect(...args);
  return [...new Set(found.filter((line) => line.startsWith("decides")).map((line) => line.split(" ")[1]!))];
}

for (const [language, samples] of Object.entries(languages)) {
  const { path, honest, name, source } = samples;
  const to = async (kind: keyof typeof samples, circumstances = {}) =>
    await deciding({ [path]: [honest, samples[kind] as string] }, circumstances);

  verifies("tampering.tests", language, async () => {
    const found: Record<string, string[]> = {};
    for (const kind of Object.keys(decidesAlways) as (keyof typeof decidesAlways)[]) found[kind] = await to(kind);
    expect({
      ...found,
      deleted: await detect({ [path]: [honest, samples.deleted] }),
      "deleted though it failed": await to("deleted", failing(name)),
      "the whole file, though it failed": await deciding({ [path]: [honest, null] }, failing(name)),
      moved: await detect(
        {
          [path]: [honest, samples.deleted],
          [path.replace(/total/i, "sums")]: [null, honest.replace("keeps", "holds").replace("Keeps", "Holds")],
        },
        failing(name),
      ),
      twin: await detect({ [path]: [honest, samples.twin] }, failing(name)),
    }).toEqual({
      skipped: ["test-skipped"],
      returned: ["test-returns-early"],
      deleted: [expect.stringMatching(/^weighs test-deleted /)],
      "deleted though it failed": ["test-deleted"],
      "the whole file, though it failed": ["test-file-deleted"],
      moved: [],
      twin: [],
    });
  });

  verifies("tampering.assertions", language, async () => {
    const found: Record<string, string[]> = {};
    for (const kind of Object.keys(decidesAssertions) as (keyof typeof decidesAssertions)[])
      if (samples[kind] !== undefined) found[kind] = await to(kind);
    expect(found).toEqual(
      Object.fromEntries(Object.entries(decidesAssertions).flatMap(([kind, rule]) => (kind in found ? [[kind, [rule]]] : []))),
    );
    const shown = async (kind: "weakened" | "expected" | "conditional") =>
      samples[kind] === undefined
        ? []
        : (await detect({ [path]: [honest, samples[kind]] })).map((line) => line.split(" ").slice(0, 2).join(" "));
    expect([await shown("weakened"), await shown("expected"), await shown("conditional")]).toEqual([
      [expect.stringMatching(/^weighs assertion-(weakened|removed)$/)],
      ["weighs expected-changed"],
      samples.conditional === undefined ? [] : ["weighs assertion-conditional"],
    ]);
  });

  verifies("tampering.failing", language, async () => {
    const all = failing(
      name,
      name.replace(/adds/i, (found) => (found === "Adds" ? "Keeps" : "keeps")),
    );
    expect([await to("weakened", all), await to("expected", all), await to("expected", failing("something else"))]).toEqual([
      [expect.stringMatching(/^assertion-(weakened|removed)$/)],
      ["expected-changed"],
      [],
    ]);
  });

  verifies("tampering.sources", language, async () => {
    const change = (text: string) => ({ [source.path]: [source.honest, text] }) as const;
    const context = { ...failing(name), otherTests: [{ path, text: honest }] };
    expect({
      stub: await deciding(change(source.stub), context),
      special: await deciding(change(source.special), context),
      "special, of what no test asks": await detect(change(source.special.replaceAll("42", "4711")), context),
      "base case": await detect(change(source.baseCase), { ...context, otherTests: [{ path, text: `${honest}${samples.twin}` }] }),
    }).toEqual({
      stub: ["stub-left"],
      special: expect.arrayContaining(["answer-hard-coded"]) as string[],
      "special, of what no test asks": [],
      "base case": [],
    });
  });
}
