/** The world of a process that was started for one command, and the command in it. */
import { type ExitCode, FettleError } from "./contract/error.ts";
import type { SurfaceEntry, SurfaceIo } from "./contract/surface.ts";
import { callSurface } from "./surfaces/support/call-surface.ts";

export async function run(argv: readonly string[], commands: readonly SurfaceEntry[]): Promise<ExitCode> {
  return await callSurface(argv, { commands, io: world() });
}

function world(): SurfaceIo {
  const interrupt = new AbortController();
  interruptOnSignals(interrupt);
  const { stdin, stdout, stderr, env } = process;
  for (const stream of [stdout, stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // Whoever read it has gone, as `head` or a terminal that is closed: nothing is left to be done for them.
      if (error.code !== "EPIPE" && !(error.code === "EIO" && stream.isTTY)) throw error;
      if (stream === stdout) interrupt.abort();
    });
  return {
    stdin,
    stdout,
    stderr,
    env,
    // Looked up by the commands that need one, so that the others work where it is gone.
    get cwd() {
      return currentFolder();
    },
    interrupt: interrupt.signal,
  };
}

/** Ctrl-C, a service that is stopped, a terminal that is closed: the first of them lets the command end in order, the next one ends the process. */
function interruptOnSignals(interrupt: AbortController): void {
  const end = () => {
    process.off("SIGINT", end).off("SIGTERM", end);
    interrupt.abort();
  };
  // A closed terminal says so more than once, the shell and the kernel each.
  process.on("SIGINT", end).on("SIGTERM", end).on("SIGHUP", end);
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new FettleError("workspace.missing", "The current folder does not exist any more.", {
      hint: "Change to the folder of a project.",
      cause,
    });
  }
}
