/** `npm test`: the static checks, the build that some tests drive, then the tests. Arguments go to vitest and skip the static checks. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const args = process.argv.slice(2);

function run(command: string, ...argv: string[]): void {
  const { status } = spawnSync(command, argv, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

if (args.length === 0) run(process.execPath, "scripts/check.ts");
run(process.execPath, "scripts/build.ts");
run("vitest", "run", ...args);
