import { expect } from "vitest";
import type { EventBody, Receipt } from "../../../src/contract/event.ts";
import { openBlobs } from "../../../src/log/blobs.ts";
import { createLog, forkLog } from "../../../src/log/writer.ts";
import { fc } from "../../properties.ts";
import { verifies } from "../../verifies.ts";
import { beginning, temporaryHome } from "../helpers.ts";
import { hits, output, prompt, search, START, writeEvents } from "./story.ts";

const usage = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0, reasoning: 0 };
const reply = (text: string): EventBody => ({
  type: "step.completed",
  step: 1,
  output: [
    { type: "reasoning", text: "unspoken" },
    { type: "text", text },
  ],
  stop: "end",
  usage,
  usd: 0,
  ms: { first: 1, total: 1 },
  attempts: 1,
});
const receipt: Receipt = {
  id: "receipt-1",
  check: "unit tests",
  proves: "tests",
  from: "package.json:3",
  argv: ["npm", "run", "wombat"],
  cwd: ".",
  phase: "final",
  exitCode: 1,
  signal: null,
  timedOut: false,
  ms: 1,
  outputHash: "",
  output: "one numbat failed",
  treeBefore: "",
  treeAfter: "",
  startedAt: 0,
  counts: { runner: "vitest", passed: 1, failed: 1, skipped: 0, total: 2, failures: [{ name: "digs a quoll burrow", at: "a.test.ts:7" }] },
};

verifies("search.kinds", async () => {
  using at = temporaryHome();
  using log = createLog({ home: at.home, now: () => START, ...beginning });
  const blobs = openBlobs(at.home, log.thread);
  const long = `${"padding\n".repeat(4000)}dingo`;
  const events: EventBody[] = [
    prompt("Mend the aardvark"),
    reply("It was the bilby."),
    { type: "item.started", item: "c", kind: "call", name: "shell", effect: "execute", input: { script: "echo cassowary" } },
    { ...output("echidna"), full: blobs.put(`echidna\n${"x\n".repeat(9000)}emu`) } as EventBody,
    {
      type: "transaction.committed",
      item: "c",
      checkpoints: ["c1"],
      changes: [{ path: "src/galah/parrot.ts", change: "added", before: null, after: "" }],
      total: 1,
    },
    { type: "check.completed", receipt },
    { type: "verdict.reached", verdict: "failed", reasons: ["the kookaburra laughs"], receipts: [], tree: "" },
    { type: "question.asked", question: "q", item: "c", text: "Which lorikeet?", choices: ["the rosella"] },
    { type: "turn.failed", error: { code: "model.overloaded", message: "too many magpies" } },
    prompt(long),
    // Told to the model, and found in the receipts it is about.
    prompt("a harness says potoroo", "harness"),
  ];
  const stored = events.map((event): EventBody => {
    const [part] = event.type === "prompt.admitted" ? event.parts : [];
    if (event.type !== "prompt.admitted" || part?.type !== "text" || typeof part.text !== "string") return event;
    return { ...event, parts: [{ type: "text", text: blobs.store(part.text) }] };
  });
  for (const event of stored) log.append(event);

  const words = ["aardvark", "bilby", "cassowary", "echidna", "emu", "parrot", "galah", "wombat", "numbat", "quoll"];
  const rest = ["kookaburra", "rosella", "magpies", "dingo", "potoroo", "unspoken"];
  const found = Object.fromEntries(await Promise.all([...words, ...rest].map(async (word) => [word, await hits(at.home, word)])));
  expect(found).toEqual({
    aardvark: ["prompt 1"],
    bilby: ["reply 2"],
    cassowary: ["call 3"],
    echidna: ["output 4"],
    emu: ["output 4"],
    parrot: ["files 5"],
    galah: ["files 5"],
    wombat: ["receipt 6"],
    numbat: ["receipt 6"],
    quoll: ["receipt 6"],
    kookaburra: ["verdict 7"],
    rosella: ["question 8"],
    magpies: ["failure 9"],
    dingo: ["prompt 10"],
    potoroo: [],
    unspoken: [],
  });
});

verifies("search.words", async () => {
  using at = temporaryHome();
  writeEvents(at.home, [
    prompt("readFileSync fails with ENOENT in src/lib/path.ts"),
    prompt("the café is über_all closed"),
    prompt("XMLHttpRequest and utf8Decoder"),
    prompt("permission was denied; then: permission denied"),
  ]);
  const queries = ["readfilesync", "readFile", "File", "readf", "eno", "en", "src/lib", "lib/src", "CAFE", "uber_all", "http", "decoder"];
  const more = ["permission denied", '"permission denied"', '"denied permission"', "closed ENOENT"];
  const found = await Promise.all([...queries, ...more].map(async (text) => [text, (await hits(at.home, text)).toSorted()] as const));
  expect(Object.fromEntries(found)).toEqual({
    readfilesync: ["prompt 1"],
    readFile: ["prompt 1"],
    File: ["prompt 1"],
    readf: ["prompt 1"],
    eno: ["prompt 1"],
    en: [],
    "src/lib": ["prompt 1"],
    "lib/src": [],
    CAFE: ["prompt 2"],
    uber_all: ["prompt 2"],
    http: ["prompt 3"],
    decoder: ["prompt 3"],
    "permission denied": ["prompt 4"],
    '"permission denied"': ["prompt 4"],
    '"denied permission"': [],
    // No event has both.
    "closed ENOENT": ["prompt 1", "prompt 2"],
  });
  const { isPartial, hits: some } = await search(at.home, "closed ENOENT");
  expect({ isPartial, count: some.length }).toEqual({ isPartial: true, count: 2 });
});

verifies("search.words", "whatever is typed", async () => {
  using at = temporaryHome();
  writeEvents(at.home, [prompt('a "b" AND c* NOT (d) ^e {f}: g-h')]);
  const word = fc.constantFrom(
    "AND",
    "NOT",
    "NEAR(",
    '"',
    "*",
    "^a",
    "{text}:",
    "scope:",
    "(",
    ")",
    "-",
    "'",
    "\0",
    "😀",
    "é",
    "rowid",
    "a b",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(word).map((words) => words.join(" ")),
      ),
      async (text) => {
        await search(at.home, text);
      },
    ),
    { numRuns: 60 },
  );
  // The column of threads and folders is not searched.
  expect([await hits(at.home, "scope"), await hits(at.home, beginning.workspace)]).toEqual([[], []]);
});

verifies("search.ranking", async () => {
  using at = temporaryHome();
  const day = 24 * 60 * 60 * 1000;
  const old = writeEvents(at.home, [prompt("why is the retry slow")], { now: () => START - 90 * day });
  const fresh = writeEvents(at.home, [prompt("why is the retry slow")]);
  const printed = writeEvents(at.home, [output("why is the retry slow")]);
  const { hits: found } = await search(at.home, "retry slow");
  expect(found.map(({ thread }) => thread.thread)).toEqual([fresh, old, printed]);
});

verifies("search.ranking", "of a long thread no more than a few, and of all no more than asked for", async () => {
  using at = temporaryHome();
  const long = writeEvents(
    at.home,
    Array.from({ length: 9 }, (_, index) => prompt(`lock ${index}`)),
  );
  const other = writeEvents(at.home, [output("lock")]);
  const few = await search(at.home, "lock", { perThread: 3 });
  const one = await search(at.home, "lock", { perThread: 3, thread: long });
  expect({
    few: few.hits.map(({ thread }) => thread.thread).toSorted(),
    limited: (await search(at.home, "lock", { limit: 4 })).hits.length,
    alone: one.hits.length,
    ofOne: new Set(one.hits.map(({ thread }) => thread.thread)),
  }).toEqual({ few: [long, long, long, other].toSorted(), limited: 4, alone: 9, ofOne: new Set([long]) });
});

verifies("search.excerpt", async () => {
  using at = temporaryHome();
  const filler = "lorem ipsum ".repeat(200);
  writeEvents(at.home, [output(`lock ${filler}the Lock was taken by processStart of another ${filler}`)]);
  const { hits: found } = await search(at.home, "lock processStart");
  const [{ excerpt }] = found as [(typeof found)[0]];
  expect({
    marked: excerpt.marks.map(([from, to]) => excerpt.text.slice(from, to)),
    length: excerpt.text.length <= 240,
    around: excerpt.text.includes("the Lock was taken by processStart of another"),
  }).toEqual({ marked: ["Lock", "processStart"], length: true, around: true });
});

verifies("search.kinds", "a fork has what it inherited, and not what its parent did since", async () => {
  using at = temporaryHome();
  const parent = writeEvents(at.home, [prompt("lemur one"), prompt("lemur two"), prompt("lemur three")]);
  using fork = await forkLog({ home: at.home, now: () => START, from: { thread: parent, seq: 2 }, ...beginning });
  fork.append(prompt("lemur four"));
  const found = await search(at.home, "lemur", { thread: fork.thread });
  expect(found.hits.map(({ excerpt }) => excerpt.text).toSorted()).toEqual(["lemur four", "lemur one", "lemur two"]);
  expect(await hits(at.home, "lemur", { thread: parent })).toHaveLength(3);
});
