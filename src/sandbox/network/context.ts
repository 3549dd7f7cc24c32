import type { SecureContext } from "node:tls";
import type { Environment } from "../../contract/provider.ts";
import type { Authority } from "./authority.ts";
import type { Resolve } from "./dial.ts";
import type { Records } from "./record.ts";
import type { NetworkRules } from "./rules.ts";
import type { Secrets } from "./secrets.ts";
import type { Target } from "./target.ts";

/** A request that would write where no list allows it. */
export interface WriteRequest extends Target {
  method: string;
  /** Without the query, at most 200 characters. */
  path: string;
}

/** Answers for a person, or for nobody. `signal` goes off when the box no longer waits. */
export type Judge = (request: WriteRequest, signal: AbortSignal) => Promise<"allow" | "deny">;

/** What all connections of one box go by. */
export interface NetworkContext {
  rules: NetworkRules;
  secrets: Secrets;
  authority: Authority;
  /** Trusts the authorities of this machine. */
  upstreamTrust(): SecureContext;
  resolve: Resolve;
  /** Of the harness. */
  env: Environment;
  judge: Judge;
  records: Records;
}
