/** A backend by itself, without undo stores and gate. */
import { mkdirSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Backend, BackendOptions, Order, Process, View } from "../../src/contract/backend.ts";
import type { CommandOptions, CommandResult, Jobs } from "../../src/contract/sandbox.ts";
import { entries } from "../../src/sandbox/backends/index.gen.ts";
import { runCommand } from "../../src/sandbox/command.ts";
import { openJobs } from "../../src/sandbox/jobs.ts";

export interface Runtime extends AsyncDisposable {
  backend: Backend;
  workspace: string;
  /** Holds workspace, state and store; writable for the harness, not for the box. */
  folder: string;
  store: string;
  jobs: Jobs;
  /** On the direct view, unless another one is given. */
  run(what: string | readonly string[], options?: Partial<CommandOptions> & { view?: View }): Promise<Brief>;
  launch(order: Partial<Order> & Pick<Order, "what">): Promise<Process>;
  /** Fresh folders for a layer over each root. */
  layers(): View & { kind: "layers" };
}

const direct: View = { kind: "direct" };

export interface Brief {
  exitCode: number | null;
  signal: string | null;
  output: string;
}

export async function makeRuntime(name: string, options: Partial<BackendOptions> = {}, parent = tmpdir()): Promise<Runtime> {
  const folder = await realpath(await mkdtemp(join(parent, "fettle-runtime-")));
  const workspace = options.workspace ?? join(folder, "workspace");
  const roots = options.roots ?? [workspace];
  const store = join(folder, "store");
  for (const path of [...roots, store]) mkdirSync(path, { recursive: true });
  const limits = options.limits ?? { memoryBytes: 0, processes: 0 };
  const { default: sandbox } = await entries.find((entry) => entry.name === name)!.load();
  const backend = await sandbox.backend({
    workspace,
    home: join(folder, "home"),
    stateDir: join(folder, "state"),
    readOnly: false,
    passEnv: [],
    limits,
    undoBytes: 0,
    maxDeletions: 0,
    roots,
    stores: [store],
    ...options,
  });
  const launch: Runtime["launch"] = (order) =>
    backend.launch({ cwd: workspace, env: {}, stdin: undefined, limits, view: { kind: "direct" }, ...order });
  let layers = 0;
  return {
    backend,
    workspace,
    folder,
    store,
    launch,
    jobs: openJobs((script) => launch({ what: { script } })),
    async run(what, { view = direct, ...command } = {}) {
      const order: Partial<Order> & Pick<Order, "what"> = {
        what: typeof what === "string" ? { script: what } : { argv: what },
        view,
        env: command.env ?? {},
        stdin: command.stdin,
      };
      let process: Process | undefined;
      const result = await runCommand(async () => (process = await launch(order)), { timeoutMs: 0, ...command });
      process?.release();
      return toBrief(result);
    },
    layers() {
      const layerOf = (root: string): { root: string; upper: string; work: string } => {
        const place = join(options.stores?.[roots.indexOf(root)] ?? options.stores?.[0] ?? store, "layers", String(++layers));
        for (const part of ["upper", "work"]) mkdirSync(join(place, part), { recursive: true });
        return { root, upper: join(place, "upper"), work: join(place, "work") };
      };
      return { kind: "layers", layers: roots.map(layerOf) };
    },
    async [Symbol.asyncDispose]() {
      await backend.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function toBrief({ exitCode, signal, output }: CommandResult): Brief {
  return { exitCode, signal, output: output.toString() };
}
