import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { openStore } from "../../../src/sandbox/store/open.ts";
import { verifies } from "../../verifies.ts";
import { describeTree, makeRoot } from "./roots.ts";

const label = { thread: "t", item: "i", turn: 1, title: "shell: npm run dev" };
const quotaBytes = 1e9;

const arrange = "mkdir -p gone/deep kept moved; echo 1 >gone/deep/one; echo 2 >kept/two; echo 3 >three; ln -s three link; chmod 700 kept";
const change = `rm -r gone; echo more >>kept/two; rm link three; mkdir -p new/folder; echo n >new/folder/n; chmod 755 kept; rmdir moved; echo f >moved`;

verifies("snapshot.record", async () => {
  await using test = makeRoot();
  const store = await openStore({ root: test.root, home: join(test.outside, "home"), quotaBytes });
  const { root } = store;
  test.sh(`${arrange}; sleep 0.05`);
  await test.snapshot.take();
  const before = describeTree(root);
  test.sh(change);
  const after = describeTree(root);
  const { changes } = await test.snapshot.compare();
  const { checkpoint: id } = await store.record(changes, label);
  const untouched = describeTree(root);
  const undone = await store.undo({ ids: [id ?? ""] }, { label });
  const back = describeTree(root);
  const redone = await store.redo(undefined, { label });
  expect({ id, untouched, undo: undone.conflicts, back, redo: redone.conflicts, again: describeTree(root) }).toEqual({
    id: "c1",
    untouched: after,
    undo: [],
    back: before,
    redo: [],
    again: after,
  });
});

verifies("snapshot.record", "what could not be kept", async () => {
  await using test = makeRoot({ maxFileBytes: 10 });
  const store = await openStore({ root: test.root, home: join(test.outside, "home"), quotaBytes });
  test.sh("echo 'longer than ten bytes' >large; echo small >small; sleep 0.05");
  await test.snapshot.take();
  test.sh("echo more >>large; echo more >>small");
  const { changes } = await test.snapshot.compare();
  const { checkpoint: id } = await store.record(changes, label);
  const { changes: undone, conflicts } = await store.undo({ ids: [id ?? ""] }, { label });
  expect({ undone: undone.map(({ path }) => path), conflicts }).toEqual({
    undone: ["small"],
    conflicts: [{ path: "large", reason: "Its old version is not kept any more." }],
  });
});

verifies("snapshot.record-cut-off", async () => {
  await using test = makeRoot();
  const home = join(test.outside, "home");
  const store = await openStore({ root: test.root, home, quotaBytes });
  test.sh(`${arrange}; sleep 0.05`);
  await test.snapshot.take();
  const before = describeTree(test.root);
  test.sh(change);
  const after = describeTree(test.root);
  const { changes } = await test.snapshot.compare();
  const { checkpoint: id = "" } = await store.record(changes, label);
  const folder = join(store.folder, "checkpoints", id);
  // As it is on disk when only half of the pre-images were moved.
  rmSync(join(folder, "done.jsonl"));
  for (const { preimage } of changes.slice(0, 3)) {
    const n = readdirSync(join(folder, "displaced"))[0];
    if (preimage === null || n === undefined) continue;
    const step = readFileSync(join(folder, "intent.jsonl"), "utf8")
      .split("\n")
      .find((line) => line.startsWith(`{"n":${n},`));
    const { path } = JSON.parse(step ?? "{}") as { path?: string };
    renameSync(join(folder, "displaced", n), changes.find((change) => change.path === path)?.preimage ?? "");
  }
  const again = await openStore({ root: test.root, home, quotaBytes });
  const untouched = describeTree(test.root);
  const { conflicts } = await again.undo({ ids: [id] }, { label });
  expect({ untouched, conflicts, back: describeTree(test.root) }).toEqual({ untouched: after, conflicts: [], back: before });
});
