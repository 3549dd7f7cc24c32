import { expect } from "vitest";
import type { Environment } from "../../../../src/contract/provider.ts";
import { chooseTheme, type ThemeSetting, themeSettings, toBackground } from "../../../../src/surfaces/tui/theme/choice.ts";
import { verifies } from "../../../verifies.ts";

const chosen = (env: Environment, setting: ThemeSetting = "auto"): string => {
  const theme = chooseTheme(setting, env);
  return `${theme.name} ${theme.sgr("added").slice(2)}`;
};

verifies("tui.theme.choice", "by what is known of the terminal", () => {
  const TERM = "xterm-256color";
  expect([
    chosen({ TERM }),
    chosen({ TERM, COLORFGBG: "15;0" }),
    chosen({ TERM, COLORFGBG: "0;default;15" }),
    chosen({ TERM, COLORFGBG: "15;0", COLORTERM: "truecolor" }),
    chosen({ TERM, COLORFGBG: "15;0", TERM_PROGRAM: "WezTerm" }),
    chosen({ TERM: "tmux-256color", COLORFGBG: "15;0", TERM_PROGRAM: "WezTerm", TMUX: "/tmp/x" }),
    chosen({ TERM: "linux", COLORFGBG: "15;0" }),
    chosen({ TERM, NO_COLOR: "1", COLORTERM: "truecolor" }),
    chosen({ TERM, NO_COLOR: "" }),
    chosen({ TERM: "dumb" }),
  ]).toEqual([
    "terminal 32m",
    "dark 48;5;22m",
    "light 48;5;194m",
    "dark 48;2;18;52;30m",
    "dark 48;2;18;52;30m",
    "dark 48;5;22m",
    "dark 32m",
    "plain ",
    "terminal 32m",
    "plain ",
  ]);
});

verifies("tui.theme.choice", "by the setting", () => {
  expect(themeSettings.map((setting) => chosen({ TERM: "xterm" }, setting))).toEqual([
    "terminal 32m",
    "dark 32m",
    "light 32m",
    "high-contrast ",
    "plain ",
  ]);
  expect(themeSettings.map((setting) => chosen({ TERM: "xterm", NO_COLOR: "1" }, setting))).toEqual([
    "plain ",
    "plain ",
    "plain ",
    "high-contrast ",
    "plain ",
  ]);
});

verifies("tui.theme.choice", "by what the terminal answers", () => {
  expect(["rgb:1e1e/1e1e/2e2e", "rgb:ffff/fafa/e0e0", "rgb:f/f/f", "rgba:00/2b/36/ff", "nonsense"].map(toBackground)).toEqual([
    "dark",
    "light",
    "light",
    "dark",
    undefined,
  ]);
  expect(chooseTheme("auto", { TERM: "xterm", COLORFGBG: "15;0" }, "light").name).toBe("light");
});
