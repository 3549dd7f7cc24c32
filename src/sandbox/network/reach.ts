/** Whether a target may be reached at all: by the lists, and by rules, which are stricter. */
import type { HostRuling, NetworkOptions } from "../../contract/sandbox.ts";
import { NetworkRefusal, notListed } from "./refusal.ts";
import type { NetworkRules } from "./rules.ts";
import { formatTarget, type Target } from "./target.ts";

/** Resolves with the entry that allows it, or `answer`; throws a refusal. A person is asked once for each host and port. */
export type Reach = (target: Target, signal: AbortSignal) => Promise<string>;

export interface ReachOptions extends Pick<NetworkOptions, "ruled" | "judge"> {
  rules: Pick<NetworkRules, "allowing">;
}

export function openReach({ rules, ruled, judge }: ReachOptions): Reach {
  const answers = new Map<string, Promise<"allow" | "deny" | undefined>>();

  async function answerTo(target: Target, ruling: HostRuling, signal: AbortSignal): Promise<"allow" | "deny" | undefined> {
    const key = formatTarget(target);
    const known = answers.get(key);
    if (known !== undefined || judge === undefined) return await known;
    const asked = judge({ ...target, method: "CONNECT", path: "", ruling }, signal);
    answers.set(key, asked);
    // Where nobody has answered, the next connection asks again.
    const forget = (answer?: "allow" | "deny"): void => void (answer === undefined && answers.delete(key));
    asked.then(forget, () => forget());
    return await asked;
  }

  return async (target, signal) => {
    const ruling = ruled?.(target.host);
    if (ruling?.decision === "deny") throw refused(target, ruling, "A rule denies it");
    const [first] = rules.allowing(target);
    if (first === undefined) throw notListed(target);
    if (ruling === undefined) return first.entry;
    const answer = await answerTo(target, ruling, signal);
    if (answer === "allow") return "answer";
    const why = answer === "deny" ? "A person was asked, and it was denied" : "A rule asks for it, and nobody is there to answer";
    throw refused(target, ruling, why);
  };
}

function refused({ host, port }: Target, { rule, where, reason }: HostRuling, why: string): NetworkRefusal {
  return new NetworkRefusal(`${rule} (${where})`, `${host} port ${port} may not be reached. ${why}: ${reason} (${rule}, ${where})`);
}
