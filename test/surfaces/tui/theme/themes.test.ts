/* oxlint-disable no-control-regex -- sequences begin with one */
import { expect } from "vitest";
import type { StyleName } from "../../../../src/surfaces/tui/theme/style-name.ts";
import { type ColourDepth, themes } from "../../../../src/surfaces/tui/theme/themes.ts";
import { verifies } from "../../../verifies.ts";

const styles: StyleName[] = [
  ...(["bold", "dim", "italic", "underline", "strike", "accent", "ok", "warn", "error", "added", "removed", "addedStrong"] as const),
  ...(["removedStrong", "heading", "code", "quote", "link", "keyword", "string", "comment", "number", "type", "function"] as const),
  ...(["prompt", "reasoning", "selected", "placeholder"] as const),
];
const depths: ColourDepth[] = [0, 16, 256, "any"];

verifies("tui.theme.palette", () => {
  const beyond = Object.entries(themes).flatMap(([name, theme]) =>
    depths.flatMap((depth) => styles.filter((style) => /[34]8;/.test(theme(depth).sgr(style))).map((style) => `${name} ${depth} ${style}`)),
  );
  const diff = ["added", "removed", "addedStrong", "removedStrong"];

  expect(beyond.toSorted()).toEqual(
    ["dark 256", "dark any", "light 256", "light any"].flatMap((name) => diff.map((style) => `${name} ${style}`)).toSorted(),
  );
});

verifies("tui.theme.palette", "every style is a whole sequence or nothing, and styles add up", () => {
  for (const theme of Object.values(themes))
    for (const style of styles) expect(theme("any").sgr(style)).toMatch(/^(?:\u001b\[\d+(?:;\d+)*m)?$/);

  const dark = themes.dark(16);
  expect([dark.sgr(["bold", "ok"]), dark.sgr([]), dark.sgr(["bold", "ok"])]).toEqual(["\u001b[1;32m", "", "\u001b[1;32m"]);
});

verifies("tui.theme.palette", "where a change has no background, its colour is not hidden by those of the language", () => {
  const painted = (name: "terminal" | "dark", depth: ColourDepth) => themes[name](depth).sgr(["removed", "string"]);
  expect([painted("terminal", 256), painted("dark", 16), painted("dark", 256)]).toEqual([
    themes.terminal().sgr("removed"),
    themes.dark(16).sgr("removed"),
    "\u001b[48;5;52;32m",
  ]);
});

verifies("tui.theme.palette", "without colours, and with high contrast nothing is dim", () => {
  const parameters = (name: keyof typeof themes): Set<string> =>
    new Set(styles.flatMap((style) => themes[name]("any").sgr(style).match(/\d+/g) ?? []));

  expect([...parameters("plain")].filter((parameter) => Number(parameter) >= 30)).toEqual([]);
  expect([...parameters("high-contrast")].filter((parameter) => Number(parameter) >= 30 || parameter === "2")).toEqual([]);
});
