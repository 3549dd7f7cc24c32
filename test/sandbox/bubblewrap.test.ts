/** What the bubblewrap backend makes of the machine's own programs, users and owners. */
import { chmod, chown, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { planMounts } from "../../src/sandbox/mounts.ts";
import { canRunAsOrdinaryUser, nobody, runAsOrdinaryUser } from "./ordinary-user.ts";
import { makeRuntime } from "./runtimes.ts";
import { verifies } from "../verifies.ts";

const isRoot = process.getuid?.() === 0;
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
  await using test = await makeRuntime("bubblewrap");

  expect(await test.run("versioned; cargo-tool")).toEqual({ exitCode: 0, signal: null, output: "from the libcargo\n" });
  expect((await test.run("cd ~; find . -type f | sort; touch ~/.cargo/bin/x")).output).toMatch(
    /^\.\/\.cargo\/bin\/cargo-tool\n\.\/\.manager\/versions\/1\/bin\/versioned\n\.\/\.manager\/versions\/1\/lib\/text\ntouch: .*Read-only file system\n$/,
  );
});

verifies("sandbox.toolchains", "a root comes back wherever it lies, and every folder on the way is a mount", () => {
  const at = (root: string, hidden: string[] = []): string[] =>
    planMounts({ roots: [root], home: "/root", path: "/usr/bin", identity: undefined, hidden, hiddenFiles: [] })
      .filter((mount) => mount.at.startsWith(home) || mount.show !== "empty")
      .map((mount) => `${mount.show} ${mount.at}`);
  expect(at(join(home, "some/code"))).toEqual([`empty ${home}`, `empty ${join(home, "some")}`, `read-only ${join(home, "some/code")}`]);
  expect(at(home, [tmpdir()])).toEqual([`read-only ${home}`]);
  expect(at("/usr/src/app")).toEqual([]);
});

verifies("sandbox.toolchains", "the harness's own folder stays hidden inside the workspace", async () => {
  await mkdir(join(home, "code/.fettle"), { recursive: true });
  await writeFile(join(home, "code/.fettle/log"), "log");
  await writeFile(join(home, "code/file"), "file");
  process.env["FETTLE_HOME"] = join(home, "code/.fettle");
  await using test = await makeRuntime("bubblewrap", { workspace: join(home, "code") });
  expect((await test.run("find . -type f")).output).toBe("./file\n");
});

verifies("sandbox.git", async () => {
  await writeFile(
    join(home, ".gitconfig"),
    '[user]\n\tname = "Ada \\"L\\" \\\\ é"\n\temail = ada@example.org\n[credential]\n\thelper = store\n[http]\n\textraHeader = secret\n',
  );
  await writeFile(join(home, ".git-credentials"), "https://ada:secret@example.org");
  await using test = await makeRuntime("bubblewrap");
  await chmod(test.workspace, 0o777);
  if (isRoot) await chown(test.workspace, nobody.uid, nobody.gid);

  const script = "git init -q -b main . && touch file && git add file && git commit -q -m first && git log --format='%an <%ae> %cn'";
  expect(await test.run(script)).toEqual({
    exitCode: 0,
    signal: null,
    output: 'Ada "L" \\ é <ada@example.org> Ada "L" \\ é\n',
  });
  expect((await test.run("git config --global --list; ls -A ~; touch ~/x && git config --global a.b c && git config a.b")).output).toBe(
    'safe.directory=*\nuser.name=Ada "L" \\ é\nuser.email=ada@example.org\nc\n',
  );
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
      await using test = await makeRuntime("bubblewrap", { workspace });
      const result = await test.run("id -u; cat file; echo new > file; touch made; git init -q . && git status --short");
      expect(result).toEqual({ exitCode: 0, signal: null, output: "65534\nold?? file\n?? made\n" });
    }
    for (const name of ["file", "made"]) expect(await stat(join(workspace, name))).toMatchObject(nobody);
    await rm(folder, { recursive: true });
  });
}

const runBoxed = (script: string): string => runAsOrdinaryUser(`import { makeRuntime } from "./runtimes.ts";\n${script}`, ["runtimes.ts"]);

if (canRunAsOrdinaryUser) {
  verifies("sandbox.ordinary-user", async () => {
    const output = runBoxed(`
      await using test = await makeRuntime("bubblewrap");
      const script = "touch made; touch /etc/x; ls -A /home /root /run/fettle; unshare -Ur true; cat /etc/shadow; (: >> /proc/sys/kernel/core_pattern); (exec 3<>/dev/tcp/1.1.1.1/53); id -u; exit 3";
      const view = test.layers();
      const { exitCode, output } = await test.run(script, { view });
      console.log(exitCode, output.replaceAll(test.workspace, ""));
      const { readdirSync } = await import("node:fs");
      console.log(readdirSync(test.workspace).length, readdirSync(view.layers[0].upper).join());
    `);
    const lines = output.split("\n").filter((line) => line !== "" && !/^\/(home|root|run\/fettle):$/.test(line));
    expect(lines).toEqual([
      expect.stringMatching(/^3 touch: .*Read-only file system$/),
      expect.stringMatching(/^unshare: .*Operation not permitted$/),
      expect.stringMatching(/^cat: \/etc\/shadow: Permission denied$/),
      expect.stringMatching(/core_pattern: (Permission denied|Read-only file system)$/),
      expect.stringMatching(/Network is unreachable$/),
      expect.stringMatching(/dev\/tcp.*$/),
      isRoot ? "65534" : String(process.getuid?.()),
      "0 made",
    ]);
  });

  verifies("sandbox.limits", "fork bomb of an ordinary user", async () => {
    const output = runBoxed(`
      await using test = await makeRuntime("bubblewrap", { limits: { memoryBytes: 0, processes: 64 } });
      const refused = new AbortController();
      await test.run("bomb() { bomb | bomb & }; bomb; sleep 1000", {
        timeoutMs: 60_000,
        signal: refused.signal,
        onOutput: (chunk) => void (chunk.includes("Resource temporarily unavailable") && refused.abort()),
      });
      console.log(refused.signal.aborted);
      console.log(JSON.stringify(await test.run("ps -e -o comm= | sort | uniq -c | sort -n | tail -1; echo alive")));
    `);
    expect(output).toMatch(/^true\n\{"exitCode":0,"signal":null,"output":" +\d \S+\\nalive\\n"\}\n$/);
  });
}

verifies("sandbox.git", "a user without an identity", async () => {
  await using test = await makeRuntime("bubblewrap");
  expect((await test.run("git config user.name; echo $?")).output).toBe("1\n");
  expect(await readFile("/etc/passwd", "utf8")).toContain("root");
});
