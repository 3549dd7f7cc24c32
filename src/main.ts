#!/usr/bin/env node
/** The entry of the command line: `--version` and `--help` are answered before anything else is loaded. */
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { help } from "./help.ts";
import { entries } from "./surfaces/commands/index.gen.ts";
import { version } from "./lib/version.ts";

const [first] = process.argv.slice(2);

if (first === "--version" || first === "-V") {
  process.stdout.write(`${version}\n`);
} else if (first === undefined || first === "--help" || first === "-h") {
  process.stdout.write(help(entries));
} else {
  // Not in the shared temporary folder, Node's default: whoever writes there would run code here.
  enableCompileCache(join(process.env["FETTLE_HOME"] ?? join(homedir(), ".fettle"), "cache", "compiled"));
  const { run } = await import("./cli.ts");
  process.exitCode = await run(process.argv.slice(2), entries);
}
