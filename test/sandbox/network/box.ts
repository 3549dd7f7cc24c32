/** A network namespace as a box has it, with the network opened to it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { type BoxNetwork, type BoxNetworkOptions, openBoxNetwork } from "../../../src/sandbox/network/open.ts";
import type { ConnectionRecord } from "../../../src/sandbox/network/record.ts";
import { run, type RunResult } from "../../../src/testing/index.ts";

const isRoot = process.getuid?.() === 0;
/** As a box of that user is entered. */
const flags = isRoot ? [] : ["-U", "--preserve-credentials"];
const ownNamespace = isRoot ? [] : ["--unshare-user", "--uid", "0", "--gid", "0", "--cap-add", "ALL"];

export interface NetworkBox extends AsyncDisposable {
  network: BoxNetwork;
  records: ConnectionRecord[];
  /** A folder for what commands write; also their home. */
  folder: string;
  /** In the namespace, with the variables that a box gives its commands. */
  run(script: string, env?: Readonly<Record<string, string>>): Promise<RunResult>;
  /** The same on the machine itself: what an attack comes to without a box. */
  runOutside(script: string): Promise<RunResult>;
}

export async function openNetworkBox(options: Partial<BoxNetworkOptions> = {}): Promise<NetworkBox> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "fettle-network-")));
  const certificates = { folder: join(folder, "certificates"), seenAs: join(folder, "certificates") };
  await mkdir(certificates.folder);
  const { holder, pid } = await startHolder();
  const records: ConnectionRecord[] = [];
  const env = {
    PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
    HOME: folder,
    LANG: "C.UTF-8",
    GIT_TERMINAL_PROMPT: "0",
  };
  const end = async () => {
    holder.kill("SIGKILL");
    await once(holder, "close");
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const network = await openBoxNetwork({
      holder: { pid, flags },
      workspace: folder,
      allow: [],
      write: [],
      tunnel: [],
      secrets: {},
      env: {},
      certificates,
      onConnection: (record) => records.push(record),
      ...options,
    });
    const nothing = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
    return {
      network,
      records,
      folder,
      run: (script, more) =>
        run(["nsenter", "-t", String(pid), ...flags, "-n", "--", "bash", "--norc", "-c", script], {
          cwd: folder,
          env: { ...nothing, ...env, ...network.env, ...more },
        }),
      runOutside: (script) => run(["bash", "--norc", "-c", script], { cwd: folder, env: { ...nothing, ...env } }),
      async [Symbol.asyncDispose]() {
        network.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function startHolder(): Promise<{ holder: ChildProcess; pid: number }> {
  const bare = ["--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--die-with-parent", "--json-status-fd", "3"];
  const argv = [
    "--unshare-net",
    "--unshare-ipc",
    "--unshare-uts",
    ...ownNamespace,
    ...bare,
    "--",
    "sh",
    "-c",
    "echo ready; exec sleep 600",
  ];
  const holder = spawn("bwrap", argv, { stdio: ["ignore", "pipe", "inherit", "pipe"] });
  const ready = once(holder.stdout as Readable, "data");
  let told = "";
  for await (const text of (holder.stdio[3] as Readable).setEncoding("utf8") as AsyncIterable<string>) {
    told += text;
    const [, pid] = /"child-pid": (\d+)\D/.exec(told) ?? [];
    if (pid === undefined) continue;
    await ready;
    return { holder, pid: Number(pid) };
  }
  throw new Error(`no box: ${told}`);
}
