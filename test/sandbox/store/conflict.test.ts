import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { isSame, stateAt, statsAt, toState } from "../../../src/sandbox/store/state.ts";
import { verifies } from "../../verifies.ts";
import { label, manifest, openGround, write } from "./folder.ts";
import { inOverlay, run } from "./overlay.ts";

verifies("store.conflict", "E85: two write the same path", async () => {
  using ground = await openGround();
  const { root, store } = ground;
  write(root, { edited: "1", deleted: "1", quiet: "1", "tree/deep/file": "1", "other/file": "1" });

  const result = await inOverlay(
    store,
    "echo agent | tee edited quiet made >/dev/null; rm deleted; rm -r tree other",
    async (layer, merged) => {
      write(root, { edited: "user", deleted: "user", made: "user", "tree/deep/file": "user" });
      return await store.commit(store.collect(layer, { merged }), { label, since: layer.since });
    },
  );

  const [held] = store.held();
  const kept = store.heldShow(held?.id ?? "").pending.filter(({ staged }) => staged !== null);
  expect({
    conflicts: result.conflicts.map(({ path }) => path),
    changes: result.changes.map(({ path }) => path),
    user: ["edited", "deleted", "made", "tree/deep/file"].map((path) => readFileSync(join(root, path), "utf8")),
    committed: readFileSync(join(root, "quiet"), "utf8"),
    gone: ["tree", "other"].map((path) => existsSync(join(root, path))),
    held: held?.holds.map(({ path, rule }) => [path, rule]),
    kept: kept.map(({ path, staged }) => [path, readFileSync(staged ?? "", "utf8")]),
  }).toEqual({
    conflicts: ["deleted", "edited", "made", "tree"],
    changes: [".", "other", "quiet"],
    user: ["user", "user", "user", "user"],
    committed: "agent\n",
    gone: [true, false],
    held: ["deleted", "edited", "made", "tree"].map((path) => [path, "conflict"]),
    kept: [
      ["edited", "agent\n"],
      ["made", "agent\n"],
    ],
  });
});

verifies("store.conflict", "accepting the new version replaces the other one, and that can be undone", async () => {
  using ground = await openGround();
  const { root, store } = ground;
  write(root, { file: "1" });
  await inOverlay(store, "echo agent > file", async (layer, merged) => {
    write(root, { file: "user" });
    await store.commit(store.collect(layer, { merged }), { label, since: layer.since });
  });

  const accepted = await store.accept("q1", label);
  const afterAccept = readFileSync(join(root, "file"), "utf8");
  await store.undo({ ids: [accepted.checkpoint ?? ""] }, { label });

  expect([afterAccept, readFileSync(join(root, "file"), "utf8"), store.held()]).toEqual(["agent\n", "user", []]);
});

verifies("store.undo-conflict", "E82: edited, made again and added to", async () => {
  using ground = await openGround();
  const { root, store } = ground;
  write(root, { a: "1", b: "1", c: "1" });
  await run(store, "echo 2 | tee a b new >/dev/null; rm c; mkdir -p tree/deep made; echo 3 > tree/deep/file; echo 4 > made/file");
  write(root, { a: "user", c: "user", new: "user", "tree/deep/other": "user" });

  const undo = await store.undo({ ids: ["c1"] }, { label });

  expect({
    conflicts: undo.conflicts.map(({ path }) => path).sort(),
    files: ["a", "b", "c", "new", "tree/deep/other", "tree/deep/file"].map((path) => readFileSync(join(root, path), "utf8")),
    made: existsSync(join(root, "made")),
    state: store.checkpoints().map(({ state }) => state),
  }).toEqual({
    conflicts: ["a", "c", "new", "tree"],
    files: ["user", "1", "user", "user", "user", "3\n"],
    made: false,
    state: ["done", "done"],
  });
});

verifies("store.undo-conflict", "a later checkpoint's change is named", async () => {
  using ground = await openGround();
  const { root, store } = ground;
  write(root, { a: "1" });
  await run(store, "echo 2 > a; mkdir tree; echo 1 > tree/file");
  await run(store, "echo 3 > a; echo 2 > tree/file");

  const { conflicts } = await store.undo({ ids: ["c1"] }, { label });

  expect(conflicts.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual(
    ["a", "tree"].map((path) => ({ path, reason: "It was changed by c2 since." })),
  );
});

verifies("store.undo-conflict", "what our own later undos and failures touched is not changed", async () => {
  using ground = await openGround();
  const { root, store } = ground;
  const before = manifest(root);
  await run(store, "mkdir -p tree/sub; echo 1 > tree/sub/file; echo 1 > tree/other");
  await run(store, "echo 2 > tree/sub/file; rm tree/other; mkdir tree/new");
  await store.undo({ ids: ["c2"] }, { label });

  const { conflicts } = await store.undo({ ids: ["c1"] }, { label });

  expect({ conflicts, now: manifest(root) }).toEqual({ conflicts: [], now: before });
});

verifies("store.swapped", async () => {
  using ground = await openGround();
  using outside = await openGround();
  const { root, store } = ground;
  write(root, { "d/e/file": "1" });
  write(outside.root, { "e/file": "outside", file: "outside" });
  const untouched = manifest(outside.root);
  await run(store, "echo 2 > d/e/file");

  const swapped: string[] = [];
  for (const [path, target] of [
    ["d", outside.root],
    ["d/e", outside.root],
  ] as const) {
    const result = await inOverlay(store, "echo 3 > d/e/file; echo 4 > d/e/new", async (layer, merged) => {
      const pending = store.collect(layer, { merged });
      renameSync(join(root, path), join(root, "away"));
      symlinkSync(target, join(root, path));
      return await store.commit(pending, { label, since: layer.since });
    });
    const undo = await store.undo({ ids: ["c1"] }, { label });
    swapped.push(...[...result.conflicts, ...undo.conflicts].map((conflict) => conflict.path));
    rmSync(join(root, path));
    renameSync(join(root, "away"), join(root, path));
  }

  expect({ swapped: [...new Set(swapped)].sort(), outside: manifest(outside.root) }).toEqual({
    swapped: ["d/e", "d/e/file", "d/e/new"],
    outside: untouched,
  });
  // The swap is what leads there: with the folder itself in place both go through.
  expect(await store.undo({ ids: ["c1"] }, { label })).toMatchObject({ conflicts: [], checkpoint: "c2" });
});

verifies("store.taken-back", "E84: with a file in the way", async () => {
  using ground = await openGround();
  const { root, store } = ground;
  write(root, { a: "1", b: "1" });
  await run(store, "echo 2 | tee a b >/dev/null");
  // As a process leaves it that is killed before the checkpoint is done.
  rmSync(join(store.folder, "checkpoints/c1/done.jsonl"));
  mkdirSync(join(store.folder, "layers/1-1-1-1/upper"), { recursive: true });
  const intent = join(store.folder, "checkpoints/c1/intent.jsonl");
  const upper = /layers\/[^/]+/.exec(readFileSync(intent, "utf8"))?.[0] ?? "";
  mkdirSync(join(store.folder, upper, "upper"), { recursive: true });
  rmSync(join(root, "a"));
  appendFileSync(join(root, "a"), "user");

  const reopened = await ground.reopen();

  const [held] = reopened.held();
  expect({
    files: ["a", "b"].map((path) => readFileSync(join(root, path), "utf8")),
    holds: held?.holds.map(({ path, rule }) => [path, rule]),
    kept: reopened.heldShow(held?.id ?? "").pending.map(({ staged }) => readFileSync(staged ?? "", "utf8")),
    checkpoints: reopened.checkpoints(),
    left: readdirSync(join(store.folder, "checkpoints")),
  }).toEqual({ files: ["user", "1"], holds: [["a", "conflict"]], kept: ["1"], checkpoints: [], left: [] });
});

verifies("store.own-folder", async () => {
  using ground = await openGround();
  const { home, root } = ground;
  const store = await ground.storeIn(join(home, ".."));
  const layer = store.layer();
  writeFileSync(join(layer.upper, "new"), "");

  const pending = store.collect(layer, { removed: ["home", "root"] });
  const { conflicts } = await store.commit(pending, { label, since: layer.since });
  store.discard(layer);

  expect({ conflicts: conflicts.map(({ path }) => path), there: [existsSync(home), existsSync(root)] }).toEqual({
    conflicts: ["home"],
    there: [true, false],
  });
});

verifies("store.conflict", "a link that becomes a folder while it is looked at is not what it was", async () => {
  using ground = await openGround();
  const link = join(ground.root, "link");
  symlinkSync("target", link);
  const [before, stats] = [stateAt(link), statsAt(link)];
  const same = toState(stats!, link);
  rmSync(link);
  mkdirSync(link);

  expect([isSame(same, before), isSame(toState(stats!, link), before)]).toEqual([true, false]);
});
