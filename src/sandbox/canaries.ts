/** Attempts to get out of a box. Each is real: what it would reach is there, and is looked at from outside. */
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Attempt, View } from "../contract/backend.ts";

/** Exit code of a script; undefined when it was ended by a signal or not started. Default: the direct view. */
export type Run = (script: string, view?: View) => Promise<number | undefined>;

type Canary = (run: Run) => Promise<Attempt>;

/** A datagram that has not come by then was not sent. */
const DATAGRAM_MS = 200;

interface Words {
  what: string;
  /** After "it could not". */
  could: string;
  needed: boolean;
  /** What it means when it could. */
  danger: string;
}

/** `place` holds the workspace and the folder `outside`. */
export function canaries(place: string): Canary[] {
  const outside = join(place, "outside/file");
  return [
    forbidden(
      {
        what: "write outside",
        could: "write outside of its workspace",
        needed: true,
        danger: "commands can change what no undo brings back",
      },
      async (run) => {
        await run("echo x > ../outside/file; echo x > /usr/fettle-probe");
        const written = [outside, "/usr/fettle-probe"].filter((path) => existsSync(path));
        for (const path of written) rmSync(path);
        return written.length > 0;
      },
    ),
    forbidden(
      { what: "read the home", could: "read a file of the home", needed: true, danger: "keys and other projects can be read" },
      readHome,
    ),
    forbidden(
      { what: "network", could: "reach the network", needed: true, danger: "what is read can be sent away" },
      async (run) => (await reachListener(run)) || (await reachByDatagram(run)),
    ),
    forbidden(
      { what: "signals", could: "end other processes", needed: false, danger: "commands can end the user's other programs" },
      async (run) =>
        await withVictim({}, async (victim) => {
          await run(`kill -KILL ${victim.pid}`);
          return await isGone(victim);
        }),
    ),
    forbidden(
      {
        what: "other processes",
        could: "read other processes' variables",
        needed: true,
        danger: "keys in the variables of other programs can be read",
      },
      async (run) => {
        const secret = randomBytes(8).toString("hex");
        return await withVictim({ SECRET: secret }, async ({ pid }) => (await run(`grep -q ${secret} /proc/${pid}/environ`)) === 0);
      },
    ),
    forbidden(
      { what: "mounts", could: "mount", needed: true, danger: "commands can change what they see" },
      async (run) => (await run("mount -t tmpfs none /mnt || unshare -Urm true")) === 0,
    ),
    forbidden(
      {
        what: "kernel settings",
        could: "change the kernel's settings",
        needed: true,
        danger: "commands can have the kernel run programs of theirs",
      },
      async (run) => (await run("( : >> /proc/sys/kernel/core_pattern )")) === 0,
    ),
  ];
}

function forbidden({ what, could, needed, danger }: Words, succeeded: (run: Run) => Promise<boolean>): Canary {
  return async (run) => {
    const ok = !(await succeeded(run));
    return { what, ok, needed, means: ok ? `it could not ${could}` : `a command could ${could}: ${danger}` };
  };
}

/** In a home that cannot be written to nothing is read, as nothing was put there. */
async function readHome(run: Run): Promise<boolean> {
  let folder: string;
  try {
    folder = mkdtempSync(join(homedir(), ".fettle-canary-"));
  } catch {
    return false;
  }
  try {
    writeFileSync(join(folder, "key"), "");
    return (await run(`exec 3< '${join(folder, "key").replaceAll("'", String.raw`'\''`)}'`)) === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function reachListener(run: Run): Promise<boolean> {
  const server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const reached = await run(`exec 3<>/dev/tcp/127.0.0.1/${port}`);
  server.close();
  return reached === 0;
}

async function reachByDatagram(run: Run): Promise<boolean> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once("message", () => resolve(true));
  const code = await run(`echo x > /dev/udp/127.0.0.1/${socket.address().port}`);
  if (code !== 0) resolve(false);
  const timer = setTimeout(() => resolve(false), DATAGRAM_MS);
  const came = await promise;
  clearTimeout(timer);
  socket.close();
  return came;
}

async function withVictim(env: Record<string, string>, attack: (victim: ChildProcess) => Promise<boolean>): Promise<boolean> {
  const victim = spawn("sleep", ["60"], { stdio: "ignore", env: { ...process.env, ...env } });
  await once(victim, "spawn");
  try {
    return await attack(victim);
  } finally {
    victim.kill("SIGKILL");
  }
}

/** The signal was sent or not when the command has ended; what it does comes a moment later. */
async function isGone(victim: ChildProcess): Promise<boolean> {
  for (let turns = 0; turns < 5 && victim.signalCode === null; turns++) await new Promise((resolve) => setTimeout(resolve, 5));
  return victim.signalCode !== null;
}
