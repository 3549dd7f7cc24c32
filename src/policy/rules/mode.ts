import { definePolicy, type PolicyCall, type PolicyFacts, type Ruling } from "../../contract/policy.ts";

/** What a mode, or a machine without a box, keeps from happening whatever the rules allow. */
export default definePolicy({
  name: "mode",
  stage: "rule",
  judge(call, facts) {
    return planned(call, facts) ?? unconfined(call, facts);
  },
});

function planned({ effect }: PolicyCall, { mode, confined }: PolicyFacts): Ruling | undefined {
  if (mode !== "plan") return undefined;
  const deny = (reason: string): Ruling => ({ decision: "deny", rule: "plan", where: "--mode", reason, code: "mode", firm: true });
  if (effect === "write") return deny("In plan mode nothing is written: say what you would change, in your answer.");
  if (effect === "execute" && !confined) return deny("In plan mode commands need a box that keeps the workspace from being changed.");
  return undefined;
}

function unconfined({ effect }: PolicyCall, { confined, attended, boxless }: PolicyFacts): Ruling | undefined {
  if (effect !== "execute" || confined || attended || boxless) return undefined;
  const reason = "Nothing confines commands here, nobody is there to be asked, and nobody has chosen `--sandbox none`.";
  return { decision: "deny", rule: "unconfined", where: "default", reason, code: "unconfined", firm: true };
}
