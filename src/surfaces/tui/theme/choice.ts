import type { Environment } from "../../../contract/provider.ts";
import type { Theme } from "./theme.ts";
import { type ColourDepth, themes } from "./themes.ts";

/** What a person can choose; `auto` follows the terminal. */
export const themeSettings = ["auto", "dark", "light", "high-contrast", "plain"] as const;
export type ThemeSetting = (typeof themeSettings)[number];

export type Background = "dark" | "light";

/** @param background what the terminal answered, which counts more than what its environment says */
export function chooseTheme(setting: ThemeSetting, env: Environment, background?: Background): Theme {
  const depth = colourDepth(env);
  if (depth === 0 && setting !== "high-contrast") return themes.plain();
  if (setting !== "auto") return themes[setting](depth);
  return themes[background ?? backgroundOf(env) ?? "terminal"](depth);
}

/** `NO_COLOR` is https://no-color.org: bold and underlined text stay. */
function colourDepth(env: Environment): ColourDepth {
  const term = env["TERM"] ?? "";
  if (env["NO_COLOR"] || term === "dumb") return 0;
  if (/^(?:truecolor|24bit)$/i.test(env["COLORTERM"] ?? "") || term.endsWith("-direct")) return "any";
  // In tmux the terminal outside is not what is drawn on.
  const direct = !env["TMUX"] && (env["WT_SESSION"] || /^(?:iTerm\.app|WezTerm|ghostty|vscode)$/.test(env["TERM_PROGRAM"] ?? ""));
  if (direct || /^xterm-(?:kitty|ghostty)$/.test(term)) return "any";
  return /256color/.test(term) ? 256 : 16;
}

/** `COLORFGBG` is `foreground;background` or `foreground;default;background`, in the terminal's sixteen colours. */
function backgroundOf(env: Environment): Background | undefined {
  const colour = /;(\d+)$/.exec(env["COLORFGBG"] ?? "")?.[1];
  if (colour === undefined) return undefined;
  return Number(colour) < 7 || colour === "8" ? "dark" : "light";
}

/** Of a colour as terminals answer it, `rgb:1e1e/1e1e/2e2e` with one to four digits each; undefined when it is no such colour. */
export function toBackground(colour: string): Background | undefined {
  const parts = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(colour)?.slice(1);
  if (parts === undefined) return undefined;
  const [red, green, blue] = parts.map((digits) => Number.parseInt(digits, 16) / (16 ** digits.length - 1)) as [number, number, number];
  // Luma of ITU-R BT.601.
  return 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 ? "dark" : "light";
}
