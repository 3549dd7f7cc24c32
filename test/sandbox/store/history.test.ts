import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { EntryState } from "../../../src/sandbox/change-set.ts";
import { stateAt } from "../../../src/sandbox/store/state.ts";
import type { Store } from "../../../src/sandbox/store/store.ts";
import { verifies } from "../../verifies.ts";
import { label, manifest, openGround, write } from "./folder.ts";
import { run } from "./overlay.ts";

/** Each script as a transaction; the manifests before the first and after each. */
async function runAll(store: Store, scripts: readonly string[]): Promise<string[][]> {
  const states = [manifest(store.root)];
  for (const script of scripts) {
    await run(store, script);
    states.push(manifest(store.root));
  }
  return states;
}

const building = [
  "mkdir -p tree/sub; echo 1 > tree/sub/file; echo 1 > top",
  "echo 2 > tree/sub/file; echo 2 > tree/new; chmod 700 tree",
  "mv tree/sub/file tree/moved; rm top",
  "rm -r tree; echo 4 > tree; mkdir top",
];

verifies("store.undo-many", async () => {
  using ground = await openGround();
  const { store, root } = ground;
  write(root, { top: "0" });
  const states = await runAll(store, building);

  const undo = await store.undo({ ids: ["c2", "c4", "c1", "c3"] }, { label });
  const undone = manifest(root);
  const redo = await store.redo(undefined, { label });
  const redone = manifest(root);
  const partly = await store.undo({ to: "c2" }, { label });

  expect({ conflicts: [undo, redo, partly].flatMap(({ conflicts }) => conflicts), undone, redone, partly: manifest(root) }).toEqual({
    conflicts: [],
    undone: states[0],
    redone: states[4],
    partly: states[2],
  });
  expect(store.checkpoints().map(({ id, kind, state, undoes }) => [id, kind, state, undoes.length])).toEqual([
    ["c1", "commit", "done", 0],
    ["c2", "commit", "done", 0],
    ["c3", "commit", "undone", 0],
    ["c4", "commit", "undone", 0],
    ["c5", "undo", "done", 4],
    ["c6", "redo", "done", 1],
    ["c7", "undo", "done", 3],
  ]);
});

verifies("store.undo-many", "one after the other, there and back, twice", async () => {
  using ground = await openGround();
  const { store, root } = ground;
  write(root, { top: "0" });
  const states = await runAll(store, building);
  const seen: string[][] = [];

  for (let round = 0; round < 2; round++) {
    for (const id of ["c4", "c3", "c2", "c1"]) {
      expect((await store.undo({ ids: [id] }, { label })).conflicts).toEqual([]);
      seen.push(manifest(root));
    }
    for (let n = 0; n < 4; n++) {
      expect((await store.redo(undefined, { label })).conflicts).toEqual([]);
      seen.push(manifest(root));
    }
  }

  expect(seen).toEqual([3, 2, 1, 0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 2, 3, 4].map((n) => states[n]));
});

verifies("store.undo-some", async () => {
  using ground = await openGround();
  const { store, root } = ground;
  const [before] = await runAll(store, ["mkdir -p src lib/deep; touch src/x.ts src/y.js lib/deep/z.ts"]);
  const [, after] = await runAll(store, ["for f in src/x.ts src/y.js lib/deep/z.ts; do echo 2 > $f; done; echo 3 > new.ts"]);
  const contents = (): string[] => ["src/x.ts", "src/y.js", "lib/deep/z.ts"].map((path) => readFileSync(join(root, path), "utf8").trim());
  const steps: unknown[] = [];

  for (const paths of [["src/*.ts"], ["lib/"], undefined]) {
    const { conflicts } = await store.undo({ ids: ["c2"] }, { label, ...(paths !== undefined && { paths }) });
    steps.push([contents(), existsSync(join(root, "new.ts")), conflicts, store.checkpoints()[1]?.state]);
  }
  const redo = await store.redo({ ids: ["c3", "c4", "c5"] }, { label });

  expect(steps).toEqual([
    [["", "2", "2"], true, [], "done"],
    [["", "2", ""], true, [], "done"],
    [["", "", ""], false, [], "undone"],
  ]);
  expect([redo.conflicts, contents(), before?.length, after?.length]).toEqual([[], ["2", "2", "2"], 1, 8]);
});

verifies("store.preview", async () => {
  using ground = await openGround();
  const { store, root } = ground;
  write(root, { a: "1", b: "1" });
  await run(store, "echo 2 > a; rm b; mkdir n");
  write(root, { a: "user" });
  const before = [manifest(root), store.checkpoints()];

  const preview = await store.undo({ ids: ["c1"] }, { label, preview: true });

  expect([manifest(root), store.checkpoints()]).toEqual(before);
  expect({
    checkpoint: preview.checkpoint,
    changes: preview.changes.map(({ path, before: now, after }) => [path, now?.type, after?.type]),
    conflicts: preview.conflicts.map(({ path }) => path),
  }).toEqual({
    checkpoint: undefined,
    changes: [
      ["n", "directory", undefined],
      ["b", undefined, "file"],
    ],
    conflicts: ["a"],
  });
});

verifies("store.quarantine-paths", async () => {
  using ground = await openGround();
  const { store, root } = ground;
  write(root, { gone: "1" });
  const layer = store.layer();
  write(layer.upper, { ".envrc": "evil", ".npmrc": "good", other: "x" });
  const pending = store.collect(layer, { removed: ["gone"] });
  const holds = pending.filter(({ path }) => path !== ".").map(({ path }) => ({ path, rule: "test", reason: `About ${path}.` }));
  const { id } = await store.hold(pending, holds, label);
  store.discard(layer);

  await expect(store.accept(id, label, [".npmrc", "nothing"])).rejects.toMatchObject({ code: "store.missing" });
  const accepted = await store.accept(id, label, [".npmrc", "gone"]);
  const names = () => manifest(root).map((line) => line.split(" ")[0]);
  const after = names();
  await store.drop(id, [".envrc"]);
  const left = store.heldShow(id);
  const last = await store.accept(id, label, ["other"]);
  await store.undo({ ids: [accepted.checkpoint ?? "", last.checkpoint ?? ""] }, { label });

  expect({
    changes: accepted.changes.map(({ path }) => path).sort(),
    quarantine: accepted.quarantine,
    after,
    left: left.pending.map(({ path }) => path).sort(),
    holds: left.holds,
    held: store.held(),
    undone: names(),
  }).toEqual({
    changes: [".npmrc", "gone"],
    quarantine: id,
    after: ['""', '".npmrc"'],
    left: [".", "other"],
    holds: [{ path: "other", rule: "test", reason: "About other." }],
    held: [],
    undone: ['""', '"gone"'],
  });
});

verifies("store.quarantine", async () => {
  using ground = await openGround();
  const { store, root } = ground;
  write(root, { gone: "1", "tree/file": "1" });
  const before = manifest(root);
  const layer = store.layer();
  write(layer.upper, { "hooks/post": "evil", other: "x" });
  const pending = store.collect(layer, { removed: ["gone", "tree"] });
  const holds = [{ path: "hooks/post", rule: "git-hook", reason: "It would run." }];
  const [hooks, other, ...rest] = pending.filter(({ path }) => path !== ".");
  if (hooks === undefined || other === undefined) throw new Error("nothing collected");

  const held = await store.hold([hooks, ...rest], holds, label);
  const second = await store.hold([other], [{ path: "other", rule: "test", reason: "Because." }], label);
  store.discard(layer);
  const untouched = manifest(root);
  const shown = store.heldShow(held.id);
  const content = readFileSync(join(shown.pending[0]?.staged ?? "", "post"), "utf8");
  const accepted = await store.accept(held.id, { ...label, title: "accept q1" });
  const after = manifest(root).map((line) => line.split(" ")[0]);
  await store.drop(second.id);
  await store.undo({ ids: [accepted.checkpoint ?? ""] }, { label });

  expect(untouched).toEqual(before);
  expect({
    ids: [held.id, second.id],
    shown: [shown.holds, shown.pending.map(({ path }) => path), content],
    after,
    title: store.checkpoints()[0]?.label.title,
    left: store.held(),
    undone: manifest(root),
  }).toEqual({
    ids: ["q1", "q2"],
    shown: [holds, ["hooks", "gone", "tree"], "evil"],
    after: ['""', '"hooks"', '"hooks/post"'],
    title: "accept q1",
    left: [],
    undone: before,
  });
  expect(() => store.heldShow("q1")).toThrow(expect.objectContaining({ code: "store.missing" }));
});

verifies(
  "store.quarantine",
  "new folders of the same name become one; what is there stays, and what it is in the way of stays held",
  async () => {
    using ground = await openGround();
    const { store, root } = ground;
    const holdFolder = async (files: Record<string, string>): Promise<string> => {
      const layer = store.layer();
      write(layer.upper, files);
      const pending = store.collect(layer, {}).filter(({ path }) => path === "ci");
      const { id } = await store.hold(pending, [{ path: "ci", rule: "test", reason: "Because." }], label);
      store.discard(layer);
      return id;
    };
    const first = await holdFolder({ "ci/flows/a": "1", "ci/deep/er/x": "1" });
    const second = await holdFolder({ "ci/flows/a": "2", "ci/flows/b": "2", "ci/deep/er/y": "2", "ci/other/z": "2" });
    await store.accept(first, label);
    const accepted = await store.accept(second, label);

    expect({
      files: manifest(root).map((line) => line.split(" ")[0]),
      kept: readFileSync(join(root, "ci/flows/a"), "utf8"),
      conflicts: accepted.conflicts.map(({ path }) => path),
      left: store.heldShow(second).pending.map(({ path, staged }) => [path, readFileSync(staged ?? "", "utf8")]),
    }).toEqual({
      files: [
        '""',
        '"ci"',
        '"ci/deep"',
        '"ci/deep/er"',
        '"ci/deep/er/x"',
        '"ci/deep/er/y"',
        '"ci/flows"',
        '"ci/flows/a"',
        '"ci/flows/b"',
        '"ci/other"',
        '"ci/other/z"',
      ],
      kept: "1",
      conflicts: ["ci/flows/a"],
      left: [["ci/flows/a", "2"]],
    });
  },
);

verifies("store.versions", async () => {
  using ground = await openGround();
  const { store, root } = ground;
  write(root, { a: "1" });
  await run(store, "echo 2 > a");
  await run(store, "echo 3 > a");
  const texts = (id: string): unknown[] =>
    store
      .show(id)
      .map(({ path, beforeAt, afterAt, undone }) => [
        path,
        ...[beforeAt, afterAt].map((at) => (at === null ? null : readFileSync(at, "utf8").trim())),
        undone,
      ]);

  const done = [texts("c1"), texts("c2")];
  await store.undo({ ids: ["c2"] }, { label });
  const undone = [texts("c1"), texts("c2"), texts("c3")];

  expect({ done, undone }).toEqual({
    done: [[["a", "1", "2", false]], [["a", "2", "3", false]]],
    undone: [[["a", "1", "2", false]], [["a", "2", "3", true]], [["a", "3", "2", false]]],
  });
  expect(() => store.show("c9")).toThrow(expect.objectContaining({ code: "store.missing" }));
});

verifies("store.quota", async () => {
  using ground = await openGround();
  const { root } = ground;
  write(root, { big: "x".repeat(1000) });
  const store = await ground.reopen(3500);
  for (let n = 1; n <= 6; n++) await run(store, `head -c 1000 /dev/zero | tr '\\0' ${n} > big`);
  await store.undo({ ids: ["c6"] }, { label });
  await run(store, "echo other > other");
  store.pin("c1");

  const freed = await store.collectGarbage();

  expect({
    freed,
    left: store.checkpoints().map(({ id, pinned }) => [id, pinned]),
    folders: readdirSync(join(store.folder, "checkpoints")).toSorted(),
    trash: readdirSync(join(store.folder, "trash")),
  }).toEqual({
    freed: { freedBytes: 3000 },
    left: [
      ["c1", true],
      ["c4", false],
      ["c5", false],
      ["c8", false],
    ],
    folders: ["c1", "c4", "c5", "c8"],
    trash: [],
  });
  store.unpin("c1");
  expect(store.checkpoints().some(({ pinned }) => pinned)).toBe(false);
});

verifies("store.constant", "nor do they read the journals of other checkpoints", async () => {
  using ground = await openGround();
  const { root } = ground;
  write(root, { a: "1" });
  for (let n = 2; n <= 4; n++) await run(ground.store, `echo ${n} > a`);
  for (const id of ["c1", "c2"]) {
    const intent = join(ground.store.folder, "checkpoints", id, "intent.jsonl");
    rmSync(intent);
    // Whoever reads it fails.
    mkdirSync(intent);
  }
  const store = await ground.reopen();

  await run(store, "echo 5 > a");
  const undos = [await store.undo({ ids: ["c4"] }, { label }), await store.undo({ ids: ["c3"] }, { label })];
  await store.collectGarbage();

  expect([undos.map(({ conflicts }) => conflicts), readFileSync(join(root, "a"), "utf8"), store.checkpoints().length]).toEqual([
    [[], []],
    "3\n",
    6,
  ]);
  expect(() => store.show("c1")).toThrow("EISDIR");
});

verifies("store.links", async () => {
  using ground = await openGround();
  const { root } = ground;
  const store = await ground.reopen(1600);
  write(root, { kept: "1", before: "x".repeat(1000), since: "x".repeat(1000), file: "1" });
  const links = join(store.folder, "links");
  mkdirSync(links);
  for (const name of ["kept", "before", "since"]) linkSync(join(root, name), join(links, name));
  rmSync(join(root, "before"));
  for (let n = 0; n < 2; n++) await run(store, `head -c 500 /dev/zero > file; echo ${n} >> file`);
  const snapshot = store.layer();
  mkdirSync(join(snapshot.upper, "snapshot"));
  rmSync(join(root, "since"));
  const left = (): unknown => [readdirSync(links).toSorted(), store.checkpoints().map(({ id }) => id)];

  await store.collectGarbage();
  const whileOpen = left();
  const layer = store.layer();
  write(layer.upper, { held: "x".repeat(1000) });
  await store.hold(store.collect(layer, {}), [], label);
  store.discard(layer);
  await store.collectGarbage();
  const whileHeld = left();
  store.discard(snapshot);
  await store.collectGarbage();

  expect({ whileOpen, whileHeld, after: left() }).toEqual({
    whileOpen: [
      ["kept", "since"],
      ["c1", "c2"],
    ],
    whileHeld: [["kept", "since"], ["c2"]],
    after: [["kept"], ["c2"]],
  });
});

verifies("store.dead-layers", async () => {
  using ground = await openGround();
  const { store } = ground;
  const layer = store.layer();
  const [namespace = "", , start = ""] = layer.id.split("-");
  // Of a process that is gone, of an earlier one with our pid, and of one in another pid namespace.
  for (const id of [`${namespace}-4194305-1-1`, `${namespace}-${process.pid}-${start}0-1`, `1-${process.pid}-1-1`]) {
    mkdirSync(join(store.folder, "layers", id, "work/work"), { recursive: true, mode: 0o700 });
  }

  await ground.reopen();

  expect(readdirSync(join(store.folder, "layers")).toSorted()).toEqual([layer.id, `1-${process.pid}-1-1`].toSorted());
});

verifies("store.recorded", async () => {
  using ground = await openGround();
  const { store, root } = ground;
  write(root, { a: "1", "t/x": "1" });
  const before = manifest(root);
  const states = (): (EntryState | null)[] => ["", "/a", "/t", "/n"].map((path) => stateAt(root + path));
  const [top, a, tree] = states();
  const kept = join(ground.home, "kept");
  mkdirSync(kept);
  for (const name of ["a", "t"]) renameSync(join(root, name), join(kept, name));
  write(root, { a: "2", n: "3" });
  const [newTop = null, newA = null, , made = null] = states();

  const { checkpoint } = await store.record(
    [
      { path: ".", before: top ?? null, after: newTop, preimage: null, entries: 1 },
      { path: "a", before: a ?? null, after: newA, preimage: join(kept, "a"), entries: 1 },
      { path: "t", before: tree ?? null, after: null, preimage: join(kept, "t"), entries: 2 },
      { path: "n", before: null, after: made, preimage: null, entries: 1 },
    ],
    label,
  );
  const left = readdirSync(kept);
  const { bytes } = store.checkpoints().find(({ id }) => id === checkpoint) ?? { bytes: -1 };
  const after = manifest(root);
  const undo = await store.undo({ ids: [checkpoint ?? ""] }, { label });
  const undone = manifest(root);
  await store.redo(undefined, { label });

  expect({ left, bytes, conflicts: undo.conflicts, undone, redone: manifest(root) }).toEqual({
    left: [],
    // Of the file, and of what is in the folder.
    bytes: 2,
    conflicts: [],
    undone: before,
    redone: after,
  });
  rmSync(kept, { recursive: true });
});
