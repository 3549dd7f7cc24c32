#!/usr/bin/env node
/** The entry of the command line: `--version` and `--help` are answered before anything else is loaded. */
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { help } from "./help.ts";
import { entries } from "./surfaces/commands/index.gen.ts";
import { version } from "./lib/version.ts";

const given = process.argv.slice(2);
const argv = meant(given);
const [first] = argv;

if (first === "--version" || first === "-V") {
  process.stdout.write(`${version}\n`);
} else if (first === undefined || first === "--help" || first === "-h") {
  process.stdout.write(help(entries));
} else {
  // Not in the shared temporary folder, Node's default: whoever writes there would run code here.
  enableCompileCache(join(process.env["FETTLE_HOME"] ?? join(homedir(), ".fettle"), "cache", "compiled"));
  const { run } = await import("./cli.ts");
  process.exitCode = await run(argv, entries);
}

/** `fettle help exec` is how others spell `fettle exec --help`; alone, where somebody types, `fettle` opens the terminal. */
function meant(words: readonly string[]): readonly string[] {
  if (words[0] === "help") return [...words.slice(1), "--help"];
  return words.length === 0 && isTyped() ? ["tui"] : words;
}

function isTyped(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY && process.env["TERM"] !== "dumb";
}
