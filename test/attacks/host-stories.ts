/** Commands against the machine around their box: what is started at a login, files by roads of the kernel's own, mounts, sockets of services. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../../src/testing/index.ts";
import { brief, makeBox, plain } from "../sandbox/boxes.ts";
import type { Story } from "./story.ts";

/** Lines that an attack prints when something worked begin with `got`. */
const gains = (output: string): string[] => output.split("\n").filter((line) => line.startsWith("got "));

/** Somebody's home with a workspace in it; in the environment of this process for as long as it is used. */
async function withHome<T>(act: (home: string, workspace: string) => Promise<T>): Promise<T> {
  const before = process.env["HOME"];
  const home = realpathSync(mkdtempSync(join(tmpdir(), "fettle-person-")));
  process.env["HOME"] = home;
  try {
    return await act(home, join(home, "projects/mine"));
  } finally {
    process.env["HOME"] = before;
    rmSync(home, { recursive: true, force: true });
  }
}

async function outputIn(sandbox: string, workspace: string, script: string, passEnv: readonly string[] = []): Promise<string> {
  await using test = await makeBox(sandbox, { workspace, passEnv });
  return brief(await test.box.run(script, plain)).output;
}

/** Obeyed at a login, by the next shell, or by the next call of a program. */
const startedInHome = [
  ".bashrc",
  ".profile",
  ".zshenv",
  ".ssh/authorized_keys",
  ".ssh/config",
  ".gitconfig",
  ".config/git/config",
  ".config/systemd/user/x.service",
  ".config/autostart/x.desktop",
  ".local/bin/git",
];
const startedBySystem = ["/etc/cron.d", "/etc/profile.d", "/etc/systemd/system", "/var/spool/cron", "/usr/local/bin"].filter((folder) =>
  existsSync(folder),
);

const logins: Story = {
  id: "B37",
  attack: "a command writes what a login, a shell, a timer or the next call of a program starts, in the home and in the system",
  tries: () =>
    withHome(async (home, workspace) => {
      // By the name of the home, by its path, and from the workspace upwards.
      const roads = ["~", home, "../.."];
      const write = startedInHome.flatMap((path, index) => {
        const at = `${roads[index % roads.length]}/${path}`;
        return `mkdir -p ${dirname(at)}; echo x >> ${at}`;
      });
      const left = (): string[] => {
        const found = startedInHome.filter((path) => existsSync(join(home, path)));
        for (const path of found) rmSync(join(home, path));
        return found;
      };
      const name = `fettle-${randomBytes(6).toString("hex")}`;
      const system = startedBySystem.map((folder) => `(echo x > ${folder}/${name}) 2>/dev/null && echo got ${folder}`).join("\n");
      await outputIn("bubblewrap", workspace, write.join("\n"));
      const guarded = [...left(), ...gains(await outputIn("bubblewrap", workspace, `${system}\ntrue`))];
      guarded.push(...startedBySystem.filter((folder) => existsSync(join(folder, name))));
      await outputIn("none", workspace, write.join("\n"));
      // Folders of its own stand for those of the system, which no test writes to.
      const fence = startedBySystem.flatMap((folder) => ["--tmpfs", folder]);
      const { stdout } = await run(["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", ...fence, "bash", "-c", `${system}\ntrue`]);
      return { guarded, unguarded: [...left(), ...(gains(stdout).length === startedBySystem.length ? ["system"] : [])] };
    }),
};

/** Other names that the kernel has for the same file, and a loader that runs what could not be started. */
const roads = (secret: string, written: string): string => `
reach() { name=$1; shift; out=$("$@" 2>/dev/null) && [ "$out" = secret ] && echo "got $name"; }
reach self cat /proc/self/root${secret}
reach thread cat /proc/thread-self/root${secret}
reach shell cat /proc/$$/root${secret}
for pid in /proc/[0-9]*; do reach process cat $pid/root${secret}; done | sort -u
cd / && reach folder cat /proc/self/cwd${secret}
exec 9< / && reach descriptor cat /proc/self/fd/9${secret}
loader=$(ls /lib64/ld-linux-*.so.* /lib/ld-linux-*.so.* /lib/ld-musl-*.so.* 2>/dev/null | head -1)
reach loader $loader "$(command -v cat)" ${secret}
cp "$(command -v cat)" /tmp/copied.$$; chmod -x /tmp/copied.$$; reach copy $loader /tmp/copied.$$ ${secret}; rm -f /tmp/copied.$$
(echo x > /proc/self/root${written}/self) 2>/dev/null
(echo x > /proc/$$/root${written}/shell) 2>/dev/null
for pid in /proc/[0-9]*; do (echo x > $pid/root${written}/process) 2>/dev/null; done
$loader "$(command -v cp)" /etc/hostname ${written}/loader 2>/dev/null
true
`;

const names: Story = {
  id: "B43",
  attack: "a command reads and writes what is not shown by the roots of processes, by descriptors and through the loader",
  tries: () =>
    withHome(async (home, workspace) => {
      const [secret, written] = [join(home, "id"), join(home, "written")];
      const attack = async (sandbox: string): Promise<string[]> => {
        writeFileSync(secret, "secret");
        mkdirSync(written);
        const told = gains(await outputIn(sandbox, workspace, roads(secret, written)));
        const left = ["self", "shell", "process", "loader"].filter((name) => existsSync(join(written, name)));
        rmSync(written, { recursive: true });
        return [...told, ...left];
      };
      return { guarded: await attack("bubblewrap"), unguarded: await attack("none") };
    }),
};

/** Calls of the kernel that change what is mounted where, or make a new view of it. Refused is any error. */
const mounts = `
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
NEWNS, NEWUSER, NEWPID, NEWNET, BIND, REC, DETACH = 0x20000, 0x10000000, 0x20000000, 0x40000000, 4096, 16384, 2
def reach(name, result):
    if result >= 0: print("got", name, flush=True)
for name, flag in [("user", 0), ("mount", NEWNS), ("pid", NEWPID), ("net", NEWNET)]:
    if os.fork() == 0:
        reach("unshare " + name, libc.unshare(NEWUSER | flag))
        os._exit(0)
    os.wait()
os.makedirs("/tmp/at", exist_ok=True)
reach("mount", libc.mount(b"none", b"/tmp/at", b"tmpfs", ctypes.c_ulong(0), b""))
reach("bind", libc.mount(b"/", b"/tmp/at", b"", ctypes.c_ulong(BIND | REC), b""))
reach("umount", libc.umount2(b"/tmp/at", DETACH))
# These two have the same numbers everywhere.
reach("fsopen", libc.syscall(430, b"tmpfs", 0))
reach("open_tree", libc.syscall(428, -100, b"/", 1 | 0x8000))
reach("chroot", libc.chroot(b"/tmp/at"))
`;

const nesting = `
unshare -Ur true 2>/dev/null && echo got unshare
bwrap --ro-bind / / --dev /dev true 2>/dev/null && echo got bwrap
bwrap --bind / / --unshare-user --uid 0 true 2>/dev/null && echo got bwrap as root
`;

const pivot = `
mkdir -p /tmp/new; mount -t tmpfs none /tmp/new 2>/dev/null; mkdir -p /tmp/new/old
pivot_root /tmp/new /tmp/new/old 2>/dev/null && echo got pivot_root
true
`;

const views: Story = {
  id: "B44",
  attack: "a command makes namespaces, opens a box of its own, mounts, unmounts and changes its root",
  async tries() {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "fettle-views-")));
    try {
      const python = `python3 - <<'END'${mounts}END\n`;
      const guarded = gains(await outputIn("bubblewrap", join(folder, "workspace"), `${nesting}${python}${pivot}`));
      const unguarded = gains(await outputIn("none", join(folder, "workspace"), nesting));
      // In a view of its own, so that nothing of the machine's is mounted over.
      for (const script of [python, pivot]) unguarded.push(...gains((await run(["unshare", "-Urm", "bash", "-c", script])).stdout));
      return { guarded, unguarded };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

const connect = (names: readonly string[]): string => `python3 - <<'END'
import os, re, socket
def reach(name, path):
    one = socket.socket(socket.AF_UNIX)
    one.settimeout(20)
    try:
        one.connect(path)
        if one.recv(100): print("got", name)
    except OSError: pass
for name in [${names.map((name) => JSON.stringify(name)).join(", ")}]:
    value = os.environ.get(name, "")
    print("set", name, bool(value))
    reach(name, re.sub("^unix:(//|path=)", "", value))
reach("X11", os.environ.get("XSOCKET", ""))
reach("X11 abstract", "\\0" + os.environ.get("XSOCKET", ""))
END`;

const services: Story = {
  id: "B45",
  attack: "a command speaks to Docker, to the agent that holds keys, to the bus and to the screen, whose addresses it is given",
  async tries() {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "fettle-services-")));
    const socket = (name: string): string => join(folder, name);
    const env: Record<string, string> = {
      DOCKER_HOST: `unix://${socket("docker.sock")}`,
      SSH_AUTH_SOCK: socket("agent"),
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket("bus")}`,
      XSOCKET: socket("X7"),
    };
    const before = { ...process.env };
    const places = ["docker.sock", "agent", "bus", "X7"].map(socket);
    const servers = [...places, `\0${socket("X7")}`].map((path) =>
      createServer((client) => client.on("error", () => {}).end("x")).listen(path),
    );
    try {
      await Promise.all(servers.map((server) => once(server, "listening")));
      Object.assign(process.env, env);
      const script = connect(["DOCKER_HOST", "SSH_AUTH_SOCK", "DBUS_SESSION_BUS_ADDRESS"]);
      const attack = async (sandbox: string): Promise<string[]> => {
        const output = await outputIn(sandbox, socket("workspace"), script, Object.keys(env));
        return [...gains(output), ...(output.match(/^set \S+ True$/gm)?.length === 3 ? [] : ["the addresses were not known"])];
      };
      return { guarded: await attack("bubblewrap"), unguarded: await attack("none") };
    } finally {
      for (const server of servers) server.close();
      for (const name of Object.keys(env)) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      rmSync(folder, { recursive: true });
    }
  },
};

export const stories: Story[] = [logins, names, views, services];
