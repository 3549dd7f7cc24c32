/* oxlint-disable no-control-regex -- control characters are what some of this is about */
import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { askNobody, askPerson } from "../../src/agent/ask-person.ts";
import { Inbox } from "../../src/agent/inbox.ts";
import { ruleOn } from "../../src/agent/ruling.ts";
import type { ReadyCall, World } from "../../src/agent/world.ts";
import type { Command } from "../../src/contract/command.ts";
import type { PolicyFacts, Rule } from "../../src/contract/policy.ts";
import { entries } from "../../src/policy/rules/index.gen.ts";
import { createWorkspace } from "../../src/testing/index.ts";
import { entries as tools } from "../../src/tools/index.gen.ts";
import { factsOf } from "../policy/facts.ts";
import { verifies } from "../verifies.ts";
import { recordInMemory } from "./sink.ts";

type Answer = Omit<Extract<Command, { type: "approval.decide" }>, "type" | "approval" | "requestHash">;
const yes: Answer = { decision: "allow", by: "me", reason: "" };
const policies = await Promise.all(entries.map(async (entry) => (await entry.load()).default));

async function ready(name: string, input: unknown, id = "c1"): Promise<ReadyCall> {
  const entry = tools.find((tool) => tool.name === name)!;
  return { id, entry, tool: (await entry.load()).default, input };
}

/** Rules on calls in mode ask, and answers each question as `answer` says, given its event. */
function stage(answer: (question: Extract<Command, { type: "approval.decide" }>, inbox: Inbox) => void, home = "/nowhere") {
  const { recorder, recorded } = recordInMemory();
  const inbox = new Inbox();
  const person = askPerson(inbox, { home });
  const answered: Rule[] = [];
  const approve: World["approve"] = (request) => {
    const asked = person(request);
    answer({ type: "approval.decide", approval: request.approval, requestHash: request.requestHash, ...yes }, inbox);
    return asked;
  };
  return {
    recorded,
    inbox,
    rule: async (call: ReadyCall, given: Partial<PolicyFacts> = {}, step = 1) => {
      const facts = factsOf({ mode: "ask", attended: true, ...given });
      const signal = AbortSignal.timeout(5000);
      const ruling = await ruleOn(call, {
        recorder,
        world: { approve },
        policies,
        policyFacts: () => ({ ...facts, rules: [...facts.rules, ...answered] }),
        step,
        signal,
      });
      for (const event of recorded) if (event.type === "fact.recorded") answered.push(...(event.value as Rule[]));
      return ruling?.decision;
    },
    questions: () => recorded.flatMap((event) => (event.type === "approval.requested" ? [event.question] : [])),
  };
}

verifies("agent.approval-bound", "A28: an answer to a request that changed, or was another one, is none", async () => {
  const late: Extract<Command, { type: "approval.decide" }>[] = [];
  const { rule } = stage((answer, inbox) => {
    // The answers to all earlier questions arrive first, each with a yes; then the real one with a no.
    for (const earlier of late) inbox.decide(earlier);
    late.push(answer);
    inbox.decide({ ...answer, decision: "deny" });
  });
  const call = await ready("shell", { script: "./deploy" });
  expect([await rule(call), await rule(call, {}, 2), await rule(await ready("shell", { script: "./deploy --all" }), {}, 3)]).toEqual([
    "deny",
    "deny",
    "deny",
  ]);
});

verifies("agent.approval-bound", "A28: a request that changes while it is asked about is not done", async () => {
  const input = { script: "./deploy" };
  const { rule } = stage((answer, inbox) => {
    input.script = "./deploy --all";
    inbox.decide(answer);
  });
  expect(await rule(await ready("shell", input))).toBe("deny");
  const { rule: unchanged } = stage((answer, inbox) => inbox.decide(answer));
  expect(await unchanged(await ready("shell", { script: "./deploy" }))).toBe("allow");
});

verifies("agent.question-escaped", "A24: what a terminal would obey or hide stands in the question as text", async () => {
  const hidden = [
    "\u001b[2J",
    "\u009b31m",
    "\u202e",
    "\u200b",
    "\u0007",
    "\r",
    "\u2066",
    "\u001b]52;c;eA==\u0007",
    "\n",
    "\t",
    "\u{e0041}",
  ];
  const { rule, questions } = stage((answer, inbox) => inbox.decide(answer));
  for (const [index, text] of hidden.entries()) {
    await rule(await ready("shell", { script: `./deploy ${text}` }), {}, index);
    await rule(await ready("write", { path: `a${text}`, content: "" }), {}, 100 + index);
  }
  expect(questions()).toHaveLength(2 * hidden.length);
  expect(
    questions().filter((question) =>
      /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\u{e0000}-\u{e0fff}]/u.test(question),
    ),
  ).toEqual([]);
  expect(questions()[0]).toContain("./deploy \\x1b[2J");
});

verifies("policy.always", "an answer for the thread holds for the rest of it, for the command it was given for", async () => {
  const { rule, recorded, questions } = stage((answer, inbox) => inbox.decide({ ...answer, remember: "thread" }));
  const scripts = ["tool deploy --fast", "tool deploy --slow", "tool destroy", "tool deploy; tool deploy"];
  for (const [step, script] of scripts.entries()) expect(await rule(await ready("shell", { script }), {}, step)).toBe("allow");
  expect(questions()).toHaveLength(2);
  expect(recorded.filter(({ type }) => type === "approval.requested" || type === "fact.recorded")).toMatchObject([
    { always: ["tool deploy"] },
    {
      fact: "always approval-c1",
      value: [{ tier: "thread", decision: "allow", matcher: { kind: "command", tokens: [["tool"], ["deploy"]] } }],
    },
    { always: ["tool destroy"] },
    {},
  ]);
});

verifies("policy.always", "an answer for the user is written to the user's rules, narrow and only once asked", async () => {
  await using home = await createWorkspace();
  const { rule } = stage((answer, inbox) => inbox.decide({ ...answer, remember: "user" }), home.root);
  await rule(await ready("shell", { script: "tool deploy --fast" }), {}, 1);
  await rule(await ready("write", { path: "docs/a.md", content: "" }), {}, 2);
  await rule(await ready("fetch", { url: "https://example.com/x" }), {}, 3);
  expect(readFileSync(home.path("policy.toml"), "utf8").match(/^(command|path|host) = .*$/gm)).toEqual([
    'command = ["tool", "deploy"]',
    'path = "docs/a.md"',
    'host = "example.com"',
  ]);
});

verifies(
  "policy.always",
  "A27: never kept for interpreters, wrappers, several commands with one of them, and what cannot be seen",
  async () => {
    await using home = await createWorkspace();
    const { rule, recorded } = stage((answer, inbox) => inbox.decide({ ...answer, remember: "user" }), home.root);
    const scripts = [
      "sh -c 'tool deploy'",
      "bash -lc x",
      "busybox tool",
      "npx thing",
      "npm exec thing",
      "python -c 'x'",
      "python3 -",
      "node -e x",
      "perl -e x",
      "env A=1 tool deploy",
      "A=1 tool deploy",
      "timeout 5 tool deploy",
      "xargs tool",
      "eval x",
      "find . -exec tool {} ;",
      "ssh host x",
      "tool deploy; sh -c x",
      "tool deploy $(x)",
      "tool $X",
      "$X",
      "tool deploy > /etc/x",
      "awk '{system(\"x\")}'",
    ];
    for (const [step, script] of scripts.entries()) await rule(await ready("shell", { script }), {}, step);
    const kept = recorded.filter((event) => event.type === "fact.recorded" || ("always" in event && event.always !== undefined));
    expect(kept).toEqual([]);
    expect(existsSync(home.path("policy.toml"))).toBe(false);
    // An answer is still an answer, once.
    expect(recorded.filter((event) => event.type === "approval.decided" && event.remember === undefined).length).toBeGreaterThan(15);
  },
);

verifies("policy.always", "what a rule or the floor asks is asked again, and nothing is kept", async () => {
  const { rule, recorded } = stage((answer, inbox) => inbox.decide({ ...answer, remember: "thread" }));
  await rule(await ready("shell", { script: "git push --force" }), {}, 1);
  const asking: Rule = {
    name: "deploy",
    where: "user.toml:1",
    tier: "user",
    decision: "ask",
    reason: "",
    matcher: { kind: "command", tokens: [["tool"]] },
  };
  await rule(await ready("shell", { script: "tool deploy" }), { rules: [asking] }, 2);
  expect(recorded.filter(({ type }) => type === "approval.requested")).toHaveLength(2);
  expect(recorded.filter((event) => event.type === "fact.recorded")).toEqual([]);
});

verifies("policy.always", "a user's file that cannot be written keeps the answer for the thread, and says so", async () => {
  await using home = await createWorkspace({ files: { state: "a file where the folder should be\n" } });
  const { rule, recorded } = stage((answer, inbox) => inbox.decide({ ...answer, remember: "user" }), home.path("state"));
  await rule(await ready("shell", { script: "tool deploy" }));
  expect(recorded.find(({ type }) => type === "approval.decided")).toMatchObject({
    remember: "thread",
    reason: expect.stringContaining("kept for this thread only"),
  });
});

verifies("policy.recorded", "in a headless run a question is a denial with code, rule and place", async () => {
  const { recorder, recorded } = recordInMemory();
  const ruling = await ruleOn(await ready("shell", { script: "./deploy" }), {
    recorder,
    world: { approve: askNobody },
    policies,
    policyFacts: () => factsOf({ mode: "ask" }),
    step: 1,
    signal: new AbortController().signal,
  });
  expect(ruling).toMatchObject({ decision: "deny", rule: "ask", where: "--mode", code: "mode" });
  expect(recorded).toMatchObject([
    { type: "policy.decided", decision: "ask", code: "mode", rule: "ask", where: "--mode" },
    { type: "approval.requested", rule: "ask" },
    { type: "approval.decided", decision: "deny", by: "nobody", code: "unattended", reason: expect.stringContaining("Nobody is there") },
  ]);
});
