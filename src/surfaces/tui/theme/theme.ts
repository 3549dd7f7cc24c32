import type { StyleName } from "./style-name.ts";

export interface Theme {
  readonly name: string;
  /** The sequence that begins text of these styles, the later ones over the earlier; "" when they change nothing. What paints ends it with `\x1b[0m`. */
  sgr(styles: StyleName | readonly StyleName[]): string;
}

/** SGR parameters by style, as `1;36`; a style that is left out changes nothing. */
export type Palette = Readonly<Partial<Record<StyleName, string>>>;

export function toTheme(name: string, palette: Palette): Theme {
  const made = new Map<string, string>();
  return {
    name,
    sgr(styles) {
      if (typeof styles === "string") return sequence(palette[styles] ?? "");
      const key = styles.join();
      let known = made.get(key);
      if (known === undefined) made.set(key, (known = sequence(parameters(palette, styles))));
      return known;
    },
  };
}

const parameters = (palette: Palette, styles: readonly StyleName[]): string =>
  worthShowing(palette, styles)
    .map((style) => palette[style] ?? "")
    .filter((parameter) => parameter !== "")
    .join(";");

/** Where a change has no background of its own, its colour is worth more than those of the language. */
function worthShowing(palette: Palette, styles: readonly StyleName[]): readonly StyleName[] {
  const change = styles.find((style) => changes.has(style));
  return change === undefined || palette[change]?.includes("48;") === true ? styles : styles.filter((style) => !language.has(style));
}

const changes: ReadonlySet<StyleName> = new Set<StyleName>(["added", "removed", "addedStrong", "removedStrong"]);
const language: ReadonlySet<StyleName> = new Set<StyleName>(["keyword", "string", "comment", "number", "type", "function"]);

const sequence = (parameters: string): string => (parameters === "" ? "" : `\u001b[${parameters}m`);
