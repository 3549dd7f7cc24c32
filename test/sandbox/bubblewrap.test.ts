/** What the bubblewrap backend makes of the machine's own programs, users and owners. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmod, chown, cp, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { isReachable } from "../../src/sandbox/identity.ts";
import { planMounts } from "../../src/sandbox/mounts.ts";
import { brief, makeBox, plain } from "./boxes.ts";
import { verifies } from "../verifies.ts";

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65534, gid: 65534 };
const { HOME, PATH } = process.env;
let home = "";

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "fettle-home-")));
  process.env["HOME"] = home;
});

afterEach(async () => {
  Object.assign(process.env, { HOME, PATH });
  delete process.env["FETTLE_HOME"];
  await rm(home, { recursive: true, force: true });
});

async function makeTool(folder: string, name: string, text: string): Promise<void> {
  await mkdir(join(home, folder), { recursive: true });
  await writeFile(join(home, folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

verifies("sandbox.toolchains", async () => {
  await makeTool(".manager/versions/1/bin", "versioned", 'cat "$(dirname "$0")/../lib/text"');
  await mkdir(join(home, ".manager/versions/1/lib"));
  await writeFile(join(home, ".manager/versions/1/lib/text"), "from the lib");
  await makeTool(".cargo/bin", "cargo-tool", "echo cargo");
  await writeFile(join(home, ".cargo/credentials.toml"), "token");
  await writeFile(join(home, ".manager/versions/secret"), "secret");
  process.env["PATH"] = [join(home, ".manager/versions/1/bin"), join(home, ".cargo/bin"), home, process.env["PATH"]].join(delimiter);
  await using test = await makeBox("bubblewrap");

  expect(brief(await test.box.run("versioned; cargo-tool", plain))).toEqual({ exitCode: 0, signal: null, output: "from the libcargo\n" });
  expect(brief(await test.box.run("cd ~; find . -type f | sort; touch ~/.cargo/bin/x", plain)).output).toMatch(
    /^\.\/\.cargo\/bin\/cargo-tool\n\.\/\.manager\/versions\/1\/bin\/versioned\n\.\/\.manager\/versions\/1\/lib\/text\ntouch: .*Read-only file system\n$/,
  );
});

verifies("sandbox.toolchains", "the workspace comes back wherever it lies", () => {
  const options = { readOnly: false, home: "/root", path: "/usr/bin", identity: undefined, hidden: [] as string[] };
  const at = (workspace: string, hidden = options.hidden): string[] =>
    planMounts({ ...options, workspace, hidden })
      .filter((mount) => mount.at.startsWith(home) || mount.show === "writable")
      .map((mount) => `${mount.show} ${mount.at}`);
  const workspace = join(home, "code");
  expect(at(workspace)).toEqual([`writable ${workspace}`]);
  expect(at(home, [tmpdir()])).toEqual([`writable ${home}`]);
  expect(at("/usr/src/app")).toEqual(["writable /usr/src/app"]);
});

verifies("sandbox.toolchains", "the harness's own folder stays hidden inside the workspace", async () => {
  await mkdir(join(home, "code/.fettle"), { recursive: true });
  await writeFile(join(home, "code/.fettle/log"), "log");
  await writeFile(join(home, "code/file"), "file");
  process.env["FETTLE_HOME"] = join(home, "code/.fettle");
  await using test = await makeBox("bubblewrap", { workspace: join(home, "code") });
  expect(brief(await test.box.run("find . -type f", plain)).output).toBe("./file\n");
});

verifies("sandbox.git", async () => {
  await writeFile(
    join(home, ".gitconfig"),
    '[user]\n\tname = "Ada \\"L\\" \\\\ é"\n\temail = ada@example.org\n[credential]\n\thelper = store\n[http]\n\textraHeader = secret\n',
  );
  await writeFile(join(home, ".git-credentials"), "https://ada:secret@example.org");
  await using test = await makeBox("bubblewrap");
  await chmod(test.workspace, 0o777);
  if (isRoot) await chown(test.workspace, nobody.uid, nobody.gid);

  const script = "git init -q -b main . && touch file && git add file && git commit -q -m first && git log --format='%an <%ae> %cn'";
  expect(brief(await test.box.run(script, plain))).toEqual({
    exitCode: 0,
    signal: null,
    output: 'Ada "L" \\ é <ada@example.org> Ada "L" \\ é\n',
  });
  expect(
    brief(await test.box.run("git config --global --list; ls -A ~; touch ~/x && git config --global a.b c && git config a.b", plain))
      .output,
  ).toBe('safe.directory=*\nuser.name=Ada "L" \\ é\nuser.email=ada@example.org\nc\n');
});

if (isRoot) {
  verifies("sandbox.root-foreign-workspace", async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "fettle-foreign-")));
    await chmod(folder, 0o755);
    const workspace = join(folder, "workspace");
    await mkdir(workspace);
    await writeFile(join(workspace, "file"), "old", { mode: 0o600 });
    for (const path of [workspace, join(workspace, "file")]) await chown(path, nobody.uid, nobody.gid);
    {
      await using test = await makeBox("bubblewrap", { workspace });
      const result = await test.box.run("id -u; cat file; echo new > file; touch made; git init -q . && git status --short", plain);
      expect(brief(result)).toEqual({ exitCode: 0, signal: null, output: "65534\nold?? file\n?? made\n" });
      await test.box.files.write("file", Buffer.from("by the harness"));
      await test.box.files.write("sub/written", Buffer.from("by the harness"));
      expect(brief(await test.box.run("echo more >> file && cat file && rm -r sub", plain)).output).toBe("by the harnessmore\n");
    }
    for (const name of ["file", "made"]) expect(await stat(join(workspace, name))).toMatchObject(nobody);
    await rm(folder, { recursive: true });
  });
}

/** Runs a script as somebody without privileges, from a copy that such a user can read. */
async function runAsOrdinaryUser(script: string): Promise<string> {
  const copy = await realpath(await mkdtemp(join(tmpdir(), "fettle-copy-")));
  await chmod(copy, 0o755);
  await cp(resolve(import.meta.dirname, "../../src"), join(copy, "src"), { recursive: true });
  await cp(join(import.meta.dirname, "boxes.ts"), join(copy, "test/sandbox/boxes.ts"));
  await writeFile(join(copy, "test/sandbox/script.ts"), `import { brief, makeBox, plain } from "./boxes.ts";\n${script}`);
  await writeFile(join(copy, "package.json"), '{ "type": "module" }');
  execFileSync("chmod", ["-R", "a+rX", copy]);
  const node = [process.execPath, join(copy, "test/sandbox/script.ts")];
  const [program = "", ...args] = isRoot ? ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", ...node] : node;
  const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env: { PATH: PATH, HOME: "/nonexistent" }, cwd: "/" });
  await rm(copy, { recursive: true });
  return stdout + stderr;
}

// As root from a checkout that only root can read there is no node for another user to run.
if (!isRoot || isReachable(process.execPath, nobody)) {
  verifies("sandbox.ordinary-user", async () => {
    const output = await runAsOrdinaryUser(`
      await using test = await makeBox("bubblewrap");
      const script = "touch made; touch /etc/x; ls -A /home /root; unshare -Ur true; cat /proc/1/environ; (: >> /proc/sys/kernel/core_pattern); (exec 3<>/dev/tcp/1.1.1.1/53); echo \\"ended 0\\" > /proc/$PPID/fd/1; kill -KILL 1; exit 3";
      const { exitCode, output } = brief(await test.box.run(script, plain));
      console.log(exitCode, output.replaceAll(test.workspace, ""), (await test.box.files.list(".")).length);
    `);
    expect(output.split("\n").filter((line) => line !== "" && line !== "/home:" && line !== "/root:")).toEqual([
      expect.stringMatching(/^3 touch: .*Read-only file system$/),
      expect.stringMatching(/^unshare: .*$/),
      expect.stringMatching(/^cat: \/proc\/1\/environ: Permission denied$/),
      expect.stringMatching(/core_pattern: Permission denied$/),
      expect.stringMatching(/Network is unreachable$/),
      expect.stringMatching(/dev\/tcp.*$/),
      expect.stringMatching(/\/proc\/\d+\/fd\/1: Permission denied$/),
      " 1",
    ]);
  });

  verifies("sandbox.limits", "fork bomb of an ordinary user", async () => {
    const output = await runAsOrdinaryUser(`
      await using test = await makeBox("bubblewrap", { limits: { memoryBytes: 0, processes: 64 } });
      const refused = new AbortController();
      await test.box.run("bomb() { bomb | bomb & }; bomb; sleep 1000", {
        timeoutMs: 60_000,
        signal: refused.signal,
        onOutput: (chunk) => void (chunk.includes("Resource temporarily unavailable") && refused.abort()),
      });
      console.log(refused.signal.aborted);
      console.log(JSON.stringify(brief(await test.box.run("ps -e -o comm= | sort | uniq -c | sort -n | tail -1; echo alive", plain))));
    `);
    expect(output).toMatch(/^true\n\{"exitCode":0,"signal":null,"output":" +\d \S+\\nalive\\n"\}\n$/);
  });
}

verifies("sandbox.git", "a user without an identity", async () => {
  await using test = await makeBox("bubblewrap");
  expect(brief(await test.box.run("git config user.name; echo $?", plain)).output).toBe("1\n");
  expect(await readFile("/etc/passwd", "utf8")).toContain("root");
});
