import type { CaseResult } from "./run-case.ts";

export interface Share {
  kind: string;
  broken: number;
  mended: number;
  /** Of the mended ones, those that are to the character what they were. */
  same: number;
  /** Repairs after which a test failed that had passed. */
  spoilt: number;
}

type Outcome = Pick<CaseResult, "kind" | "mended" | "same" | "spoilt">;

/** By kind, in the order of their first case. */
export function shares(results: readonly Outcome[]): Share[] {
  return [...Map.groupBy(results, ({ kind }) => kind)].map(([kind, of]) => share(kind, of));
}

export function total(results: readonly Outcome[]): Share {
  return share("all", results);
}

function share(kind: string, results: readonly Outcome[]): Share {
  const mended = results.filter((result) => result.mended);
  return {
    kind,
    broken: results.length,
    mended: mended.length,
    same: mended.filter(({ same }) => same).length,
    spoilt: results.filter(({ spoilt }) => spoilt.length > 0).length,
  };
}
