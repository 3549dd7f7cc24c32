/** Everything that can be judged without running a test: format, lint with types, types, generated files, dead code, layers. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
// `.bin/tsc` may belong to another compiler that is installed beside ours: call TypeScript by its path.
const steps: [name: string, ...argv: string[]][] = [
  ["format", "oxfmt", "--check", "."],
  ["lint", "oxlint", "--type-aware", "--max-warnings=0"],
  ["types", process.execPath, "node_modules/typescript/bin/tsc", "-p", "."],
  ["generated", process.execPath, "scripts/gen.ts", "--check"],
  ["unused", "knip", "--no-progress"],
  ["layers", "vitest", "run", "test/layers.test.ts", "test/coverage.test.ts", "--reporter=dot"],
];

let failed = 0;
for (const [name, command, ...args] of steps) {
  const { status, stdout, stderr } = spawnSync(command!, args, { cwd: root, encoding: "utf8" });
  console.log(`${status === 0 ? "✓" : "✗"} ${name}`);
  if (status === 0) continue;
  failed++;
  process.stdout.write(stdout);
  process.stderr.write(stderr);
}
process.exitCode = failed === 0 ? 0 : 1;
