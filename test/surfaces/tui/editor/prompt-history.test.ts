import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect } from "vitest";
import { HistorySearch } from "../../../../src/surfaces/tui/editor/history-search.ts";
import { type PastPrompt, PromptHistory } from "../../../../src/surfaces/tui/editor/prompt-history.ts";
import { verifies } from "../../../verifies.ts";

const folder = mkdtempSync(join(tmpdir(), "fettle-history-"));
afterAll(() => rmSync(folder, { recursive: true }));

const prompt = (text: string): PastPrompt => ({ kind: "prompt", parts: [text] });
const redact = (text: string) => text.replaceAll("s3cret", "<mark>");

verifies("editor.history-file", "what is added is there in the next process, without secrets and readable by its owner alone", async () => {
  const path = join(folder, "state", "prompts.jsonl");
  const history = new PromptHistory({ path, redact });
  await history.add({ kind: "command", parts: ["/model s3cret ", { pasted: "a\ns3cret" }, { image: "/tmp/s3cret.png" }] });
  await history.add(prompt("two"));
  await history.add(prompt("two"));

  expect({
    here: history.prompts.map(({ parts }) => parts[0]),
    later: new PromptHistory({ path, redact }).prompts,
    secrets: readFileSync(path, "utf8").includes("s3cret"),
    mode: statSync(path).mode & 0o777,
    folder: statSync(join(folder, "state")).mode & 0o777,
  }).toEqual({
    here: ["/model s3cret ", "two"],
    later: [{ kind: "command", parts: ["/model <mark> ", { pasted: "a\n<mark>" }, { image: "/tmp/<mark>.png" }] }, prompt("two")],
    secrets: false,
    mode: 0o600,
    folder: 0o700,
  });
});

verifies(
  "editor.history-file",
  "lines that are no prompts are passed over, and a prompt that is too large is kept in memory alone",
  async () => {
    const path = join(folder, "damaged.jsonl");
    writeFileSync(
      path,
      `{"kind":"prompt","parts":["one"]}\nnull\n{"kind":"other","parts":["x"]}\n{"kind":"prompt","parts":[{"a":1}]}\n{"kind":"prompt","pa`,
    );
    appendFileSync(path, "\n");
    const history = new PromptHistory({ path, redact, maxBytes: 1_000 });
    await history.add(prompt("x".repeat(300)));
    await history.add(prompt("two"));

    expect({ here: history.prompts.map(({ parts }) => parts[0]), later: new PromptHistory({ path, redact }).prompts }).toEqual({
      here: ["one", "x".repeat(300), "two"],
      later: [prompt("one"), prompt("two")],
    });
  },
);

verifies("editor.history-file", "it is bounded: the newest stay, the oldest go", async () => {
  const path = join(folder, "bounded.jsonl");
  const history = new PromptHistory({ path, redact, maxBytes: 2_000 });
  for (let number = 0; number < 300; number++) await history.add(prompt(`prompt number ${number}`));

  const later = new PromptHistory({ path, redact }).prompts.map(({ parts }) => parts[0]);
  const kept = later.length;
  expect({
    enough: kept >= 40,
    newest: later,
    bytes: statSync(path).size + statSync(`${path}.old`).size <= 4_200,
    files: readdirSync(folder).filter((name) => name.startsWith("bounded")),
  }).toEqual({
    enough: true,
    newest: Array.from({ length: kept }, (_, index) => `prompt number ${300 - kept + index}`),
    bytes: true,
    files: ["bounded.jsonl", "bounded.jsonl.old"],
  });
});

verifies("editor.history-file", "four processes that add at once lose nothing, while files are being exchanged", async () => {
  const path = join(folder, "shared.jsonl");
  const writers = ["a", "b", "c", "d"].map((name) =>
    spawn(process.execPath, [resolve(import.meta.dirname, "processes/history-writer.ts"), path, name, "60"], { stdio: "inherit" }),
  );
  const codes = await Promise.all(writers.map(async (writer) => ((await once(writer, "exit")) as [number])[0]));

  // Room for what all of them write in the two files: exchanged once or more, and nothing old enough to go.
  const kept = new PromptHistory({ path, redact }).prompts.map(({ parts }) => parts[0] as string);
  expect({ codes, exchanged: existsSync(`${path}.old`), lock: existsSync(`${path}.lock`), kept: kept.toSorted() }).toEqual({
    codes: [0, 0, 0, 0],
    exchanged: true,
    lock: false,
    kept: ["a", "b", "c", "d"].flatMap((name) => Array.from({ length: 60 }, (_, at) => `${name} ${String(at).padStart(3, "0")}`)),
  });
});

verifies("editor.history-search", "newest first, further back and forth again, and case counts once there is a capital", () => {
  const search = new HistorySearch(
    ["fix the Parser", "write docs", { pasted: "parser of\nlogs" }, "last"].map((part) => ({ kind: "prompt", parts: [part] })),
  );
  const seen: unknown[] = [];
  const look = () => seen.push([search.found?.parts[0], search.failed]);
  look();
  search.ask("parser");
  look();
  search.older();
  look();
  search.older();
  look();
  search.newer();
  look();
  search.ask("Parser");
  look();
  search.ask("nothing such");
  look();

  const pasted = { pasted: "parser of\nlogs" };
  expect(seen).toEqual([
    [undefined, false],
    [pasted, false],
    ["fix the Parser", false],
    ["fix the Parser", true],
    [pasted, false],
    ["fix the Parser", false],
    [undefined, true],
  ]);
});
