import type { WaitingPrompt } from "../../../agent/inbox.ts";
import type { ExitCode } from "../../../contract/error.ts";
import type { SurfaceIo } from "../../../contract/surface.ts";
import type { Language } from "../messages/catalogue.ts";
import type { TerminalState } from "../state/terminal-state.ts";
import type { Line } from "../text/line.ts";
import type { Session } from "./session.ts";
import type { TerminalSettings } from "./settings.ts";

/** One thing that a person can choose. */
export interface Choice<Value> {
  label: string;
  /** Shown beside it, dimmed. */
  detail?: string;
  value: Value;
}

/** What a command of the terminal works with. */
export interface CommandContext {
  io: SurfaceIo;
  language: Language;
  settings: TerminalSettings;
  session: Session;
  state: TerminalState;
  /** Shows lines in a screen of their own until the person leaves it. */
  show(title: string, lines: readonly Line[]): Promise<void>;
  /** Undefined when the person chose none. */
  choose<Value>(title: string, choices: readonly Choice<Value>[]): Promise<Value | undefined>;
  /** Says something between what happens in the thread. */
  say(lines: readonly Line[]): void;
  /** One line that says what a call of a tool does; undefined when there is no such tool. */
  titleOf(name: string, input: unknown): string | undefined;
  /** Puts a text where the person writes, or a prompt that has waited, with what belongs to it. */
  draft(from: string | WaitingPrompt): void;
  /** Runs a sub-command of `fettle` as it runs outside, and gives back what it printed. */
  runSurface(name: string, args: readonly string[]): Promise<{ exitCode: ExitCode; output: string }>;
  changeSettings(changed: Partial<TerminalSettings>): void;
  quit(): void;
}

/** What a person writes after a slash. */
export interface SlashCommand {
  /** Without the slash. */
  name: string;
  summary: Readonly<Record<Language, string>>;
  /** As help shows it: `[model]`. */
  argument?: string;
  /** Whether it does something while a turn runs; otherwise that is refused with a word about it. */
  duringTurn?: true;
  run(context: CommandContext, argument: string): Promise<void> | void;
}

export function defineSlashCommand(command: SlashCommand): SlashCommand {
  return command;
}

/** What is known of a command without loading it; generated. */
export interface SlashCommandEntry extends Pick<SlashCommand, "name" | "summary" | "argument" | "duringTurn"> {
  load(): Promise<{ default: SlashCommand }>;
}
