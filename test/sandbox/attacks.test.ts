/** What a confined command must not do. Each attack is shown to succeed without confinement. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { findProcesses } from "./processes.ts";
import { makeRuntime, type Runtime } from "./runtimes.ts";
import { verifies } from "../verifies.ts";

const isRoot = process.getuid?.() === 0;

/** The same attack in a confining box and in none; `attack` tells whether it succeeded. */
async function expectConfined(attack: (test: Runtime) => Promise<boolean>): Promise<void> {
  const succeeded = async (name: string): Promise<boolean> => {
    await using test = await makeRuntime(name);
    return await attack(test);
  };
  expect({ bubblewrap: await succeeded("bubblewrap"), none: await succeeded("none") }).toEqual({ bubblewrap: false, none: true });
}

const prints = (script: string, word: string) => async (test: Runtime) => (await test.run(script)).output.includes(word);

async function makeFolder(parent: string): Promise<{ path: string } & AsyncDisposable> {
  await mkdir(parent, { recursive: true });
  const path = await realpath(await mkdtemp(join(parent, "fettle-outside-")));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Somewhere that no mask covers. */
const ordinaryFolder = resolve(import.meta.dirname, "../../node_modules/.cache");

verifies("sandbox.confined-write", "B43: by every road", async () => {
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
      await expectConfined(async ({ run }) => {
        await run(road(outside.path));
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

verifies("sandbox.confined-network", "B45: by port and by abstract name", async () => {
  const abstract = `\0fettle-${randomBytes(8).toString("hex")}`;
  await using tcp = await listen(0);
  await using local = await listen(abstract);
  expect(local.listening).toBe(true);
  const { port } = tcp.address() as { port: number };
  const connect = `require("node:net").connect({ path: ${JSON.stringify(abstract)} }).on("data", (data) => console.log(String(data))).on("error", () => {})`;
  await expectConfined(prints(`cat < /dev/tcp/127.0.0.1/${port}`, "reached"));
  await expectConfined(async ({ run }) => (await run([process.execPath, "-e", connect])).output.includes("reached"));
});

verifies("sandbox.confined-processes", async () => {
  const secret = randomBytes(8).toString("hex");
  const victim = (): ReturnType<typeof spawn> => spawn("sleep", ["1000"], { env: { ...process.env, SECRET: secret }, stdio: "ignore" });

  const read = victim();
  await expectConfined(prints(`cat /proc/[0-9]*/environ | tr '\\0' '\\n'`, secret));
  read.kill();

  await expectConfined(async ({ run }) => {
    const killed = victim();
    const ended = once(killed, "exit");
    await run(`kill -KILL ${killed.pid}`);
    const alive = findProcesses("sleep\u00001000").includes(killed.pid ?? 0) && killed.exitCode === null;
    killed.kill();
    const [, signal] = (await ended) as [unknown, string];
    expect(["SIGKILL", "SIGTERM"]).toContain(signal);
    return signal === "SIGKILL" || !alive;
  });
});

verifies("sandbox.confined-privileges", "B44: namespaces, mounts and capabilities", async () => {
  await expectConfined(prints("unshare --user --map-root-user echo unshared", "unshared"));
  await expectConfined(prints("unshare --user --map-root-user --mount sh -c 'mount -t tmpfs none /mnt && echo mounted'", "mounted"));
  await expectConfined(async (test) => {
    const { output } = await test.run("grep -E '^(NoNewPrivs|CapBnd)' /proc/self/status");
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
  await using test = await makeRuntime("bubblewrap");
  // What it may say of its own end it could as well bring about; here the last word is true.
  const forger = "for file in /proc/[0-9]*/fd/*; do echo '[1]+ 7 Done x' > $file; done 2>/dev/null; exit 3";
  const other = test.run("sleep 0.3; exit 4");
  expect(await test.run(forger)).toMatchObject({ exitCode: 3 });
  expect(await other).toEqual({ exitCode: 4, signal: null, output: "" });
});

verifies("sandbox.confined-supervisor", "the harness's folders, pipes and variables are out of sight", async () => {
  process.env["FETTLE_TEST_SECRET"] = "canary-of-the-harness";
  await using test = await makeRuntime("bubblewrap");
  const script = `ls -A ../state ../store /run/fettle; cat /proc/[0-9]*/environ; echo; ls /proc | grep -c '^[0-9]*$'; readlink /proc/1/exe`;
  const { output } = await test.run(script);
  delete process.env["FETTLE_TEST_SECRET"];
  expect(output).not.toContain("canary-of-the-harness");
  expect(output).not.toContain("layers");
  expect(output).toMatch(/^[2-6]\n\/usr\/bin\/bash$/m);
});

/** Starts a process that leaves its group and has `mark` in its arguments, and waits until it has. */
const daemonize = (mark: string, setsid = "setsid"): string =>
  `[[ -p up ]] || mkfifo up; ${setsid} sh -c 'echo > up; sleep ${mark}' >/dev/null 2>&1 & read < up`;

verifies("sandbox.strays", "B53: by setsid and without an environment", async () => {
  const mark = `303.${randomBytes(6).readUIntBE(0, 6)}`;
  await expectConfined(async ({ run }) => {
    await run(`${daemonize(mark)}; ${daemonize(mark, "(env -i setsid")})`);
    const survivors = findProcesses(mark);
    for (const pid of survivors) process.kill(pid, "SIGKILL");
    return survivors.length > 0;
  });
});

verifies("sandbox.strays", "B53: a job keeps its own", async () => {
  const mark = `304.${randomBytes(6).readUIntBE(0, 6)}`;
  const ofJob = `${mark}1`;
  await using test = await makeRuntime("bubblewrap");
  const { id } = await test.jobs.start(`(${daemonize(ofJob)}); echo started; sleep 1000`, {});
  expect(await test.jobs.waitFor(id, /started/, 60_000)).toBe(true);
  await test.run(daemonize(`${mark}2`));
  expect([findProcesses(ofJob).length > 0, findProcesses(`${mark}2`)]).toEqual([true, []]);
  await test.jobs.stop(id);
  expect(findProcesses(mark)).toEqual([]);
});

verifies("sandbox.transaction-read-only", "commands", async () => {
  await using test = await makeRuntime("bubblewrap");
  const write = async (kind: "direct" | "read-only"): Promise<number | null> =>
    (await test.run("echo x > file", { view: { kind } })).exitCode;
  expect([await write("read-only"), await write("direct")]).toEqual([1, 0]);
});

verifies("sandbox.confined-write", "B55: planted in a shared folder for another box", async () => {
  await using one = await makeRuntime("bubblewrap");
  await using two = await makeRuntime("bubblewrap");
  const place = "/tmp /var/tmp /dev/shm /run";
  await one.run(`for folder in ${place}; do echo x > $folder/planted; done`);
  expect((await two.run(`ls ${place} | grep planted`)).output).toBe("");
  expect((await one.run(`ls ${place} | grep -c planted`)).output).toBe("4\n");
  await chmod(one.workspace, 0o700);
});
