/** What a confined command must not do. Each attack is shown to succeed without confinement. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { brief, makeBox, plain, type TestBox } from "./boxes.ts";
import { findProcesses } from "./processes.ts";
import { verifies } from "../verifies.ts";

const isRoot = process.getuid?.() === 0;

/** The same attack in a confining box and in none; `attack` tells whether it succeeded. */
async function expectConfined(attack: (test: TestBox) => Promise<boolean>): Promise<void> {
  const succeeded = async (name: string): Promise<boolean> => {
    await using test = await makeBox(name);
    return await attack(test);
  };
  expect({ bubblewrap: await succeeded("bubblewrap"), none: await succeeded("none") }).toEqual({ bubblewrap: false, none: true });
}

const prints = (script: string, word: string) => async (test: TestBox) => brief(await test.box.run(script, plain)).output.includes(word);

async function makeFolder(parent: string): Promise<{ path: string } & AsyncDisposable> {
  await mkdir(parent, { recursive: true });
  const path = await realpath(await mkdtemp(join(parent, "fettle-outside-")));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Somewhere that no mask covers. */
const ordinaryFolder = resolve(import.meta.dirname, "../../node_modules/.cache");

verifies("sandbox.confined-write", "by every road", async () => {
  for (const parent of [tmpdir(), ordinaryFolder]) {
    await using outside = await makeFolder(parent);
    const roads = [
      (path: string) => `echo x > ${path}/written`,
      (path: string) => `ln -s ${path} link; echo x > link/written`,
      (path: string) => `mkdir -p ${path}; cd ${path} && echo x > written`,
      (path: string) => `echo x > /proc/self/root${path}/written`,
      (path: string) => `cp /etc/hostname ${path}/written`,
    ];
    for (const road of roads) {
      await expectConfined(async ({ box }) => {
        await box.run(road(outside.path), plain);
        const written = (await readdir(outside.path)).includes("written");
        await rm(join(outside.path, "written"), { force: true });
        return written;
      });
    }
  }
});

verifies("sandbox.confined-write", "modes and times", async () => {
  await using outside = await makeFolder(ordinaryFolder);
  await expectConfined(prints(`chmod 700 ${outside.path} && touch ${outside.path} && echo changed`, "changed"));
});

verifies("sandbox.confined-read", async () => {
  await using home = await makeFolder(ordinaryFolder);
  const before = process.env["HOME"];
  process.env["HOME"] = home.path;
  process.env["FETTLE_HOME"] = join(home.path, "../", `fettle-home-${randomBytes(4).toString("hex")}`);
  try {
    const secret = randomBytes(8).toString("hex");
    await mkdir(join(home.path, ".ssh"));
    await writeFile(join(home.path, ".ssh/id"), secret);
    await mkdir(process.env["FETTLE_HOME"]);
    await writeFile(join(process.env["FETTLE_HOME"], "log"), secret);
    await expectConfined(prints(`cat ~/.ssh/id`, secret));
    await expectConfined(prints(`cat ${home.path}/.ssh/id`, secret));
    await expectConfined(prints(`cat ${process.env["FETTLE_HOME"]}/log`, secret));
    await expectConfined(async (test) => {
      await mkdir(join(test.folder, "state"));
      await writeFile(join(test.folder, "state/secret"), secret);
      return await prints("cat ../state/secret", secret)(test);
    });
  } finally {
    await rm(process.env["FETTLE_HOME"], { recursive: true, force: true });
    process.env["HOME"] = before;
    delete process.env["FETTLE_HOME"];
  }
});

async function listen(where: number | string): Promise<Server> {
  const server = createServer((socket) => socket.end("reached\n"));
  server.listen(typeof where === "number" ? { port: where, host: "127.0.0.1" } : { path: where });
  await once(server, "listening");
  return server;
}

verifies("sandbox.confined-network", async () => {
  const abstract = `\0fettle-${randomBytes(8).toString("hex")}`;
  await using tcp = await listen(0);
  await using local = await listen(abstract);
  expect(local.listening).toBe(true);
  const { port } = tcp.address() as { port: number };
  const connect = `require("node:net").connect({ path: ${JSON.stringify(abstract)} }).on("data", (data) => console.log(String(data))).on("error", () => {})`;
  await expectConfined(prints(`cat < /dev/tcp/127.0.0.1/${port}`, "reached"));
  await expectConfined(async ({ box }) => brief(await box.exec([process.execPath, "-e", connect], plain)).output.includes("reached"));
});

verifies("sandbox.confined-processes", async () => {
  const secret = randomBytes(8).toString("hex");
  const victim = (): ReturnType<typeof spawn> => spawn("sleep", ["1000"], { env: { ...process.env, SECRET: secret }, stdio: "ignore" });

  const read = victim();
  await expectConfined(prints(`cat /proc/[0-9]*/environ | tr '\\0' '\\n'`, secret));
  read.kill();

  await expectConfined(async ({ box }) => {
    const killed = victim();
    const ended = once(killed, "exit");
    await box.run(`kill -KILL ${killed.pid}`, plain);
    const alive = findProcesses("sleep\u00001000").includes(killed.pid ?? 0) && killed.exitCode === null;
    killed.kill();
    const [, signal] = (await ended) as [unknown, string];
    expect(["SIGKILL", "SIGTERM"]).toContain(signal);
    return signal === "SIGKILL" || !alive;
  });
});

verifies("sandbox.confined-privileges", async () => {
  await expectConfined(prints("unshare --user --map-root-user echo unshared", "unshared"));
  await expectConfined(prints("unshare --user --map-root-user --mount sh -c 'mount -t tmpfs none /mnt && echo mounted'", "mounted"));
  await expectConfined(async (test) => {
    const { output } = brief(await test.box.run("grep -E '^(NoNewPrivs|CapBnd)' /proc/self/status", plain));
    return !(output.includes("NoNewPrivs:\t1") && output.includes("CapBnd:\t0000000000000000"));
  });
});

if (isRoot) {
  verifies("sandbox.confined-privileges", "the settings of the kernel", async () => {
    // Opened for appending and closed again: that shows the permission and changes nothing.
    await expectConfined(prints("( : >> /proc/sys/kernel/core_pattern ) && echo opened", "opened"));
    await expectConfined(prints("( : >> /sys/kernel/mm/transparent_hugepage/enabled ) && echo opened", "opened"));
  });
}

verifies("sandbox.confined-supervisor", async () => {
  await expectConfined(async ({ box }) => {
    const forger = "for pid in /proc/[0-9]*; do echo 'ended 0' > $pid/fd/1; done 2>/dev/null; exit 3";
    // Only the command's own keeper is tried: without confinement everything on the machine could be reached.
    const own = await box.run(`echo 'ended 0' > /proc/$PPID/fd/1; exit 3`, plain);
    if (box.traits.confined) expect((await box.run(forger, plain)).exitCode).toBe(3);
    return own.exitCode === 0;
  });
});

verifies("sandbox.confined-supervisor", "the pipes cannot be found", async () => {
  await using test = await makeBox("bubblewrap");
  const script =
    "ls /run/fettle/meet; ls -l /proc/1/fd /proc/1/cwd /proc/$PPID/fd; cat /proc/1/environ /proc/1/mem; chmod 700 /run/fettle/meet /run/fettle/shell; cat /run/fettle/shell | head -c 4";
  const { output } = brief(await test.box.run(script, plain));
  expect(
    output
      .split("\n")
      .filter(
        (line) =>
          line !== "" && !/Permission denied|cannot open|Read-only file system|^total 0$|^\/proc\/\d+\/fd:$|^[ld][-rwx]{9}/.test(line),
      ),
  ).toEqual([]);
  expect(output).not.toMatch(/-> (pipe|socket|\/run)/);
  expect(output).not.toContain("ELF");
});

/** Starts a process that leaves its group and has `mark` in its arguments, and waits until it has. */
const daemonize = (mark: string, setsid = "setsid"): string =>
  `[[ -p up ]] || mkfifo up; ${setsid} sh -c 'echo > up; sleep ${mark}' >/dev/null 2>&1 & read < up`;

verifies("sandbox.strays", async () => {
  const mark = `303.${randomBytes(6).readUIntBE(0, 6)}`;
  await expectConfined(async ({ box }) => {
    await box.run(`${daemonize(mark)}; ${daemonize(mark, "(env -i setsid")})`, plain);
    const survivors = findProcesses(mark);
    for (const pid of survivors) process.kill(pid, "SIGKILL");
    return survivors.length > 0;
  });
});

verifies("sandbox.strays", "a job keeps its own", async () => {
  const mark = `304.${randomBytes(6).readUIntBE(0, 6)}`;
  const ofJob = `${mark}1`;
  await using test = await makeBox("bubblewrap");
  const { id } = await test.box.jobs.start(`(${daemonize(ofJob)}); echo started; sleep 1000`, {});
  expect(await test.box.jobs.waitFor(id, /started/, 60_000)).toBe(true);
  await test.box.run(daemonize(`${mark}2`), plain);
  expect([findProcesses(ofJob).length > 0, findProcesses(`${mark}2`)]).toEqual([true, []]);
  await test.box.jobs.stop(id);
  expect(findProcesses(mark)).toEqual([]);
});

verifies("sandbox.transaction-read-only", "commands", async () => {
  const writes = async (readOnly: boolean): Promise<boolean> => {
    await using test = await makeBox("bubblewrap", { readOnly });
    const { exitCode } = await test.box.run("echo x > file", plain);
    return exitCode === 0;
  };
  expect([await writes(true), await writes(false)]).toEqual([false, true]);
});

verifies("sandbox.confined-write", "planted in a shared folder for another box", async () => {
  await using one = await makeBox("bubblewrap");
  await using two = await makeBox("bubblewrap");
  const place = "/tmp /var/tmp /dev/shm /run";
  await one.box.run(`for folder in ${place}; do echo x > $folder/planted; done`, plain);
  expect(brief(await two.box.run(`ls ${place} | grep planted`, plain)).output).toBe("");
  expect(brief(await one.box.run(`ls ${place} | grep -c planted`, plain)).output).toBe("4\n");
  await chmod(one.workspace, 0o700);
});
