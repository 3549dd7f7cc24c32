import { linkSync, lstatSync, readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { verifies } from "../../verifies.ts";
import { brief, describeTree, makeRoot, pathsOf } from "./roots.ts";

/** All kinds of entries, and what may happen to each. */
const arrange = `
  mkdir -p kept/inner empty gone/deep/er changed-mode to-file 'line
break'
  echo one >file; echo two >replaced; echo three >kept/inner/three; echo four >gone/deep/er/four; echo five >to-file/five
  echo six >to-folder; echo seven >'line
break/seven'; echo eight >$'bytes-\\xff\\xfe'
  ln -s file link; ln -s nowhere dangling; ln -s old-target relinked; ln -s /etc absolute
  mkfifo pipe gone/pipe
  echo nine >program; chmod 4755 program; chmod 1777 empty
  touch -d '2001-02-03 04:05:06.123456789' file program gone/deep; touch -h -d '2001-02-03 04:05:06.987654321' link
`;
const change = `
  echo more >>file; rm replaced; echo new >replaced; rm -r gone; chmod 700 changed-mode; rmdir empty
  rm -r to-file; echo file >to-file; rm to-folder; mkdir -p to-folder/new; echo x >to-folder/new/x
  rm link; rm dangling; ln -sf new-target relinked; rm absolute; echo file >absolute
  rm pipe; rm -r 'line
break'; echo changed >$'bytes-\\xff\\xfe'; chmod 755 program; mkdir -p added/folder; echo y >added/folder/y
  mv kept/inner kept/moved
`;

verifies("snapshot.changes", async () => {
  await using test = makeRoot();
  test.sh(arrange);
  const uncovered = await test.snapshot.take();
  test.sh(change);
  const { changes, gaps, complete, shared } = await test.snapshot.compare();
  expect({ uncovered, gaps, complete, shared, changes: brief(changes) }).toEqual({
    uncovered: [],
    gaps: [],
    complete: true,
    shared: true,
    changes: [
      "absolute: symlink -> file kept",
      "added: - -> directory (3)",
      "bytes-\udcff\udcfe: file -> file kept",
      "changed-mode: directory -> directory facts",
      "dangling: symlink -> - kept",
      "empty: directory -> - kept",
      "file: file -> file kept",
      "gone: directory -> - kept (5)",
      "kept/inner: directory -> - kept (2)",
      "kept/moved: - -> directory (2)",
      "kept: directory -> directory facts",
      "line\nbreak: directory -> - kept (2)",
      "link: symlink -> - kept",
      "pipe: other -> - kept",
      "program: file -> file kept",
      "relinked: symlink -> symlink kept",
      "replaced: file -> file kept",
      "to-file: directory -> file kept (2)",
      "to-folder: file -> directory kept (3)",
    ],
  });
});

verifies("snapshot.restores", async () => {
  await using test = makeRoot();
  test.sh(arrange);
  await test.snapshot.take();
  const before = describeTree(test.root);
  test.sh(change);
  const after = describeTree(test.root);
  const { changes } = await test.snapshot.compare();
  const { failed, rest } = await test.snapshot.revert(changes, pathsOf(changes), { to: test.aside });
  const again = await test.snapshot.compare();
  expect({ failed, rest, again: again.changes, tree: describeTree(test.root) }).toEqual({ failed: [], rest: [], again: [], tree: before });
  expect(after).not.toEqual(before);
});

verifies("snapshot.in-place", async () => {
  await using test = makeRoot();
  test.sh("echo aaa >file; touch -d 2001-01-01 file");
  await test.snapshot.take();
  test.sh("printf bbb | dd of=file conv=notrunc status=none; touch -d 2001-01-01 file");
  const { changes } = await test.snapshot.compare();
  expect(brief(changes)).toEqual(["file: file -> file kept"]);
  expect(readFileSync(changes[0]?.preimage ?? "", "utf8")).toBe("aaa\n");
});

verifies("snapshot.same", "touched", async () => {
  await using test = makeRoot();
  test.sh("echo aaa >file; echo bbb >other; touch -d 2001-01-01 file other; mkdir folder; ln -s file link");
  await test.snapshot.take();
  test.sh("chmod 600 file; chmod 644 file; cp -p other copy; mv copy other; ln other name; rm name; mv link l; mv l link");
  utimesSync(test.root, 1, 1);
  const { changes, complete } = await test.snapshot.compare();
  expect({ changes: brief(changes), complete }).toEqual({ changes: [], complete: true });
});

verifies("snapshot.same", "at once", async () => {
  await using test = makeRoot();
  const file = join(test.root, "file");
  const seen: string[] = [];
  for (let round = 0; round < 10; round++) {
    writeFileSync(file, "a");
    const time = new Date(1_000_000);
    utimesSync(file, time, time);
    await test.snapshot.take();
    writeFileSync(file, "b");
    utimesSync(file, time, time);
    seen.push(...brief((await test.snapshot.compare()).changes));
  }
  expect(seen).toEqual(Array.from({ length: 10 }, () => "file: file -> file kept"));
});

verifies("snapshot.copies-once", async () => {
  await using test = makeRoot();
  test.sh("mkdir -p node_modules/a; for n in {1..30}; do echo $n >file$n; echo $n >node_modules/a/$n; done; sleep 0.05");
  const images = (): string[] =>
    readdirSync(join(test.folder, "images")).map((name) => `${name} ${statSync(join(test.folder, "images", name)).ino}`);
  await test.snapshot.take();
  const first = images();
  await test.snapshot.take();
  const { changes } = await test.snapshot.compare();
  expect({ count: first.length, images: images(), changes }).toEqual({ count: 30, images: first, changes: [] });
});

verifies("snapshot.hard-links", async () => {
  await using test = makeRoot();
  test.sh("mkdir a; echo x >a/one; ln a/one two; ln two three");
  await test.snapshot.take();
  const before = describeTree(test.root);
  test.sh("rm -r a two three");
  const { changes } = await test.snapshot.compare();
  await test.snapshot.revert(changes, pathsOf(changes), { to: test.aside });
  expect(describeTree(test.root)).toEqual(before);
});

verifies("snapshot.deleted-tree", async () => {
  await using test = makeRoot();
  test.sh("mkdir -p top/{a,b,c}/{d,e,f}; for f in top/*/*; do echo $f >$f/file; mkfifo $f/pipe; mkdir -m 555 $f/locked; done");
  await test.snapshot.take();
  const before = describeTree(join(test.root, "top"));
  test.sh("rm -rf top");
  const { changes, complete } = await test.snapshot.compare();
  const preimage = changes[0]?.preimage;
  expect({ changes: brief(changes), complete, tree: describeTree(preimage ?? "") }).toEqual({
    changes: ["top: directory -> - kept (40)"],
    complete: true,
    tree: before,
  });
});

verifies("snapshot.caps", async () => {
  await using test = makeRoot({ maxFileBytes: 1000 });
  test.sh(
    "mkdir folder; head -c 1001 /dev/zero >folder/large; head -c 1000 /dev/zero >folder/fits; head -c 2000 /dev/zero >still; sleep 0.05",
  );
  const uncovered = await test.snapshot.take();
  test.sh("echo >>folder/large; rm folder/fits");
  const first = await test.snapshot.compare();
  test.sh("rm -r folder");
  const second = await test.snapshot.compare();
  const tooLarge = { path: "folder/large", reason: "too large" };
  expect({
    uncovered,
    first: { changes: brief(first.changes), gaps: first.gaps, complete: first.complete },
    second: { changes: brief(second.changes), gaps: second.gaps, complete: second.complete },
  }).toEqual({
    uncovered: expect.arrayContaining([tooLarge, { path: "still", reason: "too large" }]) as unknown,
    first: {
      changes: ["folder/fits: file -> - kept", "folder/large: file -> file lost", "folder: directory -> directory facts"],
      gaps: [tooLarge],
      complete: false,
    },
    second: { changes: ["folder: directory -> - partly kept (2)"], gaps: [tooLarge], complete: false },
  });
});

verifies("snapshot.room", async () => {
  await using test = makeRoot({ maxBytes: 1000 });
  test.sh("head -c 800 /dev/zero >a-large; head -c 400 /dev/zero >b; head -c 500 /dev/zero >c; sleep 0.05");
  const uncovered = await test.snapshot.take();
  test.sh("rm c");
  const { changes } = await test.snapshot.compare();
  // The room that the deleted file's copy took is the keeper's now.
  changes.forEach(({ preimage }) => preimage !== null && renameSync(preimage, join(test.aside, "kept")));
  const later = await test.snapshot.take();
  expect({ uncovered, changes: brief(changes), later }).toEqual({
    uncovered: [{ path: "a-large", reason: "no room" }],
    changes: ["c: file -> - kept"],
    later: [{ path: "a-large", reason: "no room" }],
  });
});

verifies("snapshot.dependencies", async () => {
  await using test = makeRoot();
  test.sh(
    "mkdir -p node_modules/{a,b}; echo one >node_modules/a/one; echo two >node_modules/a/two; echo three >node_modules/b/three; echo four >node_modules/b/four",
  );
  await test.snapshot.take();
  test.sh("echo more >>node_modules/b/three; chmod 700 node_modules/b/four; mv node_modules/a elsewhere; echo new >>elsewhere/one");
  const { changes, gaps, complete } = await test.snapshot.compare();
  const kept = changes.find(({ path }) => path === "node_modules/a")?.preimage ?? "";
  const copies = readdirSync(join(test.folder, "images")).length;
  expect({ changes: brief(changes), gaps, complete, copies }).toEqual({
    changes: [
      "elsewhere: - -> directory (3)",
      "node_modules/a: directory -> - partly kept (3)",
      "node_modules/b/four: file -> file kept",
      "node_modules/b/three: file -> file lost",
      "node_modules: directory -> directory facts",
    ],
    gaps: [
      { path: "node_modules/a/one", reason: "written in place" },
      { path: "node_modules/b/three", reason: "written in place" },
    ],
    complete: false,
    copies: 2,
  });
  writeFileSync(join(test.root, "elsewhere/two"), "later");
  expect(readFileSync(join(kept, "two"), "utf8")).toBe("two\n");
});

verifies("snapshot.dependencies", "a second snapshot of the root disturbs none", async () => {
  await using test = makeRoot();
  test.sh("mkdir -p node_modules/a; echo one >node_modules/a/one; echo two >node_modules/a/two");
  await test.snapshot.take();
  const { openSnapshot } = await import("../../../src/sandbox/snapshot/snapshot.ts");
  const second = openSnapshot({ root: test.root, folder: `${test.folder}-second`, links: join(test.folder, "../links") });
  await second.take();
  linkSync(join(test.root, "node_modules/a/two"), join(test.outside, "somebody's"));
  test.sh("rm node_modules/a/one");
  const [one, two] = [await test.snapshot.compare(), await second.compare()];
  await second.close();
  const expected = ["node_modules/a/one: file -> - kept", "node_modules/a: directory -> directory facts"];
  expect([one, two].map(({ changes, complete }) => ({ changes: brief(changes), complete }))).toEqual([
    { changes: expected, complete: true },
    { changes: expected, complete: true },
  ]);
});

verifies("snapshot.deep", async () => {
  await using test = makeRoot();
  test.sh('d=.; for n in {1..300}; do d=$d/d; done; mkdir -p "$d"; echo x >"$d/file"; echo y >beside');
  const [gap] = await test.snapshot.take();
  test.sh("echo z >>beside");
  const { changes, gaps } = await test.snapshot.compare();
  expect({ reason: gap?.reason, depth: gap?.path.split("/").length, changes: brief(changes), gaps }).toEqual({
    reason: "too deep",
    depth: 257,
    changes: ["beside: file -> file kept"],
    gaps: [gap],
  });
});

verifies("snapshot.excluded", async () => {
  await using test = makeRoot({ exclude: [".fettle/undo"] });
  test.sh("mkdir -p .fettle/undo; echo a >.fettle/undo/a; echo b >.fettle/b");
  await test.snapshot.take();
  test.sh("echo c >>.fettle/undo/a; echo d >.fettle/undo/d; echo e >>.fettle/b");
  expect(brief((await test.snapshot.compare()).changes)).toEqual([".fettle/b: file -> file kept"]);
});

verifies("snapshot.adopt", async () => {
  await using test = makeRoot();
  test.sh("mkdir -p a/b c; echo 1 >a/b/one; echo 2 >a/two; echo 3 >c/three; echo 4 >four");
  await test.snapshot.take();
  test.sh("echo own >>a/b/one; rm -r c; mkdir -p new/folder; echo own >new/folder/file; echo job >>a/two; echo job >job; chmod 700 a");
  await test.snapshot.adopt(["a/b/one", "c", "new/folder/file", "never/was"]);
  const { changes } = await test.snapshot.compare();
  expect(brief(changes)).toEqual(["a/two: file -> file kept", "a: directory -> directory facts", "job: - -> file"]);
});

verifies("snapshot.close", async () => {
  await using test = makeRoot();
  test.sh("echo a >a; mkdir node_modules; echo b >node_modules/b");
  await test.snapshot.take();
  test.sh("rm a");
  const { changes, release } = await test.snapshot.compare();
  const kept = changes.map(({ preimage }) => preimage).filter((path) => path !== null);
  const wasThere = kept.map((path) => lstatSync(path).isFile());
  release();
  const isThere = kept.map((path) => lstatSync(path, { throwIfNoEntry: false }));
  await test.snapshot.close();
  expect({ wasThere, isThere, left: readdirSync(join(test.folder, "..")) }).toEqual({
    wasThere: [true],
    isThere: [undefined],
    left: ["links"],
  });
});
