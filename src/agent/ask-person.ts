import { storeRules } from "../config/store-rules.ts";
import { toErrorFacts } from "../contract/error.ts";
import { answeredRules } from "../policy/storable-rules.ts";
import type { Inbox } from "./inbox.ts";
import type { World } from "./world.ts";

type Approve = World["approve"];

/** Puts a question to the person at the thread's inbox, and keeps an answer for always where it was asked to be kept. */
export function askPerson(inbox: Inbox, { home }: { home: string }): Approve {
  return async ({ approval, requestHash, storable, signal }) => {
    const { decision, by, reason, remember } = await inbox.ask({ approval, requestHash, signal });
    if (remember !== "user" || storable.length === 0) return { decision, by, reason, ...(remember !== undefined && { remember }) };
    try {
      storeRules(home, answeredRules(storable, { tier: "user", decision, where: approval }));
      return { decision, by, reason, remember };
    } catch (error) {
      const why = `It is kept for this thread only: ${toErrorFacts(error).message}`;
      return { decision, by, reason: `${reason} ${why}`.trimStart(), remember: "thread" };
    }
  };
}

/** Nobody is there: what would be asked is not done. */
export const askNobody: Approve = async ({ ruling }) => ({
  decision: "deny",
  by: "nobody",
  reason: `${ruling.reason} Nobody is there to answer, so it is not done.`,
  code: "unattended",
});
