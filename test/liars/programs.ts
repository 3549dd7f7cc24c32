import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { isHidden } from "../sandbox/hidden.ts";
import type { Session } from "./session.ts";

/** What a kind of project needs, by a file in it. */
const NEEDS: readonly { file: RegExp; program: string; argv: readonly [string, ...string[]] }[] = [
  { file: /\.py$/, program: "Python", argv: ["python3", "--version"] },
  { file: /pyproject\.toml$/, program: "pytest", argv: ["python3", "-m", "pytest", "--version"] },
  { file: /^Makefile$/, program: "make", argv: ["make", "--version"] },
];

/** What is installed for this project: TypeScript, a linter, a test runner. */
const OWN = /^(?:tsconfig\.json|\.oxlintrc\.json|vitest\.config\.js)$/;
const modules = resolve(import.meta.dirname, "../../node_modules");

const known = new Map<string, boolean>();

/** What a session needs and this machine does not have. */
export function missingFor({ project }: Session): string | undefined {
  if (isHidden(modules) && Object.keys(project).some((path) => OWN.test(path))) return "sight of what is installed";
  return NEEDS.find(({ file, program, argv: [command, ...args] }) => {
    if (!Object.keys(project).some((path) => file.test(path))) return false;
    const is = known.get(program) ?? spawnSync(command, args).status === 0;
    known.set(program, is);
    return !is;
  })?.program;
}
