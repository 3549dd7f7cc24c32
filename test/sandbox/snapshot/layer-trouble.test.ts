import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { findForeignOwners } from "../../../src/sandbox/snapshot/foreign-owners.ts";
import { looksLikeLayerTrouble } from "../../../src/sandbox/snapshot/layer-trouble.ts";
import { verifies } from "../../verifies.ts";

const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: 65534, gid: 65534 } : {};

/** Runs a script in an overlay that an ordinary user has mounted over a folder with `dir/file` in it, a git repository. */
function runLayered(script: string): boolean {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "fettle-test-")));
  try {
    if (isRoot) chownSync(folder, 65534, 65534);
    const sh = (script: string): ReturnType<typeof spawnSync> => spawnSync("bash", ["-euc", script], { cwd: folder, ...user });
    sh(
      "mkdir -p low/dir upper work; echo x >low/dir/file; cd low; git init -q; git add -A; git -c user.name=a -c user.email=a@example.com commit -qm a",
    );
    const mount = `mount -t overlay overlay -o lowerdir=$PWD/low,upperdir=$PWD/upper,workdir=$PWD/work,userxattr $PWD/low; cd $PWD/low; exec 2>&1; ${script}`;
    const { status, stdout } = sh(`unshare -Urm bash -euc '${mount}'`);
    return looksLikeLayerTrouble({ exitCode: status, output: Buffer.from(stdout as Buffer) });
  } finally {
    execFileSync("chmod", ["-R", "u+rwX", folder]);
    rmSync(folder, { recursive: true });
  }
}

verifies("snapshot.layer-trouble", "in a real overlay", () => {
  const scripts = {
    python: `python3 -c "import os; os.rename(\\"dir\\", \\"dir2\\")"`,
    git: "git mv dir dir2",
    node: `${process.execPath} -e "fs.renameSync(\\"dir\\", \\"dir2\\")"`,
    "mv copes": "mv dir dir2",
    "another failure": "mv nothing dir2",
  };
  expect(Object.fromEntries(Object.entries(scripts).map(([name, script]) => [name, runLayered(script)]))).toEqual({
    python: true,
    git: true,
    node: true,
    "mv copes": false,
    "another failure": false,
  });
});

verifies("snapshot.layer-trouble", "in the words of many programs", () => {
  const trouble = [
    "OSError: [Errno 18] Invalid cross-device link: 'dir' -> 'dir2'",
    "fatal: renaming 'dir' failed: Invalid cross-device link",
    "Error: EXDEV: cross-device link not permitted, rename 'dir' -> 'dir2'",
    "npm error code EXDEV\nnpm error syscall rename",
    "error: could not rename component: Invalid cross-device link (os error 18)",
    "rename dir dir2: invalid cross-device link",
    'Exception in thread "main" java.nio.file.DirectoryNotEmptyException: dir\n\tat java.base/sun.nio.fs.UnixCopyFile.move(UnixCopyFile.java:483)\n\tat java.base/java.nio.file.Files.move(Files.java:1432)',
    "`rename': Invalid cross-device link @ rb_file_s_rename - (dir, dir2) (Errno::EXDEV)",
    "mv: can't rename 'dir': Cross-device link",
    "sh: 1: cannot create file: Value too large for defined data type",
    "OSError: [Errno 75] Value too large for defined data type: 'file'",
    "Error: EOVERFLOW: value too large for defined data type, open 'file'",
    "touch: file: Value too large for data type",
  ];
  const other = [
    "  ✓ copies when rename gives EXDEV\n  ✗ adds numbers",
    "java.nio.file.DirectoryNotEmptyException: dir\n\tat java.base/java.nio.file.Files.delete(Files.java:1152)",
    "OverflowError: value too large to convert to int",
    "mv: cannot stat 'dir': No such file or directory",
    "",
  ];
  const judge = (exitCode: number | null) => (text: string) => looksLikeLayerTrouble({ exitCode, output: Buffer.from(text) });
  expect({
    missed: trouble.filter((text) => !judge(1)(text)),
    wrong: other.filter(judge(1)),
    succeeded: trouble.filter(judge(0)),
    killed: trouble.filter(judge(null)),
    "far from the end": judge(1)(`${trouble[0] ?? ""}\n${"later output\n".repeat(10_000)}`),
  }).toEqual({ missed: [], wrong: [], succeeded: [], killed: [], "far from the end": false });
});

verifies("snapshot.foreign-owners", () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "fettle-test-")));
  try {
    mkdirSync(join(folder, "node_modules"));
    writeFileSync(join(folder, "mine"), "");
    const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
    const own = findForeignOwners(folder, { uid, gid });
    if (isRoot) chownSync(join(folder, "node_modules"), 1234, 1234);
    const another = isRoot ? findForeignOwners(folder, { uid, gid }) : ["node_modules"];
    expect({ own, another, all: findForeignOwners(folder, { uid: uid + 1, gid }).sort() }).toEqual({
      own: [],
      another: ["node_modules"],
      all: [".", "mine", "node_modules"],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
