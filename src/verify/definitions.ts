import type { Check, Project } from "../contract/check.ts";
import { FettleError } from "../contract/error.ts";
import { entries } from "./checks/index.gen.ts";
import { projectIn } from "./project-folders.ts";

/** What the files say now that a check does; undefined when its command says all by itself, and when they cannot be read. */
export async function findDefinition(project: Project, { argv, cwd }: Pick<Check, "argv" | "cwd">): Promise<string | undefined> {
  const own = projectIn(project, cwd);
  for (const { load } of entries) {
    const { default: finder } = await load();
    try {
      const definition = await finder.define?.(own, argv);
      if (definition !== undefined) return definition;
    } catch (error) {
      if (!(error instanceof FettleError)) throw error;
    }
  }
  return undefined;
}

/**
 * Ids of the checks of a frozen contract that do something else now than when it was frozen, because a script, a recipe or options
 * in the project's files were changed. They prove nothing any more, however they end.
 */
export async function findChangedChecks(files: Project["files"], contract: readonly Check[]): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  for (const check of contract) {
    if (check.definition === undefined) continue;
    if ((await findDefinition({ files }, check)) !== check.definition) changed.add(check.id);
  }
  return changed;
}
