import { execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, vi } from "vitest";
import { withLock } from "../../../src/sandbox/store/lock.ts";
import { openStore } from "../../../src/sandbox/store/open.ts";
import { verifies } from "../../verifies.ts";
import { label, manifest, openGround, write } from "./folder.ts";
import { isRoot, run } from "./overlay.ts";

const runFile = promisify(execFile);

verifies("store.place", "beside other stores in the home", async () => {
  using ground = await openGround();
  const { home, root, store } = ground;

  expect([store.insideRoot, store.folder.startsWith(`${home}/undo/root-`), readdirSync(root)]).toEqual([false, true, []]);
});

verifies("store.place", "not where a link in the root leads", async () => {
  using ground = await openGround();
  const { base, root } = ground;
  const elsewhere = join(base, "elsewhere");
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, join(root, ".fettle"));
  const noHome = join(base, "file");
  writeFileSync(noHome, "");

  await expect(openStore({ root, home: noHome })).rejects.toMatchObject({ code: "sandbox.unavailable" });
  expect(readdirSync(elsewhere)).toEqual([]);
});

describe.skipIf(!isRoot)("needs root, to mount", () => {
  verifies("store.place", "in the root, when the home is another mount", async () => {
    using ground = await openGround();
    using disk = smallDisk(ground.base);
    const store = await openStore({ root: disk.folder, home: ground.home });
    write(disk.folder, { file: "1" });
    spawnSync("git", ["init", "-q"], { cwd: disk.folder });
    const before = manifest(disk.folder);

    const commit = await run(store, "echo 2 > file; mkdir new");
    const status = execFileSync("git", ["--no-optional-locks", "status", "--porcelain"], { cwd: disk.folder, encoding: "utf8" });
    const undo = await store.undo({ ids: ["c1"] }, { label });

    expect([store.insideRoot, store.folder, commit.conflicts, status, undo.conflicts]).toEqual([
      true,
      `${disk.folder}/.fettle/undo`,
      [],
      "?? file\n",
      [],
    ]);
    expect(manifest(disk.folder)).toEqual(before);
  });

  verifies("store.place", "in the root, when the home is another mount of the same file system", async () => {
    using ground = await openGround();
    const mount = join(ground.base, "bind");
    mkdirSync(mount);
    execFileSync("mount", ["--bind", ground.root, mount]);
    try {
      expect(await openStore({ root: mount, home: ground.home })).toMatchObject({ insideRoot: true });
    } finally {
      execFileSync("umount", [mount]);
    }
  });

  verifies("store.place", "nowhere, when the root is read-only and the home is another mount", async () => {
    using ground = await openGround();
    using disk = smallDisk(ground.base);
    execFileSync("mount", ["-o", "remount,ro", disk.folder]);

    await expect(openStore({ root: disk.folder, home: ground.home })).rejects.toMatchObject({
      code: "sandbox.unavailable",
      message: expect.stringContaining("read-only"),
      hint: expect.stringContaining("FETTLE_HOME"),
    });
  });

  verifies("store.disk-full", "E86: from no free page to enough", async () => {
    using ground = await openGround();
    using disk = smallDisk(ground.base);
    const root = join(disk.folder, "root");
    write(root, { a: "1", "d/b": "1", "t/c": "1" });
    const store = await openStore({ root, home: join(disk.folder, "home") });
    const layer = store.layer();
    write(layer.upper, Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`d/${"long name ".repeat(15)}${n}`, "2"])));
    write(layer.upper, { a: "2", "d/b": "2" });
    const pending = store.collect(layer, { removed: ["t"] });
    const before = manifest(root);
    const outcomes = new Set<string>();
    const conflicts: unknown[] = [];

    // From a disk without a free page to one that has just enough.
    disk.fill();
    for (let freed = 0; freed <= 100 && !outcomes.has("done"); freed++) {
      const outcome = await store.commit(pending, { label, since: layer.since }).then(
        (commit) => {
          conflicts.push(...commit.conflicts);
          return "done";
        },
        (error: unknown) => (error as { code: string }).code,
      );
      outcomes.add(outcome);
      if (outcome !== "done") expect(manifest(root)).toEqual(before);
      disk.free(4096);
    }

    // What was taken back is nobody's change.
    expect({ outcomes, conflicts, held: store.held() }).toEqual({ outcomes: new Set(["store.disk", "done"]), conflicts: [], held: [] });
    disk.free(1_000_000);
    expect((await store.undo({ ids: ["c1"] }, { label })).conflicts).toEqual([]);
    expect(manifest(root)).toEqual(before);
    store.discard(layer);
  });
});

verifies("store.parallel", "E85: three at once", async () => {
  using ground = await openGround();
  const { root, home } = ground;
  write(root, { shared: "" });
  const loop = join(import.meta.dirname, "processes/commit-loop.ts");

  const outcomes = await Promise.all(["a", "b", "c"].map((name) => runFile(process.execPath, [loop, root, home, name, "20"])));

  const store = await ground.reopen();
  const total = outcomes.map(({ stdout }) => JSON.parse(stdout) as { shared: number; conflicts: number });
  const conflicts = total.reduce((sum, outcome) => sum + outcome.conflicts, 0);
  expect({
    own: readdirSync(root).length,
    commits: total.reduce((sum, outcome) => sum + outcome.shared + outcome.conflicts, 0),
    checkpoints: store.checkpoints().length,
    held: store.held().length,
  }).toEqual({ own: 61, commits: 60, checkpoints: 60, held: conflicts });
  expect((await store.undo({ ids: store.checkpoints().map(({ id }) => id) }, { label })).conflicts).toEqual([]);
  expect([readdirSync(root), readFileSync(join(root, "shared"), "utf8")]).toEqual([["shared"], ""]);
});

verifies("store.busy", async () => {
  using ground = await openGround();
  const { store } = ground;
  const lock = join(store.folder, "lock");
  const holder = spawn("sleep", ["600"]);
  await once(holder, "spawn");
  try {
    await withLock({ folder: store.folder }, () => linkSync(lock, join(store.folder, "mine")));
    const { started, ...rest } = JSON.parse(readFileSync(join(store.folder, "mine"), "utf8")) as { started: string };
    const stat = readFileSync(`/proc/${holder.pid}/stat`, "utf8");
    const start = started.replace(/[^/]*$/, stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "");
    writeFileSync(lock, JSON.stringify({ ...rest, pid: holder.pid, started: start }));

    vi.spyOn(performance, "now").mockImplementation(
      (
        (now) => () =>
          (now += 5000)
      )(0),
    );
    await expect(store.commit([], { label })).rejects.toMatchObject({
      code: "store.busy",
      hint: expect.stringContaining(String(holder.pid)),
    });
    vi.restoreAllMocks();
  } finally {
    holder.kill("SIGKILL");
    await once(holder, "exit");
  }
  // Of a process that is gone it is taken over.
  expect(await store.commit([], { label })).toMatchObject({ checkpoint: undefined });
  expect(existsSync(lock)).toBe(false);
});

/** Two megabytes of their own. */
function smallDisk(base: string): Disposable & { folder: string; fill(): void; free(bytes: number): void } {
  const folder = join(base, "disk");
  mkdirSync(folder);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder]);
  chmodSync(folder, 0o755);
  const filler = join(folder, "filler");
  let size = 0;
  return {
    folder: realpathSync(folder),
    fill() {
      spawnSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=4096"], { stdio: "ignore" });
      size = Number(execFileSync("stat", ["-c", "%s", filler], { encoding: "utf8" }));
    },
    free(bytes) {
      size = Math.max(0, size - bytes);
      execFileSync("truncate", ["-s", String(size), filler]);
    },
    [Symbol.dispose]() {
      execFileSync("umount", [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}
