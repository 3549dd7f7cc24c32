import type ts from "@typescript/typescript6";
import type { LanguageProject } from "./project.ts";

/** An error of the compiler in a file of the workspace, and the project whose configuration shows it. */
export interface Problem {
  at: ts.DiagnosticWithLocation;
  message: string;
  /** The same before and after an edit moved the lines. */
  key: string;
  project: LanguageProject;
}

/** The problems of `after` that `before` does not have, counting equal ones. */
export function newProblems(before: readonly Problem[], after: readonly Problem[]): Problem[] {
  const known = new Map<string, number>();
  for (const { key } of before) known.set(key, (known.get(key) ?? 0) + 1);
  return after.filter(({ key }) => {
    const count = known.get(key) ?? 0;
    known.set(key, count - 1);
    return count <= 0;
  });
}
