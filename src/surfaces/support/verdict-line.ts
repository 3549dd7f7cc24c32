import type { Verdict } from "../../contract/event.ts";
import type { Style } from "./style.ts";

export function verdictLine(verdict: Verdict, style: Style): string {
  const mark = { verified: style.green("✔ verified"), unverified: style.yellow("? unverified"), failed: style.red("✘ failed") };
  return style.bold(mark[verdict]);
}
