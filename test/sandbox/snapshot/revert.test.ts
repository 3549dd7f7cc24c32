import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { verifies } from "../../verifies.ts";
import { brief, describeTree, makeRoot } from "./roots.ts";

verifies("snapshot.revert", async () => {
  await using test = makeRoot();
  test.sh("mkdir -p .git/hooks .git/objects/ab; echo old >.git/config; echo object >.git/objects/ab/c; echo code >code; sleep 0.05");
  await test.snapshot.take();
  const before = describeTree(join(test.root, ".git"));
  test.sh("echo evil >.git/config; rm -r .git/objects; echo evil >.git/hooks/pre-commit; echo more >>code");
  const { changes } = await test.snapshot.compare();
  // It goes on while the change is judged.
  test.sh("echo worse >.git/config");
  const held = [".git/config", ".git/objects", ".git/hooks/pre-commit"];
  const { moved, rest, failed } = await test.snapshot.revert(changes, [...held, ".git/hooks", ".git"], { to: test.aside });
  const versions = moved.map(({ path, before, after, staged, entries }) => ({
    path,
    change: `${before?.type ?? "-"} -> ${after?.type ?? "-"} (${entries})`,
    content: after?.type === "file" && staged !== null ? readFileSync(staged, "utf8") : undefined,
  }));
  const later = await test.snapshot.compare();
  expect({ versions, rest: brief(rest), failed, later: later.changes, tree: describeTree(join(test.root, ".git")) }).toEqual({
    versions: [
      { path: ".git/config", change: "file -> file (1)", content: "worse\n" },
      { path: ".git/objects", change: "directory -> - (3)", content: undefined },
      { path: ".git/hooks/pre-commit", change: "- -> file (1)", content: "evil\n" },
      { path: ".git/hooks", change: "directory -> directory (1)", content: undefined },
      { path: ".git", change: "directory -> directory (1)", content: undefined },
    ],
    rest: ["code: file -> file kept"],
    failed: [],
    later: [],
    tree: before,
  });
});

verifies("snapshot.revert", "without what was there before", async () => {
  await using test = makeRoot({ maxFileBytes: 10 });
  test.sh("mkdir .git; echo '# longer than ten bytes' >.git/config");
  await test.snapshot.take();
  test.sh("echo evil >>.git/config");
  const { changes } = await test.snapshot.compare();
  const { moved, rest, failed } = await test.snapshot.revert(changes, [".git/config"], { to: test.aside });
  expect({ moved: moved.length, rest, failed, left: readdirSync(join(test.root, ".git")) }).toEqual({
    moved: 1,
    rest: [],
    failed: [{ path: ".git/config", reason: "What was there before could not be kept." }],
    left: [],
  });
});

verifies("snapshot.revert", "again and again to one folder", async () => {
  await using test = makeRoot();
  test.sh("echo old >file; sleep 0.05");
  await test.snapshot.take();
  const versions: string[] = [];
  for (const version of ["one", "two", "three"]) {
    writeFileSync(join(test.root, "file"), version);
    const { changes } = await test.snapshot.compare();
    const { moved, failed } = await test.snapshot.revert(changes, ["file"], { to: test.aside });
    versions.push(...moved.map(({ staged }) => readFileSync(staged ?? "", "utf8")), ...failed.map(({ reason }) => reason));
  }
  expect({ versions, file: readFileSync(join(test.root, "file"), "utf8") }).toEqual({ versions: ["one", "two", "three"], file: "old\n" });
});

verifies("snapshot.revert-inside", async () => {
  await using test = makeRoot();
  await test.snapshot.take();
  test.sh(
    "mkdir -p new/.git/hooks new/src; echo evil >new/.git/hooks/pre-commit; echo evil >new/.git/hooks/post-commit; echo code >new/src/code",
  );
  const { changes } = await test.snapshot.compare();
  const { moved, rest, failed } = await test.snapshot.revert(changes, ["new/.git/hooks", "new/never-was", "nor/this"], { to: test.aside });
  const later = await test.snapshot.compare();
  expect({
    moved: moved.map(({ path, entries }) => [path, entries]),
    rest: brief(rest),
    failed,
    later: later.changes,
    left: Object.keys(describeTree(test.root)),
  }).toEqual({
    moved: [["new/.git/hooks", 3]],
    rest: ["new: - -> directory (4)"],
    failed: [],
    later: [],
    left: [".", "new", "new/.git", "new/src", "new/src/code"],
  });
});

/** Root runs it as nobody. */
function runOrdinary(): Record<string, unknown> {
  const script = join(import.meta.dirname, "processes/ordinary-user.ts");
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  return JSON.parse(execFileSync(process.execPath, [script], { ...user, encoding: "utf8" })) as Record<string, unknown>;
}

verifies("snapshot.ordinary-user", () => {
  const { isRoot, changes, failed, rest, differing } = runOrdinary();
  expect({ isRoot, changes, failed, rest, differing }).toEqual({
    isRoot: false,
    changes: [
      "added: - -> directory",
      "closed: directory -> directory facts",
      "gone: directory -> - kept (2)",
      "later: directory -> directory facts",
      "open/file: file -> file kept",
      "open/new: - -> file",
      "open: directory -> directory facts",
      "pipe: other -> - kept",
      "read-only: directory -> - kept (3)",
      "set: file -> - kept",
      "write-only: file -> - kept",
    ],
    failed: [],
    rest: [],
    differing: [],
  });
});

verifies("snapshot.blind", () => {
  const { uncovered, gaps, changes } = runOrdinary();
  expect({ uncovered, gaps, inside: (changes as string[]).filter((line) => /^(closed|later)\//.test(line)) }).toEqual({
    uncovered: [{ path: "closed", reason: "unreadable" }],
    gaps: [{ path: "later", reason: "unreadable" }],
    inside: [],
  });
});
