import type { Decision, Ruling } from "../contract/policy.ts";

const strictness: Readonly<Record<Decision, number>> = { allow: 0, ask: 1, deny: 2 };

export function isStricter(decision: Decision, than: Decision): boolean {
  return strictness[decision] > strictness[than];
}

/** The strictest ruling; of several, a firm one before others, then the first. */
export function strictest(rulings: Iterable<Ruling | undefined>): Ruling | undefined {
  let found: Ruling | undefined;
  for (const ruling of rulings) {
    if (ruling === undefined) continue;
    const firmer = found !== undefined && ruling.decision === found.decision && ruling.firm === true && found.firm !== true;
    if (found === undefined || firmer || isStricter(ruling.decision, found.decision)) found = ruling;
  }
  return found;
}
