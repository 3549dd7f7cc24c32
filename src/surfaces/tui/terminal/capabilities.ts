import type { Environment } from "../../../contract/provider.ts";
import { type Background, toBackground } from "../theme/choice.ts";
import type { Reply } from "./keys.ts";

/** How the terminal can be made to tell Shift+Enter from Enter; the older protocol is understood or ignored wherever kitty's is not. */
export type Keyboard = "kitty" | "xterm" | "plain";

export interface Capabilities {
  keyboard: Keyboard;
  /** What the terminal itself said; the environment may know, too. */
  background?: Background;
  reflow: Reflow;
}

/**
 * What a terminal does with its lines when its columns become more or less. `none`: they are cut. `cell`: they are wrapped anew, and the
 * cursor stays on its cell. `xterm.js`: the cursor goes down by as many rows as lines become longer, those below it first, and the line that it
 * then stands in is cut. `other`: they are wrapped anew, and what becomes of the cursor's own is not known.
 */
export type Reflow = "none" | "cell" | "xterm.js" | "other";

/**
 * Asks for the flags of the keyboard, the background and the name; the last question, what kind of terminal it is (DA1), is answered
 * everywhere, so that what is not answered before it never will be.
 */
export const capabilityQuestions = "\u001b[?u\u001b]11;?\u001b\\\u001b[>0q\u001b[c";

/** Hears the answers to `capabilityQuestions`. */
export class CapabilityAnswers {
  #keyboard: Keyboard;
  #background: Background | undefined;
  #version: string | undefined;
  #attributes: string | undefined;
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
    // It takes the older protocol for colours.
    this.#keyboard = env["TERM_PROGRAM"] === "Apple_Terminal" ? "plain" : "xterm";
  }

  /** What is known when this was the last answer; undefined as long as more may come. */
  hear(reply: Reply): Capabilities | undefined {
    if (reply.type === "keyboard") this.#keyboard = "kitty";
    if (reply.type === "background") this.#background = toBackground(reply.colour);
    if (reply.type === "version") this.#version = reply.version;
    if (reply.type !== "attributes") return undefined;
    this.#attributes = reply.parameters;
    return this.known();
  }

  /** What is known so far: from the environment alone before anything was answered. */
  known(): Capabilities {
    return {
      keyboard: this.#keyboard,
      ...(this.#background !== undefined && { background: this.#background }),
      reflow: reflowOf(this.#env, this.#version, this.#attributes),
    };
  }
}

/**
 * To take a terminal that does not reflow for one that does would erase what is finished; the other way round a stale copy of the live
 * region stays. So only those count that are known to.
 */
function reflowOf(env: Environment, version: string | undefined, attributes: string | undefined): Reflow {
  const term = env["TERM"] ?? "";
  // What is drawn on is the multiplexer, whatever is around it.
  if (env["TMUX"]) return "cell";
  if (env["STY"]) return "none";
  if (version !== undefined) return reflowingVersions.find(([pattern]) => pattern.test(version))?.[1] ?? "none";
  // GNU screen on another machine, the Linux console, st; and mosh by its answer.
  if (/^(?:screen|linux|st(?:-|$)|vt\d)/.test(term) || env["XTERM_VERSION"] || attributes === "62") return "none";
  const isKnown =
    reflowingTerms.test(term) || reflowingPrograms.test(env["TERM_PROGRAM"] ?? "") || reflowingVariables.some((name) => env[name]);
  return isKnown ? "other" : "none";
}

const reflowingVersions: readonly (readonly [RegExp, Reflow])[] = [
  [/^tmux\b/i, "cell"],
  [/^xterm\.js\b/i, "xterm.js"],
  [/^(?:kitty|ghostty|WezTerm|iTerm2|VTE|Konsole|foot|contour|mintty|Windows Terminal|rio|alacritty)\b/i, "other"],
];
const reflowingTerms = /^(?:tmux|xterm-kitty|xterm-ghostty|alacritty|foot|wezterm|rxvt-unicode|contour|rio)/;
const reflowingPrograms = /^(?:Apple_Terminal|iTerm\.app|WezTerm|ghostty|vscode|mintty|Hyper|Tabby|rio|WarpTerminal)$/;
const reflowingVariables = [
  // Set by the terminal, and not handed on by ssh.
  "VTE_VERSION",
  "KONSOLE_VERSION",
  "KITTY_WINDOW_ID",
  "WEZTERM_PANE",
  "ALACRITTY_WINDOW_ID",
  "GHOSTTY_RESOURCES_DIR",
  "WT_SESSION",
  "TERMUX_VERSION",
];
