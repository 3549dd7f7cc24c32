import type { Footer } from "../footer.ts";
import type { TerminalState } from "../state/terminal-state.ts";
import type { Session } from "./session.ts";

/** What holds as long as no thread says otherwise. */
export interface FirstSetting {
  /** Undefined when it is chosen when the thread is opened. */
  model: string | undefined;
  mode: string;
  budgetUsd: number | undefined;
}

export function footerFacts(
  { report, contextTokens }: TerminalState,
  { session, first, hint }: { session: Session; first: FirstSetting; hint: Footer["hint"] },
): Footer {
  const { thread } = session;
  const { usd, unpricedSteps } = report.ledger;
  const limit = thread?.setting.contextTokens;
  return {
    model: thread?.setting.model ?? chosen(session, "model") ?? first.model,
    mode: thread?.setting.mode ?? chosen(session, "mode") ?? first.mode,
    cost: { usd, unknown: unpricedSteps > 0 },
    budgetUsd: first.budgetUsd,
    context: limit === undefined ? undefined : { tokens: contextTokens, limit },
    jobs: thread?.jobs.list().filter(({ running }) => running).length ?? 0,
    queued: session.waiting.length,
    hint,
  };
}

/** For the next prompt, while no thread is open. */
function chosen({ flags }: Session, key: "model" | "mode"): string | undefined {
  const value = flags[key];
  return typeof value === "string" ? value : undefined;
}
