import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { describe, expect } from "vitest";
import type { Language, Outline } from "../../../src/knowledge/language.ts";
import { entries } from "../../../src/knowledge/languages/index.gen.ts";
import { fc } from "../../properties.ts";
import { verifies } from "../../verifies.ts";
import { fixtures } from "./outlined.ts";

/** What is wrong with an outline of a text, whatever the text is. */
function flaws({ definitions, uses, imports }: Outline, text: string): unknown[] {
  const last = text.split(/\r\n|[\r\n]/).length;
  const inText = (line: number) => Number.isInteger(line) && line >= 1 && line <= last;
  return [
    ...definitions.filter(({ name, line, endLine }) => name === "" || !inText(line) || !inText(endLine) || endLine < line),
    ...definitions.filter(({ within }, index) => within !== undefined && (within === index || definitions[within] === undefined)),
    ...uses.filter(({ name, line }) => name === "" || !inText(line)),
    ...imports.filter(
      ({ specifier, line, names }) => specifier === "" || !inText(line) || names.some(({ name, local }) => name === "" || local === ""),
    ),
  ];
}

/** The fixtures of a language; for those that are others' to test, there may be none. */
function samples({ name, endings }: Pick<Language, "name" | "endings">): string[] {
  let files: string[];
  try {
    files = readdirSync(join(fixtures, name), { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
  return files
    .filter((file) => endings.includes(extname(file).toLowerCase()))
    .map((file) => readFileSync(join(fixtures, name, file), "utf8"));
}

describe.each(entries.map((entry) => [entry.name, entry] as const).filter(([, entry]) => samples(entry).length > 0))("%s", (_, entry) => {
  const path = `a${entry.endings[0]!}`;

  async function expectOutline(text: string): Promise<void> {
    const { default: language } = await entry.load();
    expect(flaws(await language.outline({ path, text }), text)).toEqual([]);
  }

  verifies("languages.broken", `${entry.name}, cut off, cut out and put together anew`, async () => {
    const sample = fc.constantFrom(...samples(entry));
    await fc.assert(
      fc.asyncProperty(sample, sample, fc.nat(), fc.nat(), async (first, second, from, to) => {
        const [start, end] = [from % (first.length + 1), to % (second.length + 1)];
        await expectOutline(first.slice(0, start));
        await expectOutline(first.slice(start));
        await expectOutline(first.slice(0, start) + second.slice(end));
      }),
      { numRuns: 25 },
    );
  });

  verifies("languages.broken", `${entry.name}, with characters that nobody would write`, async () => {
    const sample = fc.constantFrom(...samples(entry));
    const odd = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\0", "\r", "\uFEFF", "\uD800", "'", '"', "`", "(".repeat(500), "{".repeat(500), "/*", "<<EOF\n", "==", "$$", "\t\t"),
    );
    await fc.assert(
      fc.asyncProperty(sample, fc.nat(), odd, async (text, at, inserted) => {
        const place = at % (text.length + 1);
        await expectOutline(text.slice(0, place) + inserted + text.slice(place));
      }),
      { numRuns: 25 },
    );
  });

  verifies("languages.broken", `${entry.name}, bytes that are no source`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => expectOutline(Buffer.from(bytes).toString("utf8"))),
      { numRuns: 30 },
    );
  });
});

verifies("languages.broken", "all languages of the index but those whose own tests do it are tried", () => {
  const tried = entries.filter((entry) => samples(entry).length > 0).map(({ name }) => name);
  expect(tried).toEqual(
    expect.arrayContaining([
      "c",
      "cobol",
      "cpp",
      "csharp",
      "css",
      "go",
      "html",
      "java",
      "json",
      "php",
      "python",
      "ruby",
      "rust",
      "shell",
      "sql",
      "yaml",
    ]),
  );
});
