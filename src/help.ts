import type { SurfaceEntry } from "./contract/surface.ts";

/** What `fettle --help` prints: made from what is known of the commands without loading one. */
export function help(commands: readonly SurfaceEntry[]): string {
  const width = Math.max(0, ...commands.map(({ name }) => name.length));
  return [
    "Usage: fettle <command> [arguments] [options]",
    "",
    "An autonomous coding agent that proves its work.",
    "",
    "Commands:",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "Options:",
    "  -h, --help     Show this, or `fettle <command> --help` for one command.",
    "  -V, --version  Print the version.",
    "",
  ].join("\n");
}
