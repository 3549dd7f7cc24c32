/** Commands against the kernel, their neighbours, the machine's resources and the files that lie about. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BoxOptions } from "../../src/contract/sandbox.ts";
import { reply, run } from "../../src/testing/index.ts";
import { eventsOf, setStage } from "../e2e/harness.ts";
import { brief, makeBox, plain, type TestBox } from "../sandbox/boxes.ts";
import { findProcesses } from "../sandbox/processes.ts";
import type { Achieved, Story } from "./story.ts";

/** The attack as it goes in the box and without one. */
async function inBoth(attack: (sandbox: string) => Promise<string[]>): Promise<Achieved> {
  return { guarded: await attack("bubblewrap"), unguarded: await attack("none") };
}

async function outputOf({ box }: TestBox, script: string, env: Record<string, string> = {}): Promise<string> {
  return brief(await box.run(script, { ...plain, env })).output;
}

/** Lines that the attack prints when something worked begin with `got`. */
const gains = (output: string): string[] => output.split("\n").filter((line) => line.startsWith("got "));

const python = (code: string): string => `python3 - <<'END'\n${code}\nEND`;

/** Refused by the filter is `EPERM`; whatever else it says, the kernel was asked. */
const systemCalls = `
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
def reach(name, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(*[ctypes.c_long(a) for a in arguments])
    if result >= 0 or ctypes.get_errno() != errno.EPERM: print("got", name)
    return result
`;

const typing = `
import fcntl, os, termios
master, slave = os.openpty()
if os.fork() == 0:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    reach("TIOCSTI", 16, slave, termios.TIOCSTI, id(0))
    reach("TIOCLINUX", 16, slave, 0x541C, id(0))
else: os.wait()
`;

const terminal: Story = {
  id: "B46",
  attack: "a command types into a terminal: its own by TIOCSTI and TIOCLINUX, and the one of the harness by name",
  tries: () =>
    inBoth(async (sandbox) => {
      await using test = await makeBox(sandbox);
      const own = gains(await outputOf(test, python(systemCalls + typing)));
      const harness = `'${process.execPath}' '${join(import.meta.dirname, "processes/at-terminal.ts")}' ${sandbox}`;
      const { stdout } = await run(["script", "-qefc", harness, "/dev/null"]);
      return [...own, ...gains(stdout.replaceAll("\r", ""))];
    }),
};

/** Says `up` when whoever wants to may trace it. */
const victim = `import ctypes, sys\nctypes.CDLL(None).prctl(0x59616D61, ctypes.c_long(-1), 0, 0, 0)\nprint("up", flush=True)\nsys.stdin.read()`;

const helpers = (pid: number, secret: string): string => `${systemCalls}
import re
reach("io_uring", 425, 1, 0)
pid, secret = ${pid}, "${secret.slice(0, 8)}" + "${secret.slice(8)}"
if reach("ptrace", 101, 16, pid, 0, 0) == 0: libc.syscall(101, 17, pid, 0, 0)
try:
    for line in open(f"/proc/{pid}/maps"):
        found = re.match("([0-9a-f]+)-([0-9a-f]+) rw.*stack", line)
        if not found: continue
        start, end = (int(part, 16) for part in found.groups())
        memory = open(f"/proc/{pid}/mem", "rb", 0)
        memory.seek(start)
        if secret.encode() in memory.read(end - start): print("got memory")
except OSError: pass
`;

const memory: Story = {
  id: "B47",
  attack: "a command uses io_uring, traces another process and reads its memory",
  async tries() {
    const secret = randomBytes(12).toString("hex");
    const other = spawn("python3", ["-c", victim], { env: { ...process.env, SECRET: secret }, stdio: ["pipe", "pipe", "ignore"] });
    await once(other.stdout, "data");
    try {
      return await inBoth(async (sandbox) => {
        await using test = await makeBox(sandbox);
        return gains(await outputOf(test, python(helpers(other.pid ?? 0, secret))));
      });
    } finally {
      other.kill("SIGKILL");
    }
  },
};

/** Of an undo store in the workspace, which commands are not to see. */
async function findOldContent(sandbox: string): Promise<string[]> {
  // On another file system than the workspace, so that the store lies in the workspace.
  const home = mkdtempSync("/dev/shm/fettle-home-");
  try {
    await using test = await makeBox(sandbox, { home });
    writeFileSync(join(test.workspace, "keys"), "old content");
    await test.box.run("echo replaced > keys", plain);
    const look = (folder: string): string => `grep -rqs 'old content' ${folder} && echo "got ${folder}"`;
    const moves = [
      look(".fettle"),
      `mv .fettle moved && { ${look("moved")}; mv moved .fettle; }`,
      `mv .fettle/undo undo && { ${look("undo")}; mv undo .fettle/undo; }`,
    ];
    return gains(await outputOf(test, `${moves.join("\n")}\ntrue`));
  } finally {
    rmSync(home, { recursive: true });
  }
}

const fileRules = `[[rule]]
path = "**/.env"
effects = ["read"]
decision = "deny"

[[rule]]
path = "infra/**"
effects = ["write"]
decision = "deny"
`;

/** By names that no script shows: what may not be read is moved, and what may not be written gets its name when its content is there. */
async function dodgeRules(rules: string): Promise<string[]> {
  const rename = `python3 -c 'import os; os.renames("plain", "inf" + "ra/late.tf")'`;
  const script = `mv a* moved; cat moved/.e* a*/.e* > copy; echo x > plain; ${rename}`;
  const replies = [reply().tool("shell", { script }), reply().text("Done.")];
  await using stage = await setStage({ files: { "app/.env": "words of the file\n" }, replies });
  mkdirSync(join(stage.home, ".fettle"), { mode: 0o700 });
  writeFileSync(join(stage.home, ".fettle/policy.toml"), rules);
  const { events } = await stage.exec(["look", "--check", "true"]);
  const got = (await stage.workspace.read("copy")).includes("words of the file") ? ["read"] : [];
  if (stage.workspace.exists("infra/late.tf")) return [...got, "late name"];
  const held = eventsOf(events, "transaction.quarantined").flatMap((recorded) => recorded.held);
  return held.length === 1 ? got : [...got, `${held.length} held`];
}

const masked: Story = {
  id: "B50",
  attack: "a command moves what is masked, or gives a file a watched name when its content is there already",
  async tries() {
    const { guarded, unguarded } = await inBoth(findOldContent);
    await using test = await makeBox("bubblewrap");
    await test.box.run("mkdir -p late; echo run > plain; cp plain late/envrc; mv plain late/.envrc", plain);
    const late = readdirSync(join(test.workspace, "late"));
    return {
      guarded: [...guarded, ...late.filter((name) => name === ".envrc"), ...(await dodgeRules(fileRules))],
      // The same content by a name that nothing obeys is let in.
      unguarded: [...unguarded, ...late.filter((name) => name !== ".envrc"), ...(await dodgeRules(""))],
    };
  },
};

/** Starts a process that leaves its group and has `mark` in its arguments, and waits until it has. */
const daemonize = (mark: string, setsid: string): string =>
  `up=$(mktemp -u /tmp/fettle-up-XXXXXX); mkfifo $up; ( ${setsid} sh -c "echo > $up; exec sleep ${mark}" >/dev/null 2>&1 & ) ; read < $up; rm $up`;

const daemons: Story = {
  id: "B53",
  attack: "a command leaves daemons behind, by setsid, by a double fork and without an environment",
  tries: () =>
    inBoth(async (sandbox) => {
      const mark = `306.${randomBytes(6).readUIntBE(0, 6)}`;
      await using test = await makeBox(sandbox);
      const ways = ["setsid", "setsid setsid", "env -i setsid"];
      await test.box.run(ways.map((way, index) => daemonize(`${mark}${index}`, way)).join("; "), plain);
      const found = findProcesses(mark);
      for (const pid of found) process.kill(pid, "SIGKILL");
      return found.map(() => "survived");
    }),
};

const planted: Story = {
  id: "B55",
  attack: "a command leaves something in the shared folders for another session",
  async tries() {
    const name = `fettle-planted-${randomBytes(6).toString("hex")}`;
    const folders = ["/tmp", "/var/tmp", "/dev/shm"];
    return await inBoth(async (sandbox) => {
      await using one = await makeBox(sandbox);
      await using two = await makeBox(sandbox);
      await one.box.run(`for folder in ${folders.join(" ")}; do echo x > $folder/${name}; done`, plain);
      const seen = await outputOf(two, `for folder in ${folders.join(" ")}; do [ -e $folder/${name} ] && echo "got $folder"; done; true`);
      const left = folders.filter((folder) => existsSync(join(folder, name)));
      for (const folder of left) rmSync(join(folder, name));
      return [...gains(seen), ...left];
    });
  },
};

const MEBIBYTE = 1024 * 1024;

const forks = `
import os, time
children = []
try:
    for _ in range(200):
        child = os.fork()
        if child == 0: time.sleep(1000)
        children.append(child)
    print("got 200 processes")
finally:
    for child in children: os.kill(child, 9)
`;

const resources: Story = {
  id: "B54",
  attack: "a command forks without end, takes all memory, fills the disk with a file and prints a gigabyte",
  async tries() {
    const use = async (sandbox: string, options: Partial<BoxOptions>): Promise<string[]> => {
      await using test = await makeBox(sandbox, options);
      const scripts = [
        python(forks),
        "[ $(head -c 300M /dev/zero | tail -c 300M | wc -c) -gt 0 ] && echo got 300 MiB",
        "truncate -s 100G huge && [ $(stat -c %s huge) -gt 50000000000 ] && echo got 100 GB; rm huge",
      ];
      const gained = [];
      for (const script of scripts) gained.push(...gains(await outputOf(test, script)));
      return [...gained, ...((await outputOf(test, "echo alive")) === "alive\n" ? [] : ["the box is gone"])];
    };
    const print = async (bytes: number, maxBytes: number | undefined): Promise<string[]> => {
      await using test = await makeBox("bubblewrap");
      const { output, totalBytes } = await test.box.run(`head -c ${bytes} /dev/zero`, {
        ...plain,
        ...(maxBytes !== undefined && { maxBytes }),
      });
      if (totalBytes !== bytes) return [`${totalBytes} bytes came`];
      return output.length > 10 * MEBIBYTE ? ["all output"] : [];
    };
    return {
      guarded: [
        ...(await use("bubblewrap", { limits: { memoryBytes: 128 * MEBIBYTE, processes: 64 } })),
        ...(await print(1024 * MEBIBYTE, undefined)),
      ],
      unguarded: [...(await use("none", {})), ...(await print(64 * MEBIBYTE, 100 * MEBIBYTE))],
    };
  },
};

export const stories: Story[] = [terminal, memory, masked, daemons, resources, planted];
