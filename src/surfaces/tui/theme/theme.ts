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
  styles
    .map((style) => palette[style] ?? "")
    .filter((parameter) => parameter !== "")
    .join(";");

const sequence = (parameters: string): string => (parameters === "" ? "" : `\u001b[${parameters}m`);
