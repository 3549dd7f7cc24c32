import { expect } from "vitest";
import type { Decision, Policy, PolicyCall } from "../../src/contract/policy.ts";
import { decide } from "../../src/policy/decide.ts";
import { entries } from "../../src/policy/rules/index.gen.ts";
import { factsOf, shellCall } from "./facts.ts";
import { verifies } from "../verifies.ts";

const rules = await Promise.all(entries.map(async (entry) => (await entry.load()).default));
const always = (decision: Decision, stage: Policy["stage"] = "rule"): Policy => ({
  name: decision,
  stage,
  judge: () => ({ decision, rule: decision, where: stage, reason: "", code: "rule" }),
});
const shell = shellCall("ls");
const fetchFrom = (...hosts: string[]): PolicyCall => ({ tool: "fetch", effect: "network", paths: [], hosts });

verifies("policy.strictest-wins", () => {
  const judge = (...decisions: Decision[]) =>
    decide(
      decisions.map((decision) => always(decision)),
      shell,
      factsOf(),
    ).decision;
  expect([judge("allow", "deny", "ask"), judge("ask", "allow"), judge("allow"), judge()]).toEqual(["deny", "ask", "allow", "deny"]);
  expect(decide([always("deny", "fallback"), always("allow")], shell, factsOf())).toMatchObject({ decision: "allow", where: "rule" });
});

verifies("policy.box-free", () => {
  expect(decide(rules, shell, factsOf())).toMatchObject({ decision: "allow", rule: "box", where: "default" });
  expect(decide(rules, shell, factsOf({ confined: false, boxless: true }))).toMatchObject({ decision: "allow", where: "--sandbox" });
});

verifies("policy.hosts", () => {
  const facts = factsOf({ allowedHosts: ["Example.com", "*.example.org"] });
  const decisions = [
    "example.com",
    "EXAMPLE.COM.",
    "packages.example.org",
    "example.org",
    "example.com.evil.net",
    "evilexample.com",
    "evilexample.org",
  ].map((host) => `${host} ${decide(rules, fetchFrom(host), facts).decision}`);
  expect(decisions).toEqual([
    "example.com allow",
    "EXAMPLE.COM. allow",
    "packages.example.org allow",
    "example.org ask",
    "example.com.evil.net ask",
    "evilexample.com ask",
    "evilexample.org ask",
  ]);
  expect(decide(rules, fetchFrom("example.com", "other.net"), facts).decision).toBe("ask");
  expect(decide(rules, fetchFrom(), facts).decision).toBe("ask");
});
