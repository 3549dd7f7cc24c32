import type { Claim } from "../../contract/event.ts";
import type { ClaimEvidence } from "./evidence.ts";
import type { Clause } from "./clauses.ts";

export type Judged = Pick<Claim, "standing" | "reason" | "by">;

/** What a message says as a fact. */
export interface Statement {
  /** The kind of claim. */
  kind: string;
  /** What it is about, in few words: `42/42`, a command, a path. */
  about: string;
  judge(evidence: ClaimEvidence): Judged;
}

/** Reads statements of its kinds out of one clause. Rather too few than too many. */
export type Reader = (clause: Clause) => Statement[];

export function supported(reason: string, by: readonly string[]): Judged {
  return { standing: "supported", reason, by: [...by] };
}

export function contradicted(reason: string, by: readonly string[] = []): Judged {
  return { standing: "contradicted", reason, by: [...by] };
}

export function stale(reason: string, by: readonly string[]): Judged {
  return { standing: "stale", reason, by: [...by] };
}

export function unsupported(reason: string, by: readonly string[] = []): Judged {
  return { standing: "unsupported", reason, by: [...by] };
}
