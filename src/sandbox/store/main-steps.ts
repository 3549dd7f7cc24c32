import type { Step } from "./journal.ts";

/** The steps that a checkpoint stands for: those about folders' times only matter when there are no others. */
export function mainSteps(steps: readonly Step[]): Step[] {
  const main = steps.filter(isMain);
  return main.length > 0 ? main : [...steps];
}

export function isMain({ kind, before, after }: Step): boolean {
  return kind !== "meta" || before?.mode !== after?.mode || before?.uid !== after?.uid || before?.gid !== after?.gid;
}
