import { definePolicy } from "../../contract/policy.ts";
import { hostMatches } from "../host-match.ts";

/** The network leaves the box: only listed hosts are reached without asking. */
export default definePolicy({
  name: "hosts",
  judge(call, facts) {
    if (call.effect !== "network") return undefined;
    const unlisted = call.hosts.filter((host) => !facts.allowedHosts.some((allowed) => hostMatches(host, allowed)));
    if (call.hosts.length > 0 && unlisted.length === 0)
      return { decision: "allow", rule: "hosts", where: "network.allow", reason: `${call.hosts.join(", ")} may be reached.` };
    const what = unlisted.length > 0 ? unlisted.join(", ") : "an unknown host";
    return {
      decision: "ask",
      rule: "hosts",
      where: "default",
      reason: `Reaching ${what} leaves the box; allow it with \`--allow-host\` or \`network.allow\`.`,
    };
  },
});
