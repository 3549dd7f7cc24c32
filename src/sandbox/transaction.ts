import type { Box, CommandOptions, CommandResult, Files, TransactionOutcome, TransactionRequest } from "../contract/sandbox.ts";
import type { Order, Process, View } from "../contract/backend.ts";
import { runCommand } from "./command.ts";
import type { Kernel } from "./kernel.ts";
import type { PendingChange } from "./change-set.ts";
import { emptyOutcome } from "./outcome.ts";
import type { Root } from "./roots.ts";
import { settleChanges } from "./settle.ts";
import { looksLikeLayerTrouble } from "./snapshot/layer-trouble.ts";
import { stageFiles, type StagedFiles } from "./staged-files.ts";
import type { StoreLayer } from "./store/store.ts";

/** One transaction: what its commands and edits change is judged by the gate and committed with a way back. */
export interface Transaction {
  box: Box;
  /** Commits the edits that have not been, or drops them. */
  settle(keepEdits: boolean): Promise<TransactionOutcome>;
}

type What = Order["what"];

const harmless: ReadonlySet<string> = new Set(["none", "read"]);

/** Edits of a transaction, in a layer of their own. */
interface Edits extends StagedFiles {
  layer(): StoreLayer | undefined;
}

export function beginTransaction({ effect, ...label }: TransactionRequest, kernel: Kernel): Transaction {
  const { backend, workspace } = kernel;
  const readOnly = kernel.readOnly || harmless.has(effect);
  const roots = readOnly ? [] : kernel.roots;
  const outcome = emptyOutcome();
  let edits = stage();

  function stage(): Edits {
    let layer: StoreLayer | undefined;
    const staged = stageFiles(kernel.files, {
      workspace,
      upper() {
        const [main] = roots;
        if (main === undefined) throw Object.assign(new Error("EROFS: the workspace is read-only in this mode"), { code: "EROFS" });
        return (layer ??= main.store.layer()).upper;
      },
    });
    return { ...staged, layer: () => layer };
  }

  async function settle(root: Root, pending: readonly PendingChange[], since: bigint): Promise<void> {
    const committed = await settleChanges(pending, { root, label, since, maxDeletions: kernel.maxDeletions, bans: kernel.bans, outcome });
    await kernel.direct.adopt(root, committed);
  }

  async function endEdits(keep: boolean): Promise<void> {
    const layer = edits.layer();
    const [main] = roots;
    if (layer === undefined || main === undefined) return;
    try {
      const pending = keep ? main.store.collect(layer, { removed: edits.removed() }) : [];
      await settle(main, pending, layer.since);
    } finally {
      main.store.discard(layer);
      edits = stage();
    }
  }

  async function run(what: What, command: CommandOptions): Promise<CommandResult> {
    if (readOnly) return await runCommand(() => kernel.launch(what, command, { kind: "read-only" }), command);
    await endEdits(true);
    if (!backend.layers) return await runDirect(what, command);
    const result = await runLayered(what, command);
    if (result !== undefined) return result;
    outcome.notes.push("a limit of the private layer was in the way: nothing of that try was kept, and it was run again directly");
    return await runDirect(what, command);
  }

  /** Undefined when a limit of overlays was in the way: then nothing has reached the roots. */
  async function runLayered(what: What, command: CommandOptions): Promise<CommandResult | undefined> {
    const layers = roots.map((root) => ({ root, layer: root.store.layer() }));
    const view: View = {
      kind: "layers",
      layers: layers.map(({ root, layer: { upper, work } }) => ({ root: root.path, upper, work })),
    };
    let process: Process | undefined;
    try {
      const result = await runCommand(async () => (process = await kernel.launch(what, command, view)), command);
      if (looksLikeLayerTrouble(result)) return undefined;
      for (const { root, layer } of layers) {
        const pending = root.store.collect(layer, { merged: process?.merged(root.path) });
        await settle(root, pending, layer.since);
      }
      return result;
    } finally {
      process?.release();
      for (const { root, layer } of layers) root.store.discard(layer);
    }
  }

  async function runDirect(what: What, command: CommandOptions): Promise<CommandResult> {
    await kernel.direct.begin();
    try {
      return await runCommand(() => kernel.launch(what, command, { kind: "direct" }), command);
    } finally {
      await kernel.direct.end(label, outcome);
    }
  }

  return {
    box: {
      files: delegate(() => edits.files),
      jobs: { ...kernel.jobs, start: (script, job) => kernel.jobs.start(script, { ...job, label }) },
      run: (script, command) => run({ script }, command),
      exec: (argv, command) => run({ argv }, command),
    },
    async settle(keepEdits) {
      await endEdits(keepEdits);
      if (!readOnly) await kernel.jobWrites.settle(outcome);
      outcome.connections.push(...(backend.takeConnections?.() ?? []));
      outcome.changes.sort((a, b) => (a.path < b.path ? -1 : 1));
      return outcome;
    },
  };
}

/** The files of whichever layer is written to now. */
function delegate(files: () => Files): Files {
  return {
    resolve: (path) => files().resolve(path),
    facts: (path) => files().facts(path),
    read: (path, window) => files().read(path, window),
    write: (path, content) => files().write(path, content),
    remove: (path) => files().remove(path),
    rename: (from, to) => files().rename(from, to),
    list: (path) => files().list(path),
  };
}
