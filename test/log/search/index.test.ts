import { spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect } from "vitest";
import { environmentRedactor } from "../../../src/lib/redact/environment-redactor.ts";
import { threadPaths } from "../../../src/log/home.ts";
import { forgetGoneThreads } from "../../../src/log/search/forget-threads.ts";
import { indexPath } from "../../../src/log/search/index-file.ts";
import { openLog } from "../../../src/log/writer.ts";
import { verifies } from "../../verifies.ts";
import { segmentFile, temporaryHome } from "../helpers.ts";
import { hits, output, prompt, search, writeEvents } from "./story.ts";

/** Bytes that a search has read. */
async function readBy(home: string, word: string): Promise<number> {
  let bytes = 0;
  await search(home, word, { onProgress: ({ read }) => (bytes = read) });
  return bytes;
}

verifies("search.incremental", async () => {
  using at = temporaryHome();
  const thread = writeEvents(at.home, [prompt("first"), output("x".repeat(5000))]);
  writeEvents(at.home, [prompt("other")]);
  await hits(at.home, "first");
  const before = statSync(segmentFile(at.home, thread)).size;
  const untouched = await readBy(at.home, "first");
  const { log } = await openLog({ home: at.home, thread });
  log.append(prompt("second"));
  log.close();
  const added = statSync(segmentFile(at.home, thread)).size - before;
  // A line that is being written is not read before it is whole.
  appendFileSync(segmentFile(at.home, thread), '{"v":1,"seq":');
  expect({
    untouched,
    read: await readBy(at.home, "second"),
    again: await readBy(at.home, "x"),
    found: await hits(at.home, "second"),
  }).toEqual({
    untouched: 0,
    read: added,
    again: 0,
    found: ["prompt 3"],
  });
});

const damages: Readonly<Record<string, (file: string) => void>> = {
  "deleted while nobody had it": (file) => {
    for (const end of ["", "-wal", "-shm"]) rmSync(file + end, { force: true });
  },
  "not a database": (file) => overwrite(file, 0, 100),
  "holes in the middle": (file) => {
    for (let at = 4096; at < statSync(file).size; at += 4096) overwrite(file, at, 512);
  },
  "cut in the middle": (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  empty: (file) => truncateSync(file, 0),
  "of an older version": (file) => change(file, "PRAGMA user_version = 77"),
  "without one of its tables": (file) => change(file, "DROP TABLE documents"),
  "without its words": (file) => change(file, "DELETE FROM texts_data"),
};

function overwrite(file: string, at: number, bytes: number): void {
  const opened = openSync(file, "r+");
  writeSync(opened, Buffer.alloc(bytes, 0xa5), 0, bytes, at);
  closeSync(opened);
}

function change(file: string, sql: string): void {
  const database = new DatabaseSync(file, { defensive: false });
  database.exec(sql);
  database.close();
}

for (const [name, damage] of Object.entries(damages))
  verifies("search.derived", name, async () => {
    using at = temporaryHome();
    for (let count = 0; count < 60; count++)
      writeEvents(at.home, [prompt(`word${count} alpha`), output(`beta ${"filler ".repeat(count)}`)]);
    const before = await hits(at.home, "alpha");
    const file = indexPath(at.home);
    // What is in the log of writes would mend the damage.
    change(file, "PRAGMA wal_checkpoint(TRUNCATE)");
    damage(file);
    const after = await hits(at.home, "alpha");
    expect({
      after,
      found: await hits(at.home, "word59"),
      mode: statSync(file).mode & 0o777,
      kept: readdirSync(join(at.home, "index")).filter((entry) => entry.includes("lock")),
    }).toEqual({
      after: before,
      found: ["prompt 1"],
      mode: 0o600,
      kept: [],
    });
  });

const obstacles: Readonly<Record<string, (home: string) => void>> = {
  "a file where its folder would be": (home) => writeFileSync(join(home, "index"), ""),
  "a folder where its file would be": (home) => mkdirSync(indexPath(home), { recursive: true }),
};

for (const [name, obstruct] of Object.entries(obstacles))
  verifies("search.obstructed", name, async () => {
    using at = temporaryHome();
    writeEvents(at.home, [prompt("alpha")]);
    obstruct(at.home);
    await expect(hits(at.home, "alpha")).rejects.toMatchObject({ code: "log.disk", at: indexPath(at.home) });
  });

verifies("search.unreadable", async () => {
  using at = temporaryHome();
  const other = writeEvents(at.home, [prompt("alpha")]);
  await hits(at.home, "alpha");
  writeEvents(at.home, [prompt("alpha beta")]);
  // A folder is what not even root can read as a file.
  const file = segmentFile(at.home, other);
  rmSync(file);
  mkdirSync(file);
  const told: string[] = [];
  const { hits: found } = await search(at.home, "alpha", { onUnreadable: (thread) => told.push(thread) });
  expect({ found: found.map(({ excerpt }) => excerpt.text), told }).toEqual({ found: ["alpha beta"], told: [other] });
});

verifies("search.replaced", async () => {
  using at = temporaryHome();
  const thread = writeEvents(at.home, [prompt("first"), prompt("second"), prompt("third")]);
  await hits(at.home, "first");
  const file = segmentFile(at.home, thread);
  const lines = readFileSync(file, "utf8").split("\n");
  truncateSync(file, lines[0]!.length + lines[1]!.length + 2);
  const cut = [await hits(at.home, "first"), await hits(at.home, "third")];
  // Another log of the same length and more: its next line does not follow on what was read.
  const other = writeEvents(at.home, [prompt("fjord"), prompt("fjell")]);
  const text = readFileSync(segmentFile(at.home, other), "utf8").replaceAll(other, thread);
  rmSync(threadPaths(at.home, other).dir, { recursive: true });
  truncateSync(file, 0);
  appendFileSync(file, text);
  expect({ cut, first: await hits(at.home, "first"), fjord: await hits(at.home, "fjord") }).toEqual({
    cut: [["prompt 1"], []],
    first: [],
    fjord: ["prompt 1"],
  });
});

verifies("search.forgotten", async () => {
  using at = temporaryHome();
  const thread = writeEvents(at.home, [prompt("platypus")]);
  writeEvents(at.home, [prompt("wallaby")]);
  await hits(at.home, "platypus");
  const holds = () => readdirSync(join(at.home, "index")).some((name) => readFileSync(join(at.home, "index", name)).includes("platypus"));
  const before = holds();
  rmSync(threadPaths(at.home, thread).dir, { recursive: true });
  const forgotten = await forgetGoneThreads(at.home);
  expect({ before, forgotten, after: holds(), found: await hits(at.home, "platypus"), other: await hits(at.home, "wallaby") }).toEqual({
    before: true,
    forgotten: 1,
    after: false,
    found: [],
    other: ["prompt 1"],
  });
  // Nothing is made where nobody has searched.
  using untouched = temporaryHome();
  expect([await forgetGoneThreads(untouched.home), readdirSync(untouched.home)]).toEqual([0, []]);
});

verifies("search.together", async () => {
  using at = temporaryHome();
  for (let count = 0; count < 40; count++)
    writeEvents(
      at.home,
      Array.from({ length: 60 }, (_, index) => output(`gecko ${count} ${index}`)),
    );
  const runs = [1, 2, 3].map(async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "../processes/search.ts"), at.home, "gecko 7"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [found] = await Promise.all([text(child.stdout), once(child, "close")]);
    return JSON.parse(found) as number;
  });
  const counts = await Promise.all(runs);
  const database = new DatabaseSync(indexPath(at.home));
  const documents = database.prepare("SELECT count(*) AS count, count(DISTINCT thread || ' ' || seq) AS different FROM documents").get();
  database.close();
  expect({ counts, documents: { ...documents } }).toEqual({ counts: [99, 99, 99], documents: { count: 2400, different: 2400 } });
});

verifies("search.secrets", async () => {
  using at = temporaryHome();
  const secret = "AKIAQ3EGRTZ5XKV7WUQD";
  const own = "correct-horse-battery";
  writeEvents(at.home, [output(`numbat ${secret}`), prompt(`numbat password is ${own}`)]);
  const redact = environmentRedactor({ DB_PASSWORD: own });
  const { hits: found } = await search(at.home, "numbat", { redact });
  const held = readdirSync(join(at.home, "index")).map((name) =>
    readFileSync(join(at.home, "index", name))
      .toString("latin1")
      .toLowerCase(),
  );
  expect({
    shown: found.map(({ excerpt }) => excerpt.text).join("\n"),
    indexed: held.filter((bytes) => bytes.includes(secret.toLowerCase()) || bytes.includes("battery")),
    asked: (await search(at.home, "battery", { redact })).hits,
  }).toEqual({ shown: expect.not.stringMatching(/AKIA|battery/) as string, indexed: [], asked: [] });
  // Positive control: without it, both are there.
  rmSync(join(at.home, "index"), { recursive: true });
  expect(await hits(at.home, secret)).toEqual(["output 1"]);
});

verifies("search.derived", "an index that cannot be written is an error that says so", async () => {
  using at = temporaryHome();
  writeEvents(at.home, [prompt("alpha")]);
  mkdirSync(join(at.home, "index"));
  chmodSync(join(at.home, "index"), 0o500);
  const outcome = await hits(at.home, "alpha").catch((error: Error) => error.message);
  // A superuser may write anyway.
  expect(process.getuid?.() === 0 ? outcome : String(outcome)).toEqual(
    process.getuid?.() === 0 ? ["prompt 1"] : expect.stringContaining("threads.db"),
  );
});
