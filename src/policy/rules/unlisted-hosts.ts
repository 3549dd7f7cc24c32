import { definePolicy } from "../../contract/policy.ts";
import { hostMatches } from "../../lib/host.ts";

/** The network leaves the box: a host that no rule speaks of is asked. */
export default definePolicy({
  name: "unlisted-hosts",
  stage: "fallback",
  judge({ effect, hosts }, { allowedHosts }) {
    if (effect !== "network") return undefined;
    const unlisted = hosts.filter((host) => !allowedHosts.some((allowed) => hostMatches(host, allowed)));
    const what = unlisted.length > 0 ? unlisted.join(", ") : "an unknown host";
    return {
      decision: "ask",
      rule: "hosts",
      where: "default",
      reason: `Reaching ${what} leaves the box; allow it with \`--allow-host\` or \`network.allow\`.`,
      code: "host",
    };
  },
});
