import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect } from "vitest";
import { native } from "../../../src/sandbox/store/native.ts";
import { stateAt } from "../../../src/sandbox/store/state.ts";
import { verifies } from "../../verifies.ts";
import { label, openGround, write } from "./folder.ts";

const library = { ...native() };
afterEach(() => void Object.assign(native(), library));

/** Somebody does something while the first file is being placed: attributes are taken from each right before. */
function meanwhile(isFirst: (path: string) => boolean, act: () => void): { happened: boolean } {
  const state = { happened: false };
  Object.assign(native(), {
    stripOverlay(path: string) {
      if (state.happened || !isFirst(path)) return;
      state.happened = true;
      act();
    },
  });
  return state;
}

for (const how of ["with the C library", "without it"]) {
  verifies("store.overtaken", how, async () => {
    using ground = await openGround();
    const { root, store } = ground;
    write(root, { changed: "1", gone: "1", swapped: "1" });
    const layer = store.layer();
    write(layer.upper, { first: "agent", changed: "agent", gone: "agent", swapped: "agent", zzz: "agent" });
    const pending = store.collect(layer, {});
    if (how === "without it") Object.assign(native(), { renameNew: undefined });
    const overtaken = meanwhile(
      (path) => path.endsWith("/first"),
      () => {
        for (const name of ["gone", "zzz"]) writeFileSync(join(root, name), "user");
        writeFileSync(join(root, "new"), "user");
        renameSync(join(root, "new"), join(root, "swapped"));
      },
    );

    const { conflicts, checkpoint, changes } = await store.commit(pending, { label, since: layer.since });
    store.discard(layer);

    const read = (): string[] => ["changed", "first", "gone", "swapped", "zzz"].map((path) => readFileSync(join(root, path), "utf8"));
    const after = read();
    const held = store.held().flatMap(({ id }) => store.heldShow(id).pending);
    const undo = await store.undo({ ids: [checkpoint ?? ""] }, { label });
    expect({
      overtaken,
      conflicts: conflicts.map(({ path }) => path),
      changes: changes.map(({ path }) => path),
      after,
      held: held.map(({ path, staged }) => [path, readFileSync(staged ?? "", "utf8")]),
      undo: [undo.conflicts, existsSync(join(root, "first")), readFileSync(join(root, "changed"), "utf8")],
    }).toEqual({
      overtaken: { happened: true },
      conflicts: ["gone", "swapped", "zzz"],
      changes: [".", "changed", "first"],
      after: ["agent", "agent", "user", "user", "user"],
      held: ["gone", "swapped", "zzz"].map((path) => [path, "agent"]),
      undo: [[], false, "1"],
    });
  });
}

verifies("store.overtaken", "by an undo, which can be done again", async () => {
  using ground = await openGround();
  const { root, store } = ground;
  write(root, { changed: "1", deleted: "1", last: "1" });
  const layer = store.layer();
  write(layer.upper, { changed: "agent", last: "agent" });
  const { checkpoint = "" } = await store.commit(store.collect(layer, { removed: ["deleted"] }), { label });
  store.discard(layer);
  const agents = ["changed", "last"].map((path) => ({ path, state: stateAt(join(root, path)) }));
  let placed = 0;
  const overtaken = meanwhile(
    () => ++placed === 2,
    () => write(root, { changed: "user", last: "user" }),
  );

  const undo = await store.undo({ ids: [checkpoint] }, { label });

  const read = (): string[] => ["changed", "deleted", "last"].map((path) => readFileSync(join(root, path), "utf8"));
  const first = read();
  const held = store
    .held()
    .flatMap(({ id }) => store.heldShow(id).pending.map(({ path, staged }) => [path, readFileSync(staged ?? "", "utf8")]));
  // The person takes back what they did.
  for (const { path, state } of agents) {
    write(root, { [path]: "agent" });
    native().setOwnTime(join(root, path), state?.mtimeNs ?? 0n);
  }
  const again = await store.undo({ ids: [checkpoint] }, { label });
  expect({
    overtaken,
    conflicts: undo.conflicts.map(({ path }) => path),
    changes: undo.changes.map(({ path }) => path),
    first,
    held,
    again: again.conflicts,
    last: read(),
  }).toEqual({
    overtaken: { happened: true },
    conflicts: ["last", "changed"],
    changes: ["deleted"],
    first: ["user", "1", "user"],
    // It had been put aside already.
    held: [["last", "agent"]],
    again: [],
    last: ["1", "1", "1"],
  });
});
