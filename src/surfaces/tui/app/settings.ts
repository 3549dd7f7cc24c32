import type { Language } from "../messages/catalogue.ts";
import type { ThemeSetting } from "../theme/choice.ts";

/** How the terminal looks and behaves; the settings `terminal.*`. */
export interface TerminalSettings {
  theme: ThemeSetting;
  language: "auto" | Language;
  /** Vim's motions in the prompt. */
  vim: boolean;
  /** How a person who looks elsewhere is called when they are needed. */
  notify: "bell" | "desktop" | "off";
  /** Without colours, rules and moving parts, for screen readers. */
  plain: boolean;
}
