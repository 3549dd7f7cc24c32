import type { ChecksFile } from "../config/checks-file.ts";
import type { Check, CheckFinder, Project } from "../contract/check.ts";
import type { FettleError } from "../contract/error.ts";
import { entries } from "./checks/index.gen.ts";
import { findDefinition } from "./definitions.ts";
import { findProjectFolders, liftCheck, projectIn } from "./project-folders.ts";
import { timeoutsMs } from "./timeouts.ts";
import { givenCheck, writtenCheck } from "./written-checks.ts";

export interface Given {
  /** Shell commands of `--check`, in order. */
  given: readonly string[];
  /** Milliseconds that each check may take, null for as long as it takes; `auto`: by what it proves. */
  timeoutMs?: number | null | "auto";
  /** What people have written down for this project: checks besides those that are found, and what is not to be found. */
  written?: Pick<ChecksFile, "checks" | "skip"> | undefined;
  /** Milliseconds that a check usually takes; undefined when nobody has measured it. */
  usualMs?(check: Check): number | undefined;
  /** Hears of each file that could not be read, `file:line` first. What it would have said is not in the contract. */
  onUnread?(unread: Unread): void;
}

export interface Unread {
  /** `package.json:4` */
  at: string;
  message: string;
  /** Whether its checks would have been the project's own, not only those of something around it. */
  own: boolean;
}

/** Quick ones first: what fails is known early. */
const ORDER: readonly Check["proves"][] = ["types", "format", "lint", "build", "tests", "custom"];

/**
 * The checks that decide whether the task is done. Those that are given count alone; else those that the project has, each with its
 * definition. Frozen: call it once, before the work, and keep what it returns.
 */
export async function findContract(files: Project["files"], options: Given): Promise<readonly Check[]> {
  const { given, timeoutMs = "auto", written } = options;
  const checks = given.length > 0 ? given.map(givenCheck) : await projectChecks({ files }, options);
  const own = new Set(written?.checks.flatMap((check) => (check.timeoutMs === undefined ? [] : [check.id])));
  const timed = checks.map((check) => (timeoutMs === "auto" || own.has(check.id) ? check : { ...check, timeoutMs: timeoutMs ?? 0 }));
  return Object.freeze(timed.map((check) => Object.freeze(check)));
}

/** Those of the root, and of the folders below it that are projects of their own and that the root's do not reach. */
async function projectChecks(
  project: Project,
  { written = { checks: [], skip: [] }, usualMs = () => undefined, onUnread = () => {} }: Given,
): Promise<Check[]> {
  const finders = await Promise.all(entries.map(async ({ load }) => (await load()).default));
  const nearest = finders.filter(({ wraps }) => wraps === undefined);
  const isWanted = ({ finder, check }: Found): boolean =>
    !written.skip.some((name) => name === finder.name || name === check.id || name === fileOf(check)) &&
    !written.checks.some(({ id }) => id === check.id);
  const own = (await find(nearest, project, onUnread)).filter(isWanted);
  const below = (await findBelow(nearest, { project, own })).filter(isWanted);
  const checks = [...written.checks.map(writtenCheck), ...[...own, ...below].map(({ check }) => check)];
  for (const nearness of [1, 2, 3] as const) {
    const around = await find(
      finders.filter(({ wraps }) => wraps === nearness),
      project,
      onUnread,
    );
    const proven = new Set(checks.map(({ proves }) => proves));
    checks.push(...around.filter((found) => isWanted(found) && !proven.has(found.check.proves)).map(({ check }) => check));
  }
  const defined = await Promise.all(checks.map((check) => withDefinition(check, project)));
  const order = ({ proves }: Check): number => ORDER.indexOf(proves);
  return defined.sort((a, b) => order(a) - order(b) || (usualMs(a) ?? Infinity) - (usualMs(b) ?? Infinity) || 0);
}

function fileOf({ from }: Check): string {
  return from.replace(/:\d+$/, "");
}

/** A check, and the finder that knows it. */
interface Found {
  finder: CheckFinder;
  check: Check;
}

/** A file that is broken takes the checks of its own finder only. */
async function find(finders: readonly CheckFinder[], project: Project, onUnread: (unread: Unread) => void): Promise<Found[]> {
  const found = finders.map(async (finder) => {
    try {
      const checks = await finder.find(project, (at, message) => onUnread({ at, message, own: finder.wraps === undefined }));
      return checks.map((check) => ({ finder, check: { cwd: ".", timeoutMs: timeoutsMs[check.proves], ...check } }));
    } catch (error) {
      const { code, at = finder.name, message } = error as Partial<FettleError> & Error;
      // Not only broken ones: it may be a folder, somebody else's, or a link to another place. What has no code is a defect.
      if (code === undefined) throw error;
      onUnread({ at, message, own: finder.wraps === undefined });
      return [];
    }
  });
  return (await Promise.all(found)).flat();
}

async function findBelow(nearest: readonly CheckFinder[], { project, own }: { project: Project; own: readonly Found[] }): Promise<Found[]> {
  const reached = ({ finder, check }: Found): boolean =>
    finder.apart !== true && own.some((found) => found.finder === finder && found.check.proves === check.proves);
  const below: Found[] = [];
  for (const folder of await findProjectFolders(project)) {
    // One whose files are broken is not the one that is worked on; at the root it would be said.
    const found = await find(nearest, projectIn(project, folder), () => {});
    below.push(...found.filter((each) => !reached(each)).map(({ finder, check }) => ({ finder, check: liftCheck(check, folder) })));
  }
  return below;
}

async function withDefinition(check: Check, project: Project): Promise<Check> {
  const definition = await findDefinition(project, check);
  return definition === undefined ? check : { ...check, definition };
}
