import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { openStore } from "../../../src/sandbox/store/open.ts";
import { record } from "../../../src/sandbox/store/record.ts";
import { verifies } from "../../verifies.ts";
import { brief, describeTree, makeRoot } from "./roots.ts";

const label = { thread: "t", item: "i", turn: 1, title: "shell: npm run dev" };
const quotaBytes = 1e9;

const arrange = "mkdir -p gone/deep kept moved; echo 1 >gone/deep/one; echo 2 >kept/two; echo 3 >three; ln -s three link; chmod 700 kept";
const change = `rm -r gone; echo more >>kept/two; rm link three; mkdir -p new/folder; echo n >new/folder/n; chmod 755 kept; rmdir moved; echo f >moved`;

verifies("snapshot.record", async () => {
  await using test = makeRoot();
  const store = await openStore({ root: test.root, home: join(test.outside, "home"), quotaBytes });
  const { root, folder, insideRoot } = store;
  test.sh(`${arrange}; sleep 0.05`);
  await test.snapshot.take();
  const before = describeTree(root);
  test.sh(change);
  const after = describeTree(root);
  const { changes } = await test.snapshot.compare();
  const id = await record({ root, folder, insideRoot, quotaBytes }, changes, label);
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
  const id = await record({ root: store.root, folder: store.folder, insideRoot: store.insideRoot, quotaBytes }, changes, label);
  const { changes: undone, conflicts } = await store.undo({ ids: [id ?? ""] }, { label });
  expect({ undone: undone.map(({ path }) => path), conflicts }).toEqual({
    undone: ["small"],
    conflicts: [{ path: "large", reason: "Its old version is not kept any more." }],
  });
});

verifies("snapshot.record-cut-off", "by an error", async () => {
  await using test = makeRoot();
  const store = await openStore({ root: test.root, home: join(test.outside, "home"), quotaBytes });
  test.sh(`${arrange}; sleep 0.05`);
  await test.snapshot.take();
  test.sh(change);
  const after = describeTree(test.root);
  const { changes } = await test.snapshot.compare();
  const kept = changes.flatMap(({ preimage }) => preimage ?? []);
  const missing = kept.at(-1) ?? "";
  renameSync(missing, join(test.aside, "missing"));
  const error = await record({ root: store.root, folder: store.folder, insideRoot: store.insideRoot, quotaBytes }, changes, label).catch(
    (error: unknown) => error,
  );
  renameSync(join(test.aside, "missing"), missing);
  expect({
    error,
    tree: describeTree(test.root),
    checkpoints: readdirSync(join(store.folder, "checkpoints")),
    kept: kept.filter((path) => readdirSync(join(path, "..")).includes(path.slice(path.lastIndexOf("/") + 1))),
  }).toEqual({ error: expect.objectContaining({ code: "store.failed" }) as unknown, tree: after, checkpoints: [], kept });
});

verifies("snapshot.record-cut-off", "by a kill", async () => {
  await using test = makeRoot();
  const home = join(test.outside, "home");
  const store = await openStore({ root: test.root, home, quotaBytes });
  test.sh(`${arrange}; sleep 0.05`);
  await test.snapshot.take();
  test.sh(change);
  const { changes } = await test.snapshot.compare();
  const id = (await record({ root: store.root, folder: store.folder, insideRoot: store.insideRoot, quotaBytes }, changes, label)) ?? "";
  // As it is on disk when the last write has not been made.
  rmSync(join(store.folder, "checkpoints", id, "done.jsonl"));
  const again = await openStore({ root: test.root, home, quotaBytes });
  const tree = describeTree(test.root);
  const [held] = again.held();
  const versions = again.heldShow(held?.id ?? "").pending.map(({ path, staged }) => ({ path, isKept: staged !== null }));
  expect({
    back: ["gone/deep/one", "link", "three"].filter((path) => path in tree),
    stays: ["new/folder/n", "moved"].filter((path) => path in tree),
    versions: versions.sort((a, b) => (a.path < b.path ? -1 : 1)),
    changes: brief(changes).length,
  }).toEqual({
    back: ["gone/deep/one", "link", "three"],
    stays: ["new/folder/n", "moved"],
    versions: [
      { path: "kept/two", isKept: true },
      { path: "moved", isKept: true },
    ],
    changes: 7,
  });
});
