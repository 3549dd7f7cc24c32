import type { Flags } from "../../config/load.ts";
import { loadConfig } from "../../config/load.ts";
import { type ExitCode, errorCodes, exitCodes, FettleError } from "../../contract/error.ts";
import type { SurfaceIo } from "../../contract/surface.ts";
import { type AnswerShape, type OpenThread, openThread } from "../../agent/open-thread.ts";
import type { Origin } from "../../agent/open-record.ts";
import type { TurnOutcome } from "../../agent/turn.ts";
import type { Part } from "../../contract/model.ts";
import { version } from "../../lib/version.ts";
import { resolveWorkspace } from "../../sandbox/open.ts";
import type { Output } from "./output.ts";
import { verdictExit } from "./verdict-exit.ts";

export interface Task {
  /** Empty goes on with the turn that an earlier process left open. */
  prompt: string;
  images: readonly Extract<Part, { type: "image" }>[];
  folder: string;
  origin: Origin;
  flags: Flags;
  answer: AnswerShape | undefined;
  /** What is judged, when nothing is to be done. */
  judges?: OpenThread["judges"];
}

/** One prompt from its thread's beginning to the exit code, with nobody there to answer questions. */
export async function runTask(task: Task, { io, output }: { io: SurfaceIo; output: Output }): Promise<ExitCode> {
  const workspace = resolveWorkspace(task.folder);
  const config = await loadConfig({ env: io.env, flags: task.flags, workspace });
  for (const notice of config.notices) output.notice(notice);
  await using thread = await openThread({
    config,
    env: io.env,
    workspace,
    version,
    origin: task.origin,
    attended: false,
    ...(task.judges !== undefined && { judges: task.judges }),
    output: task.answer,
    listener: (event) => output.event(event),
    onProgress: (text) => output.progress(text),
    onNotice: (text) => output.notice(text),
  });
  const interrupt = () => thread.submit({ type: "turn.interrupt", reason: "interrupted by the user" });
  io.interrupt.addEventListener("abort", interrupt, { once: true });
  if (io.interrupt.aborted) return exitCodes.interrupted;
  try {
    if (task.prompt !== "")
      thread.submit({ type: "prompt.submit", text: task.prompt, images: task.images.map(({ mediaType, data }) => ({ mediaType, data })) });
    const outcome = await thread.work();
    if (outcome === undefined)
      throw new FettleError("usage.invalid", `Thread ${thread.id} has nothing left to do`, { hint: "Give it a prompt." });
    output.outcome(outcome, thread.id);
    return exitCodeOf(outcome);
  } finally {
    io.interrupt.removeEventListener("abort", interrupt);
  }
}

/** What a script learns of a turn. Never 0 unless the harness has verified the work and nothing was denied. */
export function exitCodeOf({ status, verdict, error, denied }: TurnOutcome): ExitCode {
  if (status === "interrupted") return exitCodes.interrupted;
  if (error !== undefined) return errorCodes[error.code].exit;
  return verdict !== "failed" && denied > 0 ? exitCodes.denied : verdictExit(verdict);
}
