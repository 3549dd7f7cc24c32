import { type Breakage, breakPackage } from "./breakages.ts";
import { type Package, packages } from "./packages.ts";

const SEED = 20_261_121;
/** Of each kind from each package. Where a package has fewer places, those after it give more. */
const EACH = 4;

/** All breakages of the benchmark, or those of some packages and kinds; always the same ones. */
export function makeCases({ of = packages, only }: { of?: readonly Package[]; only?: readonly string[] } = {}): Breakage[] {
  const cases: Breakage[] = [];
  of.forEach((source, index) => {
    const before = Map.groupBy(cases, ({ kind }) => kind);
    const atMost = (kind: string): number =>
      only !== undefined && !only.includes(kind) ? 0 : EACH * (index + 1) - (before.get(kind)?.length ?? 0);
    cases.push(...breakPackage(source, { seed: SEED, atMost }));
  });
  return cases;
}
