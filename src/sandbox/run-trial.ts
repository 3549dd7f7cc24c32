import type { Layer, Order } from "../contract/backend.ts";
import { FettleError } from "../contract/error.ts";
import type { Box, CommandOptions, CommandResult, TrialEdits } from "../contract/sandbox.ts";
import { runCommand } from "./command.ts";
import type { Kernel } from "./kernel.ts";
import { looksLikeLayerTrouble } from "./snapshot/layer-trouble.ts";
import { stageFiles } from "./staged-files.ts";

/** So many paths fit into the arguments of one command, however long they are. */
const REMOVED_AT_ONCE = 20;

/** One layer for each root for all commands of the trial, which go with everything in them. */
export async function runTrial<T>(
  { edits, body }: { edits: TrialEdits; body(box: Pick<Box, "run" | "exec">): Promise<T> },
  { workspace, files, roots, launch }: Kernel,
): Promise<T> {
  const layers = roots.map((root) => ({ root, layer: root.store.layer() }));
  const views = layers.map(({ root, layer: { upper, work } }): Layer => ({ root: root.path, upper, work }));

  async function run(what: Order["what"], command: CommandOptions): Promise<CommandResult> {
    let release: (() => void) | undefined;
    const start = async () => {
      const process = await launch(what, command, { kind: "layers", layers: views });
      release = () => process.release();
      return process;
    };
    try {
      const result = await runCommand(start, command);
      // Without a layer it could be run again only where it would not be dropped.
      if (!looksLikeLayerTrouble(result)) return result;
      throw new FettleError("sandbox.failed", "A limit of the private layer was in the way of a trial.");
    } finally {
      // The next command mounts the same layers.
      release?.();
    }
  }

  /** Only in the box can something be made to look as if it were not there. */
  async function remove(paths: readonly string[]): Promise<void> {
    for (let first = 0; first < paths.length; first += REMOVED_AT_ONCE) {
      const argv = ["rm", "-rf", "--", ...paths.slice(first, first + REMOVED_AT_ONCE).map((path) => `./${files.resolve(path)}`)];
      const { exitCode, output } = await run({ argv }, { timeoutMs: 0 });
      if (exitCode !== 0) throw new FettleError("sandbox.failed", `A trial could not begin: ${output.toString("utf8").trim()}`);
    }
  }

  try {
    const [main] = layers;
    const staged = stageFiles(files, { workspace, upper: () => main!.layer.upper });
    for (const [path, content] of edits) if (content !== null) await staged.files.write(path, content);
    await remove([...edits].flatMap(([path, content]) => (content === null ? [path] : [])));
    return await body({
      run: (script, command) => run({ script }, command),
      exec: (argv, command) => run({ argv }, command),
    });
  } finally {
    for (const { root, layer } of layers) root.store.discard(layer);
  }
}
