import type { Check, CheckFinder, Project } from "../contract/check.ts";
import { entries } from "./checks/index.gen.ts";
import { findDefinition } from "./definitions.ts";
import { timeoutsMs } from "./timeouts.ts";

export interface Given {
  /** Shell commands of `--check`, in order. */
  given: readonly string[];
  /** Milliseconds that each check may take, null for as long as it takes; `auto`: by what it proves. */
  timeoutMs?: number | null | "auto";
}

/** Quick ones first: what fails is known early. */
const ORDER: readonly Check["proves"][] = ["types", "format", "lint", "build", "tests", "custom"];

/**
 * The checks that decide whether the task is done. Those that are given count alone; else those that the project has, each with its
 * definition. Frozen: call it once, before the work, and keep what it returns.
 */
export async function findContract(files: Project["files"], { given, timeoutMs = "auto" }: Given): Promise<readonly Check[]> {
  const checks = given.length > 0 ? given.map(givenCheck) : await projectChecks({ files });
  const timed = timeoutMs === "auto" ? checks : checks.map((check) => ({ ...check, timeoutMs: timeoutMs ?? 0 }));
  return Object.freeze(timed.map((check) => Object.freeze(check)));
}

/** `pipefail`: a pipe cannot hide the exit code of what feeds it. */
function givenCheck(command: string, index: number): Check {
  return {
    id: `--check ${index + 1}`,
    argv: ["bash", "--norc", "--noprofile", "-o", "pipefail", "-c", command],
    cwd: ".",
    proves: "custom",
    from: "--check",
    timeoutMs: timeoutsMs.custom,
  };
}

async function projectChecks(project: Project): Promise<Check[]> {
  const finders = await Promise.all(entries.map(async ({ load }) => (await load()).default));
  const own = await find(
    finders.filter(({ wraps }) => wraps !== true),
    project,
  );
  const wrapping = await find(
    finders.filter(({ wraps }) => wraps === true),
    project,
  );
  const proven = new Set(own.map(({ proves }) => proves));
  const checks = [...own, ...wrapping.filter(({ proves }) => !proven.has(proves))];
  const defined = await Promise.all(checks.map((check) => withDefinition(check, project)));
  return defined.sort((a, b) => ORDER.indexOf(a.proves) - ORDER.indexOf(b.proves));
}

async function find(finders: readonly CheckFinder[], project: Project): Promise<Check[]> {
  return (await Promise.all(finders.map((finder) => finder.find(project)))).flat();
}

async function withDefinition(check: Check, project: Project): Promise<Check> {
  const definition = await findDefinition(project, check);
  return definition === undefined ? check : { ...check, definition };
}
