import { definePolicy } from "../../contract/policy.ts";
import { ruleRuling, rulesOf } from "../rule-ruling.ts";
import { strictest } from "../strictest.ts";

/** Rules for tools. One that allows a tool allows no script that cannot be read wholly. */
export default definePolicy({
  name: "tools",
  stage: "rule",
  judge({ tool, shell }, facts) {
    const matching = rulesOf("tool", facts).filter(({ matcher }) => matcher.tool === tool);
    const readable = () =>
      shell === undefined || shell.known || (shell.accepted(() => true) && !shell.commands.some(({ words }) => words.includes(null)));
    return strictest(matching.map((rule) => (rule.decision === "allow" && !readable() ? undefined : ruleRuling(rule))));
  },
});
