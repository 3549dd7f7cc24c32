import type { SecureContext } from "node:tls";
import type { Environment } from "../../contract/provider.ts";
import type { NetworkOptions } from "../../contract/sandbox.ts";
import type { Authority } from "./authority.ts";
import type { Resolve } from "./dial.ts";
import type { Records } from "./record.ts";
import type { Reach } from "./reach.ts";
import type { NetworkRules } from "./rules.ts";
import type { Secrets } from "./secrets.ts";

/** What all connections of one box go by. */
export interface NetworkContext {
  rules: NetworkRules;
  reach: Reach;
  secrets: Secrets;
  authority: Authority;
  /** Trusts the authorities of this machine. */
  upstreamTrust(): SecureContext;
  resolve: Resolve;
  /** Of the harness. */
  env: Environment;
  judge: NetworkOptions["judge"];
  records: Records;
}
