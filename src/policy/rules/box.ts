import { definePolicy, type PolicyCall, type PolicyFacts, type Ruling } from "../../contract/policy.ts";
import type { Effect } from "../../contract/sandbox.ts";

/** What no rule speaks of: everything inside the box runs without asking, unless the mode is to ask. */
export default definePolicy({
  name: "box",
  stage: "fallback",
  judge(call, facts) {
    if (call.effect === "network") return undefined;
    if (harmless.has(call.effect)) return inBox("It changes nothing.");
    if (call.effect === "execute" && !facts.confined) return withoutBox(facts);
    if (facts.mode === "ask") return byAsking(call);
    return inBox(facts.confined ? "It happens inside the box." : "Files are changed by a transaction that can be undone.");
  },
});

const harmless: ReadonlySet<Effect> = new Set<Effect>(["none", "read"]);

function inBox(reason: string): Ruling {
  return { decision: "allow", rule: "box", where: "default", reason, code: "box" };
}

/** Without a box that is a person's own choice of `--sandbox none`. */
function withoutBox({ attended }: PolicyFacts): Ruling {
  const common = { rule: "box", where: "--sandbox", code: "unconfined" } as const;
  return attended
    ? { ...common, decision: "ask", reason: "Nothing confines this command: it can do what you can." }
    : { ...common, decision: "allow", reason: "The sandbox was turned off for this thread." };
}

function byAsking({ effect, shell }: PolicyCall): Ruling {
  if (shell?.known === true) return inBox("What it runs is known, and happens inside the box.");
  const reason =
    shell?.reason !== undefined
      ? `In mode ask, a script is asked unless all it runs is known to be harmless: ${shell.reason}.`
      : `In mode ask, ${effect === "write" ? "each change" : "what runs"} is asked.`;
  return { decision: "ask", rule: "ask", where: "--mode", reason, code: "mode" };
}
