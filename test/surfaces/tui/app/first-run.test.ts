import { expect } from "vitest";
import { firstRun } from "../../../../src/surfaces/tui/app/first-run.ts";
import type { Language } from "../../../../src/surfaces/tui/messages/catalogue.ts";
import { verifies } from "../../../verifies.ts";
import { textOf } from "../text/text.ts";
import { sitDown } from "../commands/desk.ts";

async function read(env: Record<string, string>, language: Language = "en") {
  await using desk = await sitDown();
  const { FETTLE_MODEL: _, ...own } = desk.context.io.env;
  const io = { ...desk.context.io, env: { ...own, ...env } };
  const told = async () => (await Array.fromAsync(firstRun({ io, language }))).flat().map(textOf);
  return { first: await told(), second: await told() };
}

verifies("first-run.finds", "a key", async () => {
  const { first } = await read({ ANTHROPIC_API_KEY: "sk-secret-secret-secret" });
  expect(first.slice(0, 2)).toEqual([
    "Welcome to Fettle. It works in this folder, shows what it does, and proves what it did.",
    "Found: a key for Anthropic (ANTHROPIC_API_KEY)",
  ]);
  expect(first[2]).toMatch(/^It works with anthropic\/\S+; \/model chooses another\.$/);
  expect(first.at(-1)).toMatch(/^Commands run confined \(\w+\); \/undo takes back what they change\. \/help shows the rest\.$/);
  expect(first.join()).not.toContain("sk-secret");
});

verifies("first-run.finds", "nothing", async () => {
  const { first } = await read({}, "de");
  expect(first.slice(1, 4)).toEqual([
    "Es gibt noch keinen Schlüssel und keinen Modellserver auf diesem Rechner.",
    expect.stringMatching(/^ {2}fettle login \w+ hebt einen Schlüssel auf; oder setze \w+;/),
    "  Ohne Modell: /model none repariert, was kein Modell braucht, und prüft.",
  ]);
});

verifies("first-run.finds", "what the machine lacks", async () => {
  const path = process.env["PATH"];
  try {
    // Programs are looked for where this process finds them.
    process.env["PATH"] = "/nowhere";
    const { first } = await read({ ANTHROPIC_API_KEY: "sk-test" });
    expect(first).toContain("This machine lacks something that is needed; /doctor shows all of it:");
    expect(first.join("\n")).toMatch(/\n {2}sandbox \w+: .+\n {4}\S/);
  } finally {
    process.env["PATH"] = path;
  }
});

verifies("first-run.once", async () => {
  const { first, second } = await read({ ANTHROPIC_API_KEY: "sk-test" });
  expect({ first: first.length > 1, second }).toEqual({ first: true, second: [] });
});
