import { type ExitCode, exitCodes } from "../../contract/error.ts";
import type { Verdict } from "../../contract/event.ts";

/** Never 0 unless the harness has verified the work. */
export function verdictExit(verdict: Verdict | undefined): ExitCode {
  if (verdict === "failed") return exitCodes.checksFailed;
  return verdict === "verified" ? exitCodes.verified : exitCodes.unverified;
}
