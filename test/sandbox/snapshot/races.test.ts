import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect } from "vitest";
import { loadSetMtime } from "../../../src/sandbox/snapshot/mtime.ts";
import type { RecordedChange } from "../../../src/sandbox/snapshot/recorded-change.ts";
import { revertChanges } from "../../../src/sandbox/snapshot/revert.ts";
import { verifies } from "../../verifies.ts";
import { makeRoot } from "./roots.ts";

const MAX_ROUNDS = 20_000;

/** Runs a piece of JavaScript over and over in a thread of its own, until disposed. */
async function keepDoing(step: string, data: Record<string, string>): Promise<AsyncDisposable> {
  const source = `
    const fs = require("node:fs");
    const { parentPort, workerData } = require("node:worker_threads");
    const stop = new Int32Array(workerData.stop);
    let n = 0;
    parentPort.postMessage("ready");
    while (Atomics.load(stop, 0) === 0) { n++; ${step} }`;
  const stop = new SharedArrayBuffer(4);
  const worker = new Worker(source, { eval: true, workerData: { ...data, stop } });
  await once(worker, "message");
  return {
    async [Symbol.asyncDispose]() {
      Atomics.store(new Int32Array(stop), 0, 1);
      await once(worker, "exit");
    },
  };
}

/** A folder is itself, missing, a link to outside, missing, and so on. */
const swap = `
  const { folder } = workerData;
  fs.renameSync(folder, folder + "-away"); fs.renameSync(folder + "-link", folder);
  fs.renameSync(folder, folder + "-link"); fs.renameSync(folder + "-away", folder);`;

/** That the writer fills the file with, one after the other. */
const LETTERS = Buffer.from("abcdefghijklmnopqrst");

verifies("snapshot.torn", async () => {
  await using test = makeRoot();
  const file = join(test.root, "file");
  const bytes = 4 * 256 * 1024;
  writeFileSync(file, Buffer.alloc(bytes, "a"));
  // A writer that pauses leaves a file that is half old and half new: what must not be kept is one that never was on disk.
  const isTorn = (path: string): boolean => {
    const content = readFileSync(path);
    const first = content[0]!;
    const written = content.findIndex((byte) => byte !== first);
    const before = first === LETTERS[0] ? LETTERS.at(-1)! : first - 1;
    return written !== -1 && !content.subarray(written).equals(Buffer.alloc(bytes - written, before));
  };
  let naive = 0;
  let torn = 0;
  const gaps = new Set<string>();
  {
    await using _writer = await keepDoing(
      `const file = fs.openSync(workerData.file, "r+"); for (let at = 0; at < ${bytes}; at += 65536) fs.writeSync(file, Buffer.alloc(65536, ${LETTERS[0]} + n % ${LETTERS.length}), 0, 65536, at); fs.closeSync(file);`,
      { file },
    );
    for (let round = 0; round < MAX_ROUNDS && (naive === 0 || round < 20); round++) {
      copyFileSync(file, join(test.aside, "copy"));
      if (isTorn(join(test.aside, "copy"))) naive++;
      for (const { path, reason } of await test.snapshot.take()) gaps.add(`${path}: ${reason}`);
      for (const name of readdirSync(join(test.folder, "images"))) {
        if (isTorn(join(test.folder, "images", name))) torn++;
      }
    }
  }
  const later = await test.snapshot.take();
  expect({ torn, isNaiveTorn: naive > 0, gaps: [...gaps], later }).toEqual({ torn: 0, isNaiveTorn: true, gaps: ["file: torn"], later: [] });
});

verifies("snapshot.no-follow", async () => {
  await using test = makeRoot();
  const folder = join(test.root, "folder");
  mkdirSync(folder);
  writeFileSync(join(folder, "file"), "harmless");
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "node_modules/file"), "harmless");
  writeFileSync(join(test.outside, "file"), "secret");
  mkdirSync(join(test.outside, "node_modules"));
  writeFileSync(join(test.outside, "node_modules/file"), "secret");
  symlinkSync(test.outside, `${folder}-link`);
  let naive = 0;
  let followed = 0;
  {
    await using _swapper = await keepDoing(swap, { folder });
    for (let round = 0; round < MAX_ROUNDS && (naive === 0 || round < 200); round++) {
      naive += countNaive(test.root);
      await (round % 2 === 0 ? test.snapshot.take() : test.snapshot.compare().then(({ release }) => release()));
      for (const store of [join(test.folder, "images"), join(test.folder, "../links")]) {
        followed += readdirSync(store).filter((name) => readFileSync(join(store, name), "utf8") === "secret").length;
      }
    }
  }
  const links = lstatSync(join(test.outside, "node_modules/file")).nlink;
  expect({ followed, links, isNaiveFooled: naive > 0 }).toEqual({ followed: 0, links: 1, isNaiveFooled: true });
});

/** How often a walk by paths, which checks and then acts, reads what is outside. */
function countNaive(root: string): number {
  let count = 0;
  for (const name of readdirSync(root)) {
    try {
      const path = join(root, name);
      if (lstatSync(path).isDirectory() && readFileSync(join(path, "file"), "utf8") === "secret") count++;
    } catch {
      // Missing at the moment.
    }
  }
  return count;
}

verifies("snapshot.revert-race", "folders swapped for links", async () => {
  await using test = makeRoot();
  const setMtime = await loadSetMtime();
  const folder = join(test.root, "folder");
  mkdirSync(folder);
  symlinkSync(test.outside, `${folder}-link`);
  const seen = { naive: 0, guarded: 0 };
  const place = (name: string): void => writeFileSync(join(test.outside, name), "outside");
  place("naive");
  place("guarded");
  {
    await using _swapper = await keepDoing(swap, { folder });
    for (let round = 0; round < MAX_ROUNDS && (seen.naive === 0 || round < 500); round++) {
      moveNaively(join(folder, "naive"), join(test.aside, "naive"));
      if (!existsSync(join(test.outside, "naive"))) seen.naive++;
      place("naive");
      const preimage = join(test.aside, "preimage");
      writeFileSync(preimage, "before");
      const to = join(test.aside, String(round));
      mkdirSync(to);
      revertChanges([changeOf("folder/guarded", preimage)], ["folder/guarded"], { root: test.root, to, setMtime });
      if (readFileSync(join(test.outside, "guarded"), "utf8") !== "outside") seen.guarded++;
      rmSync(preimage, { force: true });
    }
  }
  expect({ ...seen, naive: seen.naive > 0, outside: readdirSync(test.outside).sort() }).toEqual({
    naive: true,
    guarded: 0,
    outside: ["guarded", "naive"],
  });
});

function moveNaively(from: string, to: string): void {
  try {
    if (!lstatSync(from).isSymbolicLink()) renameSync(from, to);
  } catch {
    // Missing at the moment.
  }
}

verifies("snapshot.revert-race", "the path written to", async () => {
  await using test = makeRoot();
  const setMtime = await loadSetMtime();
  const lost = { naive: 0, guarded: 0 };
  for (const how of ["naive", "guarded"] as const) {
    const file = join(test.root, how);
    const notes = join(test.outside, how);
    mkdirSync(notes);
    {
      // Each version that came to be is noted down after it was written.
      await using _writer = await keepDoing(
        `try { fs.writeFileSync(workerData.file, "v" + n, { flag: "wx" }); fs.writeFileSync(workerData.notes + "/v" + n, ""); } catch (error) { if (error.code !== "EEXIST") throw error; }`,
        { file, notes },
      );
      for (let round = 0; round < MAX_ROUNDS && (round < 300 || readdirSync(notes).length < 20); round++) {
        const preimage = join(test.aside, "preimage");
        writeFileSync(preimage, "before");
        const to = join(test.aside, `${how}-${round}`);
        mkdirSync(to);
        if (how === "guarded") revertChanges([changeOf(how, preimage)], [how], { root: test.root, to, setMtime });
        else {
          moveNaively(file, join(to, "version"));
          renameSync(preimage, file);
        }
      }
    }
    const kept = new Set([readFileSync(file, "utf8"), ...versionsIn(test.aside, `${how}-`)]);
    lost[how] = readdirSync(notes).filter((version) => !kept.has(version)).length;
  }
  expect({ guarded: lost.guarded, doesNaiveLose: lost.naive > 0 }).toEqual({ guarded: 0, doesNaiveLose: true });
});

function versionsIn(folder: string, prefix: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.includes(prefix))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
}

function changeOf(path: string, preimage: string): RecordedChange {
  const state = { type: "file", mode: 0o644, uid: 0, gid: 0, size: 6, mtimeNs: 0n, ino: 0n } as const;
  return { path, before: state, after: state, preimage, lost: false, entries: 1 };
}
