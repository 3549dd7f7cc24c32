import { secondsOf } from "./messages/numbers.ts";
import { turnTexts } from "./messages/turn.ts";
import { type OpenCallsLook, spinnerAt } from "./open-calls.ts";
import type { TerminalState } from "./state/terminal-state.ts";
import { type Line, span } from "./text/line.ts";
import { truncate } from "./text/truncate.ts";

/** What a thread is being opened for: it takes a moment until it stands above. */
export function openingLines(
  opening: string | undefined,
  { columns, language, now, moves }: Pick<OpenCallsLook, "columns" | "language" | "now" | "moves">,
): Line[] {
  if (opening === undefined) return [];
  const working = [span(spinnerAt(now, moves), "accent"), span(` ${turnTexts[language].working.opening}`, "dim")];
  return [[span("> ", "accent"), span(opening.split("\n", 1)[0]!, "prompt")], working].map((line) => truncate(line, columns - 1));
}

/** What goes on in a turn while no call is open and nobody is asked, and for how long: one row. */
export function activityLines(
  { turn, streaming, calls, questions, asked }: TerminalState,
  { columns, language, now, moves, progress }: Pick<OpenCallsLook, "columns" | "language" | "now" | "moves"> & { progress: string },
): Line[] {
  if (turn === undefined || calls.size + questions.length + asked.length > 0) return [];
  const text = progress === "" ? turnTexts[language].working[streaming?.kind ?? "model"] : progress;
  const ms = Math.max(0, now - turn.startedAt);
  const time = ms < NOTICEABLE_MS ? "" : ` · ${ms < 60_000 ? `${Math.floor(ms / 1000)} s` : secondsOf(ms, language)}`;
  const row = [span(spinnerAt(now, moves), "accent"), span(` ${text}${time}`, "dim")];
  return [truncate(row, columns - 1)];
}

/** Before, the time says nothing. */
const NOTICEABLE_MS = 1_000;
