import { fettleHome } from "../../../../config/load.ts";
import type { Event } from "../../../../contract/event.ts";
import { readEvents } from "../../../../log/events.ts";
import type { CommandContext } from "../../app/slash-command.ts";
import { lineOf } from "../../text/line.ts";
import { commandTexts } from "../../messages/commands.ts";

/** The thread that is open, or that the next prompt goes on with. */
export function thisThread({ session, state }: Pick<CommandContext, "session" | "state">): string | undefined {
  return session.thread?.id ?? state.thread?.id;
}

/** The same; when there is none, that is said. */
export function needThread(context: CommandContext): string | undefined {
  const thread = thisThread(context);
  if (thread === undefined) context.say([lineOf(commandTexts[context.language].noThread)]);
  return thread;
}

/** Its events, those it has from the threads it was forked from included. */
export function eventsOf({ io }: Pick<CommandContext, "io">, thread: string): AsyncIterable<Event> {
  return readEvents(fettleHome(io.env), thread, { onSkipped: () => {} });
}
