import type { Check, CheckFinder, Project } from "../contract/check.ts";
import { FettleError } from "../contract/error.ts";
import { entries } from "./checks/index.gen.ts";
import { findDefinition } from "./definitions.ts";
import { findProjectFolders, liftCheck, projectIn } from "./project-folders.ts";
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

/** Those of the root, and of the folders below it that are projects of their own and that the root's do not reach. */
async function projectChecks(project: Project): Promise<Check[]> {
  const finders = await Promise.all(entries.map(async ({ load }) => (await load()).default));
  const own = await find(
    finders.filter(({ wraps }) => wraps === undefined),
    project,
  );
  const below = await checksBelow(finders, { project, own });
  const checks = [...own.map(({ check }) => check), ...below];
  for (const nearness of [1, 2, 3] as const) {
    for (const finder of finders.filter(({ wraps }) => wraps === nearness)) {
      const proven = new Set(checks.map(({ proves }) => proves));
      checks.push(...(await finder.find(project)).filter(({ proves }) => !proven.has(proves)));
    }
  }
  const defined = await Promise.all(checks.map((check) => withDefinition(check, project)));
  return defined.sort((a, b) => ORDER.indexOf(a.proves) - ORDER.indexOf(b.proves));
}

/** A check, and the finder that knows it. */
interface Found {
  finder: CheckFinder;
  check: Check;
}

async function find(finders: readonly CheckFinder[], project: Project): Promise<Found[]> {
  return (await Promise.all(finders.map(async (finder) => (await finder.find(project)).map((check) => ({ finder, check }))))).flat();
}

async function checksBelow(
  finders: readonly CheckFinder[],
  { project, own }: { project: Project; own: readonly Found[] },
): Promise<Check[]> {
  const reached = (finder: CheckFinder, { proves }: Check): boolean =>
    finder.apart !== true && own.some((found) => found.finder === finder && found.check.proves === proves);
  const checks: Check[] = [];
  for (const folder of await findProjectFolders(project)) {
    const found = await find(
      finders.filter(({ wraps }) => wraps === undefined),
      projectIn(project, folder),
    ).catch(unlessUnreadable);
    checks.push(...found.filter(({ finder, check }) => !reached(finder, check)).map(({ check }) => liftCheck(check, folder)));
  }
  return checks;
}

/** A project below the root whose files are broken is not the one that is worked on; at the root it would be said. */
function unlessUnreadable(error: unknown): Found[] {
  if (error instanceof FettleError && error.code === "config.invalid") return [];
  throw error;
}

async function withDefinition(check: Check, project: Project): Promise<Check> {
  const definition = await findDefinition(project, check);
  return definition === undefined ? check : { ...check, definition };
}
