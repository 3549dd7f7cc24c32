import type { Environment } from "../../../contract/provider.ts";
import type { TerminalSettings } from "./settings.ts";
import { shortSafe } from "../terminal/short-safe.ts";

const bell = "\u0007";
const end = "\u001b\\";

/** How the terminal shows a notification of the desktop; undefined where it is not known to. */
type Protocol = (title: string, text: string) => string;

/** iTerm2's, which others have taken over. ConEmu's numbered commands begin in the same way, so no text begins with a digit. */
const osc9: Protocol = (title, text) => `\u001b]9;${/^\d/.test(title) ? " " : ""}${title}: ${text}${end}`;
/** kitty's: the parts carry one identifier, and base64 keeps them whatever they hold. */
const osc99: Protocol = (title, text) =>
  `\u001b]99;i=fettle:d=0:e=1;${toBase64(title)}${end}\u001b]99;i=fettle:d=1:p=body:e=1;${toBase64(text)}${end}`;
/** urxvt's. Semicolons divide its parts. */
const osc777: Protocol = (title, text) => `\u001b]777;notify;${title.replaceAll(";", ",")};${text.replaceAll(";", ",")}${end}`;

const byProgram: Readonly<Record<string, Protocol>> = {
  "iTerm.app": osc9,
  WarpTerminal: osc9,
  WezTerm: osc777,
  ghostty: osc777,
  vscode: osc99,
  zed: osc9,
};

const byTerm: Readonly<Record<string, Protocol>> = {
  "xterm-kitty": osc99,
  "xterm-ghostty": osc777,
  "rxvt-unicode-256color": osc777,
  "rxvt-unicode": osc777,
  foot: osc777,
  "foot-extra": osc777,
};

/**
 * What calls a person who looks elsewhere, as bytes for the terminal: the bell, and with `desktop` a notification where the terminal is
 * known to show one. tmux passes it on only where its option `allow-passthrough` is on, and drops it otherwise; its own bell works always.
 */
export function notification(
  { title, text }: { title: string; text: string },
  { notify, env }: { notify: TerminalSettings["notify"]; env: Environment },
): string {
  if (notify === "off") return "";
  const protocol = notify === "desktop" ? protocolOf(env) : undefined;
  if (protocol === undefined) return bell;
  const sequence = protocol(shortSafe(title), shortSafe(text));
  return `${isTmux(env) ? throughTmux(sequence) : sequence}${bell}`;
}

function protocolOf(env: Environment): Protocol | undefined {
  // Inside tmux these two tell of tmux; what is outside has left other traces.
  const program = env["TERM_PROGRAM"] ?? "";
  const term = env["TERM"] ?? "";
  if (!isTmux(env) && Object.hasOwn(byProgram, program)) return byProgram[program];
  if (!isTmux(env) && Object.hasOwn(byTerm, term)) return byTerm[term];
  if (env["KITTY_WINDOW_ID"]) return osc99;
  if (env["GHOSTTY_RESOURCES_DIR"] || env["WEZTERM_PANE"]) return osc777;
  return env["ITERM_SESSION_ID"] ? osc9 : undefined;
}

function isTmux(env: Environment): boolean {
  return Boolean(env["TMUX"]);
}

function throughTmux(sequence: string): string {
  return `\u001bPtmux;${sequence.replaceAll("\u001b", "\u001b\u001b")}${end}`;
}

function toBase64(text: string): string {
  return Buffer.from(text).toString("base64");
}

export interface NotifierOptions {
  /** To the terminal, between two frames. */
  write(bytes: string): void;
  env: Environment;
  notify(): TerminalSettings["notify"];
}

/** Calls a person whom something needs, and not while they look at the terminal. */
export class Notifier {
  readonly #options: NotifierOptions;
  /** Unknown until the terminal says so: not every one does. */
  #focused: boolean | undefined;

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  focus(focused: boolean): void {
    this.#focused = focused;
  }

  /** Attention is needed: a question stands there, a turn has ended. */
  call(text: string): void {
    if (this.#focused === true) return;
    const { write, env, notify } = this.#options;
    const bytes = notification({ title: "Fettle", text }, { notify: notify(), env });
    if (bytes !== "") write(bytes);
  }
}
