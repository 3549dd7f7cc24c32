import { fettleHome } from "../../../../config/load.ts";
import type { Event } from "../../../../contract/event.ts";
import { readEvents } from "../../../../log/events.ts";
import type { CommandContext } from "../../app/slash-command.ts";
import { lineOf } from "../../text/line.ts";
import { commandTexts } from "../../messages/commands.ts";

/** The thread that is open, or that the next prompt goes on with; when there is none, that is said. */
export function needThread(context: CommandContext): string | undefined {
  const { current } = context.session;
  if (current === undefined) context.say([lineOf(commandTexts[context.language].noThread)]);
  return current;
}

/** Its events, those it has from the threads it was forked from included. */
export function eventsOf({ io }: Pick<CommandContext, "io">, thread: string): AsyncIterable<Event> {
  return readEvents(fettleHome(io.env), thread, { onSkipped: () => {} });
}
