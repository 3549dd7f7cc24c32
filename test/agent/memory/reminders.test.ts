import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { addMemory, refreshMemory } from "../../../src/agent/accept-memory.ts";
import { createReminders } from "../../../src/agent/reminders.ts";
import { reply } from "../../../src/testing/index.ts";
import { setStage } from "../../e2e/harness.ts";
import { verifies } from "../../verifies.ts";
import { makePlace, type Place } from "./place.ts";

const now = new Date("2026-01-02T03:04:05Z");
const add = (place: Place, title: string, body = "", paths: string[] = []) =>
  addMemory({ title, body, scope: "project", paths, now }, place.places);

verifies("memory.stale", async () => {
  using place = makePlace();
  const file = place.write("src/retry.ts", "old");
  const gone = place.write("src/gone.ts", "x");
  add(place, "Retries wait twice as long each time, see src/retry.ts");
  add(place, "Retries stop after five times, see `src/gone.ts` and src/new.ts", "", ["src/new.ts"]);
  const stale = () =>
    Object.fromEntries(
      ["project/retries-wait-twice-as-long-each-time-see-src", "project/retries-stop-after-five-times-see-src-gone-ts"].map((id) => [
        id.slice(8, 21),
        place.known(id).stale,
      ]),
    );
  const before = stale();
  writeFileSync(file, "new");
  rmSync(gone);
  place.write("src/new.ts", "came");
  const after = stale();
  const told = place.told("how do retries work?");
  refreshMemory(place.known("project/retries-wait-twice-as-long-each-time-see-src"), place.places, new Date(now.getTime() + 1000));
  const known = place.known("project/retries-wait-twice-as-long-each-time-see-src");
  expect({
    before,
    after,
    refreshed: known.stale,
    standing: known.standing,
    updated: known.memory?.updated,
    created: known.memory?.created,
  }).toEqual({
    before: { "retries-wait-": [], "retries-stop-": [] },
    after: { "retries-wait-": ["src/retry.ts"], "retries-stop-": ["src/new.ts", "src/gone.ts"] },
    refreshed: [],
    standing: "accepted",
    updated: "2026-01-02T03:04:06.000Z",
    created: "2026-01-02T03:04:05.000Z",
  });
  expect(told).toContain("(stale: src/retry.ts changed since; it may not hold any more): Retries wait");
  // What still holds comes first.
  expect(
    place
      .told("how do retries work?")
      .split("\n")
      .slice(1)
      .map((line) => line.slice(0, 30)),
  ).toEqual([expect.stringContaining("retries-wait") as string, expect.stringContaining("retries-stop") as string]);
});

verifies("memory.told", "each once, within a budget, and nothing that does not bear on it", () => {
  using place = makePlace();
  for (let count = 0; count < 12; count++) add(place, `The quokka cache ${count} is flushed`, "long ".repeat(300));
  add(place, "Frobnication is done at night");
  const reminders = createReminders({ places: place.places, onNotice: () => {} });
  const [first, second, third, fourth] = [1, 2, 3, 4].map(() => reminders.onPrompt("when is the quokka cache flushed?"));
  const lines = [first, second, third].map((text) => (text ?? "").split("\n").slice(1));
  expect({
    count: lines.map(({ length }) => length),
    different: new Set(lines.flat()).size,
    chars: Math.max(...[first, second, third].map((text) => text!.length)) < 4500,
    fourth,
    other: reminders.onPrompt("rename the button of the form"),
  }).toEqual({ count: [5, 5, 2], different: 12, chars: true, fourth: undefined, other: undefined });
});

verifies("memory.told", "of a file that is touched", () => {
  using place = makePlace();
  place.write("src/net/proxy.ts", "");
  place.write("docs/adr/0001-proxy.md", "# Use a proxy\n\n## Status\n\nAccepted\n\n## Decision\n\nAll traffic goes through `src/net/`.\n");
  add(place, "The proxy must not buffer", "See src/net/proxy.ts.");
  const reminders = createReminders({ places: place.places, onNotice: () => {} });
  expect([reminders.onPaths(["src/other.ts"]), reminders.onPaths(["src/net/proxy.ts"]), reminders.onPaths(["src/net/proxy.ts"])]).toEqual([
    [],
    [
      "on record about this file: memory project/the-proxy-must-not-buffer: The proxy must not buffer — See src/net/proxy.ts.",
      "on record about this file: decision docs/adr/0001-proxy.md, accepted: Use a proxy — All traffic goes through src/net/.",
    ],
    [],
  ]);
});

verifies("memory.told", async () => {
  await using stage = await setStage({
    files: {
      "src/clock.ts": "export const now = Date.now;\n",
      "docs/decisions/0003-clock.md": "# One clock\n\n* Status: accepted\n\n## Decision Outcome\n\nTime comes from src/clock.ts alone.\n",
    },
    replies: [
      reply().tool("read", { path: "src/clock.ts" }),
      reply().tool("remember", { title: "The clock is src/clock.ts", text: "Found while reading." }),
      reply().text("Done."),
      reply().text("Nothing new."),
    ],
  });
  const { fettle, model } = stage;
  await fettle(["memory", "add", "Deploys happen on Tuesdays only."]);
  expect(await fettle(["exec", "prepare the deploys", "--check", "true"])).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("◦ on record about this") as string,
  });
  const [first, second] = model.seen.map((request) => JSON.stringify(request));
  expect({
    memory: first!.includes("memory project/deploys-happen-on-tuesdays-only"),
    decision: [first!, second!].map((request) => request.includes("on record about this file: decision docs/decisions/0003-clock.md")),
    waits: (await fettle(["memory", "list"])).stdout,
  }).toEqual({
    memory: true,
    decision: [false, true],
    waits:
      "project/deploys-happen-on-tuesdays-only  Deploys happen on Tuesdays only.\ninbox/the-clock-is-src-clock-ts  The clock is src/clock.ts [waits for you]\n",
  });
  expect(await fettle(["replay", "last"])).toMatchObject({ code: 0 });
  const shown = (await fettle(["memory", "show", "the-clock-is-src-clock-ts"])).stdout;
  expect(shown).toContain("it had read nothing from outside the workspace");
  expect(shown).toMatch(/proposed by a model in thread \w+, event \d+/);
  // The same prompt, where a person wants none of it.
  await fettle(["exec", "prepare the deploys", "--check", "true"], { env: { FETTLE_MEMORY_RECALL: "false" } });
  expect(JSON.stringify(model.seen.at(-1))).not.toContain("Tuesdays");
});

verifies("memory.told", "a list of trusted files that is broken is said, and the thread goes on", () => {
  using place = makePlace();
  writeFileSync(`${place.places.home}/trust.json`, "{");
  const notices: string[] = [];
  expect(createReminders({ places: place.places, onNotice: (text) => notices.push(text) }).onPrompt("x")).toBe(undefined);
  expect(notices).toEqual(["Memories are not used: The list of trusted files is not valid JSON"]);
  expect(readFileSync(`${place.places.home}/trust.json`, "utf8")).toBe("{");
});

verifies("memory.titles", async () => {
  await using stage = await setStage({ replies: [reply().text("Hallo."), reply().text("Noch einmal.")] });
  const { fettle, model } = stage;
  for (let count = 0; count < 30; count++)
    await fettle(["memory", "add", `Fact ${count} about the project, ${"in many words ".repeat(4)}`]);
  await fettle(["memory", "add", "--user", "Answer in German"]);
  await fettle(["exec", "hello", "--check", "true"]);
  const system = JSON.stringify(model.seen[0]);
  const listed = [...system.matchAll(/- (user|project)\/[a-z0-9-]+: /g)].map(([, scope]) => scope);
  expect({ first: listed[0], some: listed.length > 5 && listed.length < 31, rest: /\(and \d+ more\)/.test(system) }).toEqual({
    first: "user",
    some: true,
    rest: true,
  });
  // What was added later does not change what the thread began with.
  await fettle(["memory", "add", "--user", "Answer in verse"]);
  await fettle(["exec", "again", "--resume", "last", "--check", "true"]);
  expect(JSON.stringify(model.seen[1])).not.toContain("verse");
});
