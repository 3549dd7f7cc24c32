import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { PendingChange } from "../../../src/sandbox/change-set.ts";
import { verifies } from "../../verifies.ts";
import { label, manifest, openGround, write } from "./folder.ts";
import { inOverlay, isRoot } from "./overlay.ts";

function inShort({ path, before, after, entries }: PendingChange): string {
  return `${path} ${before?.type ?? "-"} ${after?.type ?? "-"} ${entries}`;
}

async function changesOf(files: Record<string, string>, script: string): Promise<string[]> {
  using ground = await openGround();
  write(ground.root, files);
  return await inOverlay(ground.store, script, (layer, merged) => ground.store.collect(layer, { merged }).map(inShort));
}

verifies("store.collect", async () => {
  const files = { "d/opened": "1", "d/edited": "1", "d/e/deep": "1", "t/u/1": "1", "t/2": "2", "mode/file": "1", same: "1" };

  const changes = await changesOf(
    files,
    ": >> d/opened; echo 2 >> d/edited; rm -r t; mkdir -p n/m; echo 1 > n/m/1; chmod 700 mode; touch gone; rm gone; chmod 600 same; chmod 644 same",
  );

  expect(changes).toEqual([
    ". directory directory 1",
    "d/edited file file 1",
    "mode directory directory 1",
    "n - directory 3",
    "t directory - 4",
  ]);
});

verifies("store.collect", "equal size and time are not taken for equal content", async () => {
  const changes = await changesOf(
    { a: "one\n", b: "one\n" },
    "for f in a b; do touch -r $f ../when; done; echo two > a; touch -r ../when a; echo one > b; touch -r ../when b".replaceAll(
      "../when",
      "/dev/shm/fettle-when-$$",
    ) + "; rm -f /dev/shm/fettle-when-$$",
  );

  expect(changes).toEqual(["a file file 1"]);
});

verifies("store.replaced-folder", async () => {
  const files = { "dist/a": "1", "dist/sub/b": "1", "kept/a": "1", "twice/sub/a": "1", "twice/b": "1" };

  const changes = await changesOf(
    files,
    "rm -r dist; mkdir dist; echo 2 > dist/a; echo 2 > kept/b; rm -r twice; mkdir -p twice/sub; echo 1 > twice/b; rm -r kept/a; mkdir kept/a",
  );

  expect(changes.filter((line) => !line.startsWith("."))).toEqual([
    "dist directory directory 2",
    "kept directory directory 1",
    "kept/a file directory 1",
    "kept/b - file 1",
    "twice directory directory 3",
  ]);
});

verifies("store.renamed-folder", async () => {
  using ground = await openGround();
  const { root, store } = ground;
  write(root, { "a/1": "1", "a/b/2": "2", "a/b/3": "3", "a/c/4": "4", "x/5": "5", "y/6": "6" });
  const before = manifest(root);
  const script =
    "mv a moved; echo more >> moved/1; rm moved/b/2; mv moved/c moved/b/c2; mkdir new; mv x new/x; rm -r y; mv new/x y; mv moved/b b";

  const { conflicts, checkpoint, shown } = await inOverlay(store, script, async (layer, merged) => {
    const view = manifest(merged);
    const pending = store.collect(layer, { merged });
    return { ...(await store.commit(pending, { label, since: layer.since })), shown: view };
  });
  const after = manifest(root);
  const undo = await store.undo({ ids: [checkpoint ?? ""] }, { label });

  expect({ conflicts, undo: undo.conflicts, after, undone: manifest(root) }).toEqual({
    conflicts: [],
    undo: [],
    after: shown,
    undone: before,
  });
});

verifies("store.constant", async () => {
  using ground = await openGround();
  const { root, store } = ground;
  for (let n = 0; n < 50; n++) {
    mkdirSync(join(root, `tree/${n}`), { recursive: true });
    for (let m = 0; m < 20; m++) writeFileSync(join(root, `tree/${n}/${m}`), "");
  }
  const layer = store.layer();

  const pending = store.collect(layer, { removed: ["tree"] });
  const { checkpoint } = await store.commit(pending, { label, since: layer.since });
  store.discard(layer);
  const details = store.show(checkpoint ?? "");
  const undo = await store.undo({ ids: [checkpoint ?? ""] }, { label });

  // One step each way, however much is in it.
  expect([pending.map(inShort), details.map(({ path, entries }) => [path, entries]), undo.changes.map(inShort)]).toEqual([
    ["tree directory - 1051"],
    [["tree", 1051]],
    ["tree - directory 1051"],
  ]);
});

verifies("store.names", async () => {
  using ground = await openGround();
  const { root, store } = ground;
  const names = ["new\nline", "esc\u001b[31m", "\udcff\udcfe", "é", "-rf", "*", "c:\\d", " ", "a".repeat(255)];
  const quoted = String.raw`new\nline esc\x1b[31m \xff\xfe \xc3\xa9 -rf * c:\\d`.split(" ").map((name) => `$'${name}'`);
  const all = [...quoted, "' '", "a".repeat(255)].join(" ");

  const result = await inOverlay(store, `for n in ${all}; do echo 1 > "./$n"; done`, async (layer, merged) => {
    const pending = store.collect(layer, { merged });
    return await store.commit(pending, { label, since: layer.since });
  });
  const undo = await store.undo({ ids: [result.checkpoint ?? ""] }, { label });

  const committed = result.changes.map(({ path }) => path).filter((path) => path !== ".");
  expect({ committed: committed.sort(), undone: undo.changes.map(({ path }) => path).sort(), left: manifest(root).length }).toEqual({
    committed: names.toSorted(),
    undone: names.toSorted(),
    left: 1,
  });
});

verifies("store.read-only-folders", async () => {
  using ground = await openGround();
  const { root, store } = ground;
  write(root, { "ro/sub/1": "1" });
  const script = "chmod 755 ro; mv ro/sub/1 ro/2; chmod 555 ro ro/sub; mkdir -p new/in; echo 1 > new/in/1; chmod 555 new/in new";

  const result = await inOverlay(store, script, async (layer, merged) => {
    return await store.commit(store.collect(layer, { merged }), { label, since: layer.since });
  });
  const modes = manifest(root).map((line) => line.split(" ").slice(0, 3).join(" "));
  const { conflicts } = await store.undo({ ids: [result.checkpoint ?? ""] }, { label });

  expect({ modes, conflicts, left: manifest(root).length, isRoot }).toEqual({
    modes: [
      '"" 40000 755',
      '"new" 40000 555',
      '"new/in" 40000 555',
      '"new/in/1" 100000 644',
      '"ro" 40000 555',
      '"ro/2" 100000 644',
      '"ro/sub" 40000 555',
    ],
    conflicts: [],
    left: 4,
    isRoot,
  });
});
