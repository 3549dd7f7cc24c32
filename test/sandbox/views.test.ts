/** What a command of the bubblewrap backend sees, and what becomes of what it writes. */
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import bubblewrap from "../../src/sandbox/backends/bubblewrap.ts";
import { boxEnvironment } from "../../src/sandbox/environment.ts";
import { findProgram } from "../../src/lib/program.ts";
import { findPower } from "../../src/sandbox/power.ts";
import { unreadablePlaces } from "../../src/sandbox/private-places.ts";
import { makeRuntime } from "./runtimes.ts";
import { verifies } from "../verifies.ts";

const isRoot = process.getuid?.() === 0;
const powerful = findPower() === "root";

verifies("sandbox.layers", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "fettle-roots-")));
  const roots = [join(folder, "one"), join(folder, "two/deep")];
  await using test = await makeRuntime("bubblewrap", { workspace: roots[0]!, roots });
  for (const root of roots) {
    mkdirSync(join(root, "kept"));
    writeFileSync(join(root, "kept/file"), "old");
    writeFileSync(join(root, "gone"), "old");
  }
  const view = test.layers();
  const started = await test.launch({
    what: {
      script: `for root in ${roots.join(" ")}; do cd $root; rm gone; echo new > kept/file; mkdir made; rm -r kept; mkdir kept; done; cat /dev/stdin; exit 5`,
    },
    stdin: "in",
    view,
  });
  started.output.resume();
  expect(await started.ended).toEqual({ how: "exit", code: 5 });
  for (const [index, root] of roots.entries()) {
    expect([readdirSync(root).sort(), readFileSync(join(root, "kept/file"), "utf8")]).toEqual([["gone", "kept"], "old"]);
    const upper = view.layers[index]!.upper;
    expect(readdirSync(upper).sort()).toEqual(["gone", "kept", "made"]);
    expect(lstatSync(join(upper, "gone"))).toMatchObject({ rdev: 0 });
    const merged = started.merged(root)!;
    expect([readdirSync(merged).sort(), readdirSync(join(merged, "kept"))]).toEqual([["kept", "made"], []]);
  }
  expect(started.merged("/elsewhere")).toBeUndefined();
  started.release();
  expect(started.merged(roots[0]!)).toBeUndefined();
  // The next command has nothing of that.
  expect((await test.run("ls", { view: test.layers() })).output).toBe("gone\nkept\n");
  await rm(folder, { recursive: true });
});

if (powerful) {
  verifies("sandbox.layers-owners", async () => {
    await using test = await makeRuntime("bubblewrap");
    mkdirSync(join(test.workspace, "folder"));
    writeFileSync(join(test.workspace, "folder/theirs"), "old");
    chmodSync(join(test.workspace, "folder/theirs"), 0o666);
    chownSync(join(test.workspace, "folder/theirs"), 1234, 4321);
    const view = test.layers();
    // Exactly rename(2), which `mv` would make up for.
    const script = `chmod 666 folder/theirs 2>/dev/null; python3 -c 'import os; os.rename("folder", "renamed")' && echo more >> renamed/theirs; cat renamed/theirs`;
    expect(await test.run(script, { view })).toEqual({ exitCode: 0, signal: null, output: "oldmore\n" });
    expect(statSync(join(view.layers[0]!.upper, "renamed/theirs"))).toMatchObject({ uid: 1234, gid: 4321 });
  });
}

verifies("sandbox.odd-names", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "fettle-odd-")));
  const names = [`a, b:c\\d "e" 'f' $(g)\n\`h\` é 漢;&|*`, "-o", " ", "--", "lowerdir=x,upperdir=y"];
  for (const name of names) {
    const workspace = join(folder, name);
    await using test = await makeRuntime("bubblewrap", { workspace });
    writeFileSync(join(workspace, "file"), "old");
    const view = test.layers();
    expect(await test.run("echo new > file; cat file", { view })).toEqual({ exitCode: 0, signal: null, output: "new\n" });
    expect([readFileSync(join(workspace, "file"), "utf8"), readdirSync(view.layers[0]!.upper)]).toEqual(["old", ["file"]]);
    expect(await test.run("cat file")).toMatchObject({ output: "old" });
    expect(await test.run("touch x", { view: { kind: "read-only" } })).toMatchObject({ exitCode: 1 });
  }
  await rm(folder, { recursive: true });
});

verifies("sandbox.covered", async () => {
  const workspace = await realpath(await mkdtemp(join(tmpdir(), "fettle-covered-")));
  const store = join(workspace, ".fettle/undo");
  mkdirSync(store, { recursive: true });
  writeFileSync(join(store, "old"), "content");
  await using test = await makeRuntime("bubblewrap", { workspace, stores: [store] });
  const attack = `ls -A .fettle/undo; mv .fettle away; rm -rf .fettle; mv .fettle/undo away; touch .fettle/undo/x .fettle/settings; ls -A .fettle`;
  for (const view of [test.layers(), { kind: "direct" }, { kind: "read-only" }] as const) {
    const { output } = await test.run(attack, { view });
    expect(output).not.toContain("old");
    // What `mv` made up for is the empty folder that it saw.
    expect([existsSync(join(workspace, "away/old")), readFileSync(join(store, "old"), "utf8")]).toEqual([false, "content"]);
    expect(existsSync(join(workspace, ".fettle/settings"))).toBe(view.kind === "direct");
    await rm(join(workspace, ".fettle/settings"), { force: true });
  }
  await rm(workspace, { recursive: true });
});

verifies("sandbox.pinned", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "fettle-pinned-")));
  const workspace = join(folder, "a/b/workspace");
  await using test = await makeRuntime("bubblewrap", { workspace });
  const [name] = folder.split("/").slice(-1);
  const attacks = [
    `cd /tmp && mv ${name} moved && mkdir -p ${workspace}`,
    `cd ${folder} && mv a moved && mkdir -p ${workspace}`,
    `cd ${folder}/a && mv b moved && ln -s /etc b`,
    `rm -rf ${folder} 2>/dev/null; mkdir -p ${workspace} && false`,
    `mv /run/fettle /run/moved`,
  ];
  for (const attack of attacks) {
    expect(await test.run(attack, { view: test.layers() })).toMatchObject({ exitCode: 1 });
  }
  const view = test.layers();
  await test.run("touch through", { view });
  expect([readdirSync(workspace), readdirSync(view.layers[0]!.upper)]).toEqual([[], ["through"]]);
  await rm(folder, { recursive: true });
});

if (isRoot) {
  verifies("sandbox.private-files", async () => {
    await using open = await makeRuntime("none");
    await using test = await makeRuntime("bubblewrap");
    const script = "cat /etc/shadow /etc/gshadow; ls -A /etc/ssl/private /lost+found";
    expect((await open.run(script)).output).toContain("root:");
    expect((await test.run(script)).output).not.toMatch(/root:|^[^:]+$(?<!:)/m);
    // What everybody may read is there.
    expect((await test.run("cat /etc/passwd")).output).toContain("root:");
  });

  verifies("sandbox.private-files", "one that a box has hidden and that is gone when the next one begins", async () => {
    const folder = mkdtempSync("/opt/fettle-private-");
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, "key"), "hidden\n", { mode: 0o600 });
    const read = async (name: string) => {
      await using test = await makeRuntime(name);
      return (await test.run(`cat ${folder}/key 2>&1`)).output.replace(/^cat: .*: /, "");
    };
    // Nothing is remembered of it yet, whatever began before.
    await unreadablePlaces(findProgram("find", "/nowhere") ?? "", { anew: true });
    const seen = [await read("none"), await read("bubblewrap")];
    rmSync(folder, { recursive: true });

    expect([...seen, await read("bubblewrap")]).toEqual(["hidden\n", "Permission denied\n", "No such file or directory\n"]);
  });
}

verifies("sandbox.sockets", async () => {
  // A place that no mask covers.
  const folder = await realpath(await mkdtemp(join(resolve(import.meta.dirname, "../../node_modules"), ".fettle-sockets-")));
  const path = join(folder, "service.sock");
  const server = createServer((socket) => socket.end("reached\n")).listen(path);
  await once(server, "listening");
  const connect = `require("node:net").connect(${JSON.stringify(path)}).on("data", (data) => console.log(String(data))).on("error", (error) => console.log(error.code))`;
  const reach = async (name: string): Promise<string> => {
    await using test = await makeRuntime(name);
    return (await test.run([process.execPath, "-e", connect])).output.trim();
  };
  expect([await reach("bubblewrap"), await reach("none")]).toEqual([expect.stringMatching(/^E[A-Z]+$/), "reached"]);
  server.close();
  await rm(folder, { recursive: true });
});

verifies("sandbox.never-pass", () => {
  const env = { PATH: "/bin", OPENAI_API_KEY: "key", AWS_SECRET: "other", "BASH_FUNC_x%%": "() { evil; }", LC_ALL: "C" };
  const passEnv = ["OPENAI_API_KEY", "AWS_SECRET", "BASH_FUNC_x%%"];
  expect(Object.keys(boxEnvironment(env, { passEnv: [] })).filter((name) => name in env)).toEqual(["PATH", "LC_ALL"]);
  const passed = boxEnvironment(env, { passEnv, neverPass: ["OPENAI_API_KEY"] });
  expect(Object.keys(passed).filter((name) => name in env)).toEqual(["PATH", "AWS_SECRET", "LC_ALL"]);
});

verifies("sandbox.setup-fails", "B51: a mount fails", async () => {
  await using test = await makeRuntime("bubblewrap");
  const view = test.layers();
  await rm(view.layers[0]!.work, { recursive: true });
  await expect(test.run("echo ran > ran", { view })).rejects.toMatchObject({
    code: "sandbox.failed",
    message: expect.stringMatching(/^The command could not be put into its box, and has not run: mount: .+/) as string,
  });
  expect(readdirSync(test.workspace)).toEqual([]);
  await expect(
    test.run("true", { view: { kind: "layers", layers: [{ root: test.workspace, upper: "/etc", work: "/etc" }] } }),
  ).rejects.toThrow("/etc is no place for a layer of this box.");
  expect(await test.run("echo next")).toMatchObject({ output: "next\n" });
});

verifies("sandbox.file-size", async () => {
  await using test = await makeRuntime("bubblewrap");
  const { output } = await test.run("ulimit -f; truncate -s 100G huge; stat -c %s huge", { view: test.layers() });
  expect(output).toMatch(/^\d+\n/);
  expect(Number(output.split("\n")[0]) * 1024).toBeLessThanOrEqual(16 * 1024 ** 3);
  expect(output).not.toMatch(/^107374182400$/m);
  await using open = await makeRuntime("none");
  expect((await open.run("ulimit -f")).output).toBe("unlimited\n");
});

verifies("sandbox.private-folders", async () => {
  await using one = await makeRuntime("bubblewrap");
  await using two = await makeRuntime("bubblewrap");
  await one.run("for folder in /tmp /var/tmp /run ~ /dev/shm; do echo mine > $folder/mine; done", { view: one.layers() });
  const look = "cat /tmp/mine /var/tmp/mine /run/mine ~/mine /dev/shm/mine 2>/dev/null | grep -c mine";
  expect([(await one.run(look)).output, (await two.run(look)).output]).toEqual(["5\n", "0\n"]);
  const { output } = await one.run("df --output=size -B1 /tmp /var/tmp /run ~ /run/fettle | tail -n +2");
  const total = Number(/^MemTotal: +(\d+)/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1]) * 1024;
  const sizes = output.trim().split("\n").map(Number);
  expect(sizes.every((size) => size > 0 && size <= total / 3)).toBe(true);
  expect(existsSync(join(homedir(), "mine"))).toBe(false);
});

verifies("sandbox.descriptors", async () => {
  // As a harness has them that was started by something careless; spawn passes on what was open before.
  const script = `
    import { makeRuntime } from ${JSON.stringify(join(import.meta.dirname, "runtimes.ts"))};
    for (const name of ["bubblewrap", "none"]) {
      await using test = await makeRuntime(name);
      const listings = [await test.run(["ls", "/proc/self/fd"]), await test.run("ls /proc/self/fd"), await test.run("ls /proc/self/fd; : " + "x".repeat(200000), { stdin: "in" })];
      console.log(name, listings.map(({ output }) => output.split("\\n").join(" ")).join("| "));
    }`;
  const careless = openSync("/etc/hostname", "r");
  const harness = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "pipe", "inherit", "ignore", careless, careless, careless, careless, careless, careless, careless, careless],
  });
  closeSync(careless);
  let output = "";
  harness.stdout!.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await once(harness, "close");
  // The last number is the listed folder itself.
  expect(output).toBe("bubblewrap 0 1 2 3 | 0 1 2 3 | 0 1 2 3 \nnone 0 1 2 3 | 0 1 2 3 | 0 1 2 3 \n");
});

verifies("sandbox.filter-enforced", async () => {
  if (spawnSync("python3", ["--version"]).status !== 0 || process.arch !== "x64") return;
  const script = `
import ctypes, errno, socket, os
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *args):
    ctypes.set_errno(0)
    result = libc.syscall(*[ctypes.c_long(a) for a in args])
    print(name, "ok" if result >= 0 else errno.errorcode[ctypes.get_errno()])
call("io_uring", 425, 1, 0)
call("keyctl", 250, 0, -3, 0)
call("userfaultfd", 323, 0)
call("clone3", 435, 0, 0)
call("unshare", 272, 0x10000000)
call("tiocsti", 16, 0, 0x5412, 0)
call("tiocsti-high", 16, 0, 0x100005412, 0)
call("kcmp", 312, os.getpid(), os.getpid(), 0, 0, 1)
call("x32", 0x40000000 + 39)
call("getpid", 39)
for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, 17, 38, 40):
    try: socket.socket(family, socket.SOCK_DGRAM if family != 38 else 5); print(int(family), "ok")
    except OSError as error: print(int(family), errno.errorcode[error.errno])
`;
  const refused = [
    "io_uring EPERM",
    "keyctl EPERM",
    "userfaultfd EPERM",
    "clone3 ENOSYS",
    "unshare EPERM",
    "tiocsti EPERM",
    "tiocsti-high EPERM",
    "kcmp EPERM",
    "x32 EPERM",
  ];
  await using test = await makeRuntime("bubblewrap");
  const inside = (await test.run(["python3", "-c", script])).output.trim().split("\n");
  expect(inside).toEqual([...refused, "getpid ok", "1 ok", "2 ok", "10 ok", "17 EPERM", "38 EPERM", "40 EPERM"]);
  await using open = await makeRuntime("none");
  const outside = (await open.run(["python3", "-c", script])).output.trim().split("\n");
  expect(outside.filter((line) => refused.includes(line) && !/unshare|x32|io_uring|userfaultfd/.test(line))).toEqual([]);
});

verifies("sandbox.probe", "it says what was tried, and finds a hole", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "fettle-probe-test-")));
  expect(await bubblewrap.probe({ folder })).toMatchObject({
    available: true,
    findings: [
      "a command ran and wrote to its workspace",
      "it could not write outside of its workspace",
      "it could not read a file of the home",
      "it could not reach the network",
      "it could not end other processes",
      "it could not read other processes' variables",
      "it could not mount",
      "it could not change the kernel's settings",
      "changes are kept in a private layer",
    ],
  });
  expect(readdirSync(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});
