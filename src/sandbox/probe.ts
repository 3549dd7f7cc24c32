import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toErrorFacts } from "../contract/error.ts";
import type { Backend, BackendOptions, Probe, ProbeOptions, View } from "../contract/backend.ts";

const DEADLINE_MS = 20_000;

type OpenBackend = (options: BackendOptions) => Promise<Backend>;

/** Runs commands in a real box and tries to break out of it: nothing less shows what a machine can do. A confining backend is available when no attempt succeeds. */
export async function probeSandbox(open: OpenBackend, { folder = tmpdir() }: ProbeOptions = {}): Promise<Probe> {
  const place = await realpath(await mkdtemp(join(folder, "fettle-probe-")));
  const findings: string[] = [];
  const failures: string[] = [];
  const note = (ok: boolean, good: string, bad: string): void => void (ok ? findings : failures).push(ok ? good : bad);
  let backend: Backend | undefined;
  try {
    const [workspace, store] = [join(place, "workspace"), join(place, "store")];
    for (const path of [workspace, store, join(place, "outside")]) mkdirSync(path, { mode: 0o755 });
    backend = await open({
      workspace,
      roots: [workspace],
      stores: [store],
      stateDir: join(place, "state"),
      readOnly: false,
      passEnv: [],
      limits: { memoryBytes: 0, processes: 0 },
      home: join(place, "home"),
      undoBytes: 0,
      maxDeletions: 0,
    });
    const run = runIn(backend, workspace);
    note(
      (await run("echo probe > file", { kind: "direct" })) === 0 && existsSync(join(workspace, "file")),
      "a command ran and wrote to its workspace",
      "a command could not write to its workspace",
    );
    if (backend.traits.confined) {
      for (const { attempt, outcome, succeeded } of canaries(place)) note(!(await succeeded(run)), outcome, `a command could ${attempt}`);
    }
    if (backend.layers)
      note(
        await tryLayers(run, { workspace, store }),
        "changes are kept in a private layer",
        "no private layers here: what commands change is found by comparison",
      );
    return { available: failures.every((line) => line.startsWith("no private layers")), findings: [...findings, ...failures] };
  } catch (error) {
    const { message, hint } = toErrorFacts(error);
    return { available: false, findings: [...findings, ...failures, message], ...(hint === undefined ? {} : { hint }) };
  } finally {
    await backend?.close();
    await rm(place, { recursive: true, force: true });
  }
}

type Run = (script: string, view: View) => Promise<number | undefined>;

function runIn(backend: Backend, cwd: string): Run {
  return async (script, view) => {
    const process = await backend.launch({
      what: { script },
      cwd,
      env: {},
      stdin: undefined,
      limits: { memoryBytes: 0, processes: 0 },
      view,
    });
    process.output.resume();
    const timer = setTimeout(() => process.kill("SIGKILL"), DEADLINE_MS);
    const ending = await process.ended;
    clearTimeout(timer);
    process.release();
    return ending.how === "exit" ? ending.code : undefined;
  };
}

interface Canary {
  /** After "could". */
  attempt: string;
  outcome: string;
  succeeded(run: Run): Promise<boolean>;
}

const direct: View = { kind: "direct" };

function canaries(place: string): Canary[] {
  const exitsWith0 = (script: string) => async (run: Run) => (await run(script, direct)) === 0;
  return [
    {
      attempt: "write outside of its workspace",
      outcome: "it could not write outside",
      succeeded: async (run) => {
        await run("echo x > ../outside/file; echo x > /usr/fettle-probe", direct);
        return existsSync(join(place, "outside/file")) || existsSync("/usr/fettle-probe");
      },
    },
    {
      attempt: "reach the network",
      outcome: "it could not reach the network",
      succeeded: async (run) => {
        const server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
        await once(server, "listening");
        const { port } = server.address() as { port: number };
        const reached = await run(`exec 3<>/dev/tcp/127.0.0.1/${port}`, direct);
        server.close();
        return reached === 0;
      },
    },
    {
      attempt: "see other processes",
      outcome: "it could not see other processes",
      succeeded: async (run) => {
        const other = spawn("sleep", ["60"], { stdio: "ignore" });
        const number = String(other.pid);
        const start = (await readFile(`/proc/${number}/stat`, "utf8")).trim().split(" ")[21];
        const seen = await run(`[[ -e /proc/${number}/stat ]] && grep -q ' ${start} ' /proc/${number}/stat`, direct);
        other.kill("SIGKILL");
        return seen === 0;
      },
    },
    { attempt: "mount", outcome: "it could not mount", succeeded: exitsWith0("mount -t tmpfs none /mnt || unshare -Urm true") },
    {
      attempt: "write settings of the kernel",
      outcome: "it could not change the kernel's settings",
      succeeded: exitsWith0("( : >> /proc/sys/kernel/core_pattern )"),
    },
  ];
}

async function tryLayers(run: Run, { workspace, store }: { workspace: string; store: string }): Promise<boolean> {
  const [upper, work] = [join(store, "upper"), join(store, "work")];
  for (const path of [upper, work]) mkdirSync(path);
  const code = await run("echo layered > layered", { kind: "layers", layers: [{ root: workspace, upper, work }] }).catch(() => undefined);
  return code === 0 && existsSync(join(upper, "layered")) && !existsSync(join(workspace, "layered"));
}
