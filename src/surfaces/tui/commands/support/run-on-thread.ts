import { runSurface, type RanSurface } from "../../app/run-surface.ts";
import type { CommandContext } from "../../app/slash-command.ts";

/** A sub-command of `fettle` that writes to the log of the open thread: it does so between two turns, with the thread's own lock. */
export async function runOnThread(context: CommandContext, name: string, args: readonly string[]): Promise<RanSurface> {
  const { session, io } = context;
  if (session.thread === undefined) return await context.runSurface(name, args);
  return await session.thread.betweenTurns((own) => runSurface(name, args, { io, own }));
}
