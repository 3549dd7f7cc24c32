import { type Palette, type Theme, toTheme } from "./theme.ts";

/** Colours that a terminal can show: none, its own sixteen, 256, or any. */
export type ColourDepth = 0 | 16 | 256 | "any";

const attributes: Palette = {
  bold: "1",
  dim: "2",
  italic: "3",
  underline: "4",
  strike: "9",
  accent: "1",
  error: "1",
  warn: "1",
  addedStrong: "1",
  removedStrong: "1",
  heading: "1",
  link: "4",
  prompt: "1",
  reasoning: "2;3",
  comment: "2",
  quote: "2",
  placeholder: "2",
  selected: "7",
};

/** The colours that are legible on dark and on light backgrounds in every palette that is shipped with a terminal. */
const sixteen: Palette = {
  ...attributes,
  accent: "36",
  ok: "32",
  warn: "33",
  error: "31",
  added: "32",
  removed: "31",
  addedStrong: "1;4;32",
  removedStrong: "1;4;31",
  heading: "1;36",
  code: "36",
  link: "4;34",
  keyword: "35",
  string: "32",
  number: "33",
  type: "36",
  function: "34",
  prompt: "1;36",
};

// Dark blue and dark red on black are hard to read in the older palettes.
const onDark: Palette = { ...sixteen, error: "91", link: "4;94", function: "94", keyword: "95" };

const onLight: Palette = { ...sixteen, type: "34", code: "34", warn: "35", number: "35" };

const backgrounds = {
  dark: {
    256: { added: "48;5;22", removed: "48;5;52", addedStrong: "1;48;5;28", removedStrong: "1;48;5;88" },
    any: { added: "48;2;18;52;30", removed: "48;2;66;22;26", addedStrong: "1;48;2;28;92;50", removedStrong: "1;48;2;120;34;42" },
  },
  light: {
    256: { added: "48;5;194", removed: "48;5;224", addedStrong: "1;48;5;157", removedStrong: "1;48;5;217" },
    any: { added: "48;2;221;248;228", removed: "48;2;255;228;226", addedStrong: "1;48;2;164;232;183", removedStrong: "1;48;2;255;186;180" },
  },
} as const satisfies Record<string, Record<"256" | "any", Palette>>;

/** Nothing dim, nothing that only a colour tells. */
const contrasting: Palette = {
  ...attributes,
  dim: "",
  accent: "1;4",
  ok: "1",
  error: "1;7",
  warn: "1;4",
  addedStrong: "1;4",
  removedStrong: "1;7",
  reasoning: "3",
  comment: "3",
  quote: "3",
  placeholder: "3",
  keyword: "1",
};

const withBackgrounds = (palette: Palette, background: "dark" | "light", depth: ColourDepth): Palette =>
  depth === 256 || depth === "any" ? { ...palette, ...backgrounds[background][depth] } : palette;

/** By name, for a terminal of a depth. `terminal` assumes nothing of the background. */
export const themes = {
  terminal: () => toTheme("terminal", sixteen),
  dark: (depth) => toTheme("dark", withBackgrounds(onDark, "dark", depth)),
  light: (depth) => toTheme("light", withBackgrounds(onLight, "light", depth)),
  "high-contrast": () => toTheme("high-contrast", contrasting),
  plain: () => toTheme("plain", attributes),
} as const satisfies Record<string, (depth: ColourDepth) => Theme>;
