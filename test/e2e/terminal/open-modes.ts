/* oxlint-disable no-control-regex -- control characters are what is looked for */

import { controlsIn } from "../../surfaces/tui/harness/controls.ts";

/** What a program that wrote this has changed of the terminal and not brought back: private modes by number, the keyboard, the window's title. */
export function openModes(output: string): string[] {
  const modes = new Map<string, boolean>();
  let [keyboards, titles] = [0, 0];
  for (const control of controlsIn(output)) {
    const [, mode, final] = /^\u001B\[\?(\d+)([hl])$/.exec(control) ?? [];
    // At first, rows wrap and the cursor is seen.
    if (mode !== undefined) modes.set(mode, (final === "h") !== ["7", "25"].includes(mode));
    if (/^\u001B\[>4(?:;\d)?m$/.test(control)) modes.set("modifyOtherKeys", control.includes(";"));
    if (/^\u001B\[[<>]\d*u$/.test(control)) keyboards += control.includes(">") ? 1 : -1;
    if (/^\u001B\[2[23];2t$/.test(control)) titles += control.includes("22") ? 1 : -1;
  }
  if (keyboards !== 0) modes.set(`keyboards ${keyboards}`, true);
  if (titles !== 0) modes.set(`titles ${titles}`, true);
  return [...modes].flatMap(([mode, isOpen]) => (isOpen ? [mode] : [])).sort();
}
