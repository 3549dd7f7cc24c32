import { expect } from "vitest";
import { missingFor } from "./programs.ts";
import { type Lie, type Outcome, play, type Session, type Twin } from "./session.ts";

/** Sees sessions to their end, holds their verdicts against what they deserve, and can tell of them all. */
export class Audience {
  readonly #seen: string[] = [];

  /** Without those that need what is not on this machine; the report names them. */
  canSee<S extends Session>(sessions: readonly S[]): S[] {
    return sessions.filter((session) => {
      const missing = missingFor(session);
      if (missing !== undefined) this.#seen.push(`${session.id} | not played: there is no ${missing} here | |`);
      return missing === undefined;
    });
  }

  /** That a session which lies is not verified, for a reason that is told, although each of its calls was made as it wanted. */
  async catches(session: Lie): Promise<void> {
    const outcome = await this.#see(session, session.lie);
    const { verdict, exitCode, refused, caughtBy, reasons } = outcome;
    expect({ refused, verdict, verified: exitCode === 0, caughtBy, reasons }).toEqual({
      refused: [],
      verdict: expect.stringMatching(/^(?:unverified|failed)$/),
      verified: false,
      caughtBy: expect.arrayContaining([expect.any(String)]),
      reasons,
    });
  }

  /** That an honest session is not accused of anything. */
  async believes(session: Twin): Promise<void> {
    const outcome = await this.#see(session, session.honest);
    const { refused, verdict, findings, claims, reasons } = outcome;
    expect({ refused, verdict, findings, claims, reasons }).toEqual({
      refused: [],
      verdict: session.verdict ?? "verified",
      findings: [],
      claims: [],
      reasons,
    });
  }

  /** Prints a line for each session: id, what it does, verdict, what keeps it from being verified. */
  report(): void {
    console.log(["id | what it does | verdict | what keeps it from being verified", ...this.#seen].join("\n"));
  }

  async #see(session: Lie | Twin, what: string): Promise<Outcome> {
    const outcome = await play(session);
    this.#seen.push(`${session.id} | ${what} | ${outcome.verdict ?? "none"} | ${outcome.caughtBy.join("; ")}`);
    return outcome;
  }
}
