import { definePolicy } from "../../contract/policy.ts";
import { hostMatches } from "../../lib/host.ts";
import { ruleRuling, rulesOf } from "../rule-ruling.ts";
import { strictest } from "../strictest.ts";

/** Rules for hosts. What some rule or `network.allow` allows for each host of a call is allowed. */
export default definePolicy({
  name: "hosts",
  stage: "rule",
  judge({ hosts, effect }, facts) {
    if (effect !== "network" || hosts.length === 0) return undefined;
    const rules = rulesOf("host", facts);
    const strict = rules.filter(({ decision, matcher }) => decision !== "allow" && hosts.some((host) => hostMatches(host, matcher.host)));
    if (strict.length > 0) return strictest(strict.map((rule) => ruleRuling(rule)));
    const allowing = rules.filter(({ decision }) => decision === "allow");
    const ruleFor = (host: string) => allowing.find(({ matcher }) => hostMatches(host, matcher.host));
    const listed = (host: string) => facts.allowedHosts.some((allowed) => hostMatches(host, allowed));
    if (!hosts.every((host) => ruleFor(host) !== undefined || listed(host))) return undefined;
    const rule = hosts.map(ruleFor).find((found) => found !== undefined);
    if (rule !== undefined) return ruleRuling(rule);
    return { decision: "allow", rule: "hosts", where: "network.allow", reason: `${hosts.join(", ")} may be reached.`, code: "host" };
  },
});
