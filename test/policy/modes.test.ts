import { expect } from "vitest";
import { entries as tools } from "../../src/tools/index.gen.ts";
import type { PolicyFacts } from "../../src/contract/policy.ts";
import { verifies } from "../verifies.ts";
import { factsOf, shellCall } from "./facts.ts";
import { call, decision, judge, rulesOf } from "./judge.ts";

const read = call("read", "read", "a.ts");
const write = call("write", "write", "a.ts");
const known = shellCall("ls -la && git status");
const unknown = shellCall("./configure --all");
const all = [read, write, known, unknown];
const decisions = (facts: Partial<PolicyFacts>) => all.map((one) => decision(one, facts));

verifies("policy.modes", () => {
  expect({
    plan: decisions({ mode: "plan" }),
    ask: decisions({ mode: "ask" }),
    auto: decisions({ mode: "auto" }),
    askYes: decisions({ mode: "ask", yes: true }),
    planYes: decisions({ mode: "plan", yes: true }),
  }).toEqual({
    plan: ["allow", "deny", "allow", "allow"],
    ask: ["allow", "ask", "allow", "ask"],
    auto: ["allow", "allow", "allow", "allow"],
    askYes: ["allow", "allow", "allow", "allow"],
    planYes: ["allow", "deny", "allow", "allow"],
  });
  expect(judge(write, { mode: "plan" })).toMatchObject({ code: "mode", reason: expect.stringContaining("nothing is written") });
  expect(judge(unknown, { mode: "ask", yes: true }).reason).toContain("Answered by --yes.");
});

verifies("policy.modes", "a rule may hold in one mode only, and no rule makes plan write", () => {
  const rules = rulesOf('[[rule]]\npath = "**"\ndecision = "allow"\n[[rule]]\ncommand = ["ls"]\nmode = "ask"\ndecision = "deny"\n');
  expect(decision(write, { mode: "plan", rules })).toBe("deny");
  expect([decision(known, { rules, mode: "ask" }), decision(known, { rules })]).toEqual(["deny", "allow"]);
});

verifies("policy.unconfined", () => {
  const facts = { confined: false };
  expect({
    headless: decisions(facts),
    chosen: decisions({ ...facts, boxless: true }),
    attended: decisions({ ...facts, boxless: true, attended: true }),
    plan: decisions({ ...facts, boxless: true, attended: true, mode: "plan" }),
    yes: decisions({ ...facts, yes: true }),
  }).toEqual({
    headless: ["allow", "allow", "deny", "deny"],
    chosen: ["allow", "allow", "allow", "allow"],
    attended: ["allow", "allow", "ask", "ask"],
    plan: ["allow", "deny", "deny", "deny"],
    yes: ["allow", "allow", "deny", "deny"],
  });
  // Harmless in the box is not harmless without it: a rule must name each command.
  const rules = rulesOf('[[rule]]\ncommand = ["make"]\ndecision = "allow"\n');
  const attended = (script: string) => decision(script, { ...facts, attended: true, rules });
  expect([attended("make"), attended("make && git status")]).toEqual(["allow", "ask"]);
});

verifies("policy.model-powerless", "B51, B52: a request to turn off the sandbox is a request like any other", () => {
  const words = /sandbox|mode|policy|permission|approve|unconfined|dangerous|bypass/i;
  // No tool takes an argument for it.
  const fields = tools.flatMap(({ name, schema }) => Object.keys(schema["properties"] ?? {}).map((field) => `${name}.${field}`));
  expect(fields.length).toBeGreaterThan(10);
  expect(fields.filter((field) => words.test(field))).toEqual([]);
  // Nothing in a script is read as a setting: neither options, nor variables, nor Fettle itself with others.
  const facts = { confined: false, attended: false };
  const scripts = ["FETTLE_SANDBOX=none ls", "ls # --sandbox none --yes", "fettle exec --sandbox none --yes x", "export FETTLE_YES=1; ls"];
  expect(scripts.map((script) => decision(script, facts))).toEqual(scripts.map(() => "deny"));
});

verifies("policy.strictest-wins", "over tiers: an organisation's rule is not weakened, and not answered by --yes", () => {
  const [allowed, askedFor] = ["allow", "ask"].map((ruling) => `[[rule]]\ncommand = ["deploy"]\ndecision = "${ruling}"\n`);
  const tiers = [
    [...rulesOf(allowed!, "user"), ...rulesOf(askedFor!, "organisation")],
    [...rulesOf(allowed!, "organisation"), ...rulesOf(askedFor!, "user")],
  ];
  expect(tiers.map((rules) => decision("deploy", { rules }))).toEqual(["ask", "ask"]);
  expect(tiers.map((rules) => decision("deploy", { rules, yes: true }))).toEqual(["ask", "allow"]);
});

verifies("policy.recorded", "what rulings go by is JSON, and rules the same after it", () => {
  const facts = factsOf({ mode: "ask", rules: rulesOf('[[rule]]\ncommand = ["make", ["a", "b"]]\ndecision = "deny"\nmode = "ask"\n') });
  const again = JSON.parse(JSON.stringify(facts)) as PolicyFacts;
  expect(again).toEqual(facts);
  expect(["make a", "make c", "ls"].map((script) => judge(script, again))).toEqual(
    ["make a", "make c", "ls"].map((script) => judge(script, facts)),
  );
});
