import { spawnSync } from "node:child_process";
import type { Session } from "./session.ts";

/** What a kind of project needs, by a file in it. */
const NEEDS: readonly { file: RegExp; program: string; argv: readonly [string, ...string[]] }[] = [
  { file: /\.py$/, program: "Python", argv: ["python3", "--version"] },
  { file: /pyproject\.toml$/, program: "pytest", argv: ["python3", "-m", "pytest", "--version"] },
  { file: /^Makefile$/, program: "make", argv: ["make", "--version"] },
];

const known = new Map<string, boolean>();

/** What a session needs and this machine does not have. */
export function missingFor({ project }: Session): string | undefined {
  return NEEDS.find(({ file, program, argv: [command, ...args] }) => {
    if (!Object.keys(project).some((path) => file.test(path))) return false;
    const is = known.get(program) ?? spawnSync(command, args).status === 0;
    known.set(program, is);
    return !is;
  })?.program;
}
