import { definePolicy } from "../../contract/policy.ts";

/** The network leaves the box: only listed hosts are reached without asking. */
export default definePolicy({
  name: "hosts",
  judge(call, facts) {
    if (call.effect !== "network") return undefined;
    const unlisted = call.hosts.filter((host) => !facts.allowedHosts.some((allowed) => matches(host, allowed)));
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

/** `example.com` matches itself, `*.example.com` every name below it. Hosts compare without regard to case or a trailing dot. */
function matches(host: string, allowed: string): boolean {
  const name = canonical(host);
  const rule = canonical(allowed);
  return rule.startsWith("*.") ? name.endsWith(rule.slice(1)) : name === rule;
}

function canonical(host: string): string {
  return host.toLowerCase().replace(/\.$/, "");
}
