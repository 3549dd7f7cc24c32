import { existsSync, mkdirSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toErrorFacts } from "../contract/error.ts";
import type { Attempt, Backend, BackendOptions, Probe, ProbeOptions, View } from "../contract/backend.ts";
import { canaries, type Run } from "./canaries.ts";

const DEADLINE_MS = 20_000;

type OpenBackend = (options: BackendOptions) => Promise<Backend>;

/** Runs commands in a real box and tries to break out of it: nothing less shows what a machine can do. A confining backend is available when no attempt succeeds that must not. */
export async function probeSandbox(open: OpenBackend, { folder = tmpdir() }: ProbeOptions = {}): Promise<Probe> {
  const place = await realpath(await mkdtemp(join(folder, "fettle-probe-")));
  const attempts: Attempt[] = [];
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
    const wrote = (await run("echo probe > file", { kind: "direct" })) === 0 && existsSync(join(workspace, "file"));
    attempts.push({
      what: "run",
      ok: wrote,
      needed: true,
      means: wrote ? "a command ran and wrote to its workspace" : "a command could not write to its workspace",
    });
    if (backend.traits.confined && wrote) for (const canary of canaries(place)) attempts.push(await canary(run));
    if (backend.layers) attempts.push(await tryLayers(run, { workspace, store }));
    const available = attempts.every(({ ok, needed }) => ok || !needed);
    return { available, findings: tell(attempts), attempts };
  } catch (error) {
    const { message, hint } = toErrorFacts(error);
    return { available: false, findings: [...tell(attempts), message], attempts, ...(hint === undefined ? {} : { hint }) };
  } finally {
    await backend?.close();
    await rm(place, { recursive: true, force: true });
  }
}

/** What went well comes first. */
function tell(attempts: readonly Attempt[]): string[] {
  return attempts.toSorted((a, b) => Number(b.ok) - Number(a.ok)).map(({ means }) => means);
}

function runIn(backend: Backend, cwd: string): Run {
  return async (script, view = { kind: "direct" }) => {
    const limits = { memoryBytes: 0, processes: 0 };
    const process = await backend.launch({ what: { script }, cwd, env: {}, stdin: undefined, limits, view });
    process.output.resume();
    const timer = setTimeout(() => process.kill("SIGKILL"), DEADLINE_MS);
    const ending = await process.ended;
    clearTimeout(timer);
    process.release();
    return ending.how === "exit" ? ending.code : undefined;
  };
}

async function tryLayers(run: Run, { workspace, store }: { workspace: string; store: string }): Promise<Attempt> {
  const [upper, work] = [join(store, "upper"), join(store, "work")];
  for (const path of [upper, work]) mkdirSync(path);
  const view: View = { kind: "layers", layers: [{ root: workspace, upper, work }] };
  const code = await run("echo layered > layered", view).catch(() => undefined);
  const ok = code === 0 && existsSync(join(upper, "layered")) && !existsSync(join(workspace, "layered"));
  const means = ok ? "changes are kept in a private layer" : "no private layers here: what commands change is found by comparison";
  return { what: "layers", ok, needed: false, means };
}
