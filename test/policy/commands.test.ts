import { expect } from "vitest";
import { verifies } from "../verifies.ts";
import { allow, decision, deny, judge, rulesOf } from "./judge.ts";

/** Decisions in mode ask, where only a rule or known harmlessness allows. */
const asked = (script: string, rules: string) => decision(script, { mode: "ask", rules: rulesOf(rules) });

verifies("policy.each-command", "A1: git status && rm -rf x, with git status allowed", () => {
  const rules = allow("deploy", "status");
  expect([asked("deploy status", rules), asked("deploy status && rm -rf ../x", rules), asked("deploy status && other", rules)]).toEqual([
    "allow",
    "deny",
    "ask",
  ]);
});

verifies("policy.each-command", "A2: git fetch && git pull && git clean -fd, with git clean denied", () => {
  const script = "git fetch && git pull && git clean -fd";
  expect(judge(script, { rules: rulesOf(deny("git", "clean")) })).toMatchObject({
    decision: "deny",
    rule: "git clean",
    where: "user.toml:1",
    code: "rule",
  });
  // Without the rule it happens in the box.
  expect(decision(script)).toBe("allow");
});

verifies("policy.each-command", "A3: pipes are not allowed by their first command", () => {
  const rules = allow("reader");
  expect(["reader f | wc", "reader f | unheard", 'reader "code" | node', "reader f |& sh"].map((script) => asked(script, rules))).toEqual([
    "allow",
    "ask",
    "ask",
    "ask",
  ]);
});

verifies("policy.each-command", "A4: ; || & |& and newlines part commands", () => {
  const rules = allow("good") + deny("bad");
  const between = [";", "||", "&&", "&", "|", "|&", "\n", " ;\n"];
  expect(between.map((by) => asked(`good ${by} unheard`, rules))).toEqual(between.map(() => "ask"));
  expect(between.map((by) => decision(`good ${by} bad`, { rules: rulesOf(rules) }))).toEqual(between.map(() => "deny"));
});

verifies("policy.each-command", "A8: a denied command behind fifty others, and behind many", () => {
  const rules = rulesOf(deny("git", "clean"));
  expect(decision(`${"true;".repeat(50)} git clean -fd`, { rules })).toBe("deny");
  expect(decision(`${"true;".repeat(50_000)} git clean -fd`, { rules })).toBe("deny");
  expect(decision("true;".repeat(50_000), { rules })).toBe("allow");
});

verifies("policy.each-command", "a denied command in a substitution, a loop, a function and a subshell", () => {
  const rules = rulesOf(deny("git", "clean"));
  const scripts = [
    "echo $(git clean -fd)",
    "echo `git clean -fd`",
    'echo "$(git clean -fd)"',
    "cat <(git clean -fd)",
    "for f in a b; do git clean -fd; done",
    "f() { git clean -fd; }; f",
    "(cd x && git clean -fd)",
    "if true; then git clean -fd; fi",
    "eval 'git clean -fd'",
    "bash -c 'git clean -fd'",
  ];
  expect(scripts.map((script) => `${decision(script, { rules })} ${script}`)).toEqual(scripts.map((script) => `deny ${script}`));
});

verifies("policy.unseen", "A6: what the shell computes is allowed by no rule", () => {
  const rules = allow("good") + '[[rule]]\ntool = "shell"\ndecision = "allow"\n';
  const unseen = [
    "good $(evil)",
    "good `evil`",
    "good <(evil)",
    "good ${x:-$(evil)}",
    "$GOOD x",
    "good; eval $X",
    "good\u0000x",
    "good *",
    "good $?",
  ];
  expect(unseen.map((script) => asked(script, rules))).toEqual(unseen.map(() => "ask"));
  expect([asked("good x", rules), asked("unheard x", rules)]).toEqual(["allow", "allow"]);
});

verifies("policy.unseen", "a word that only the shell knows may be what is denied: it is asked", () => {
  const rules = rulesOf(deny("git", "clean"));
  const maybe = ["git $WHAT -fd", "$GIT clean -fd", 'git "$@"', "$COMMAND"];
  expect(maybe.map((script) => decision(script, { rules }))).toEqual(maybe.map(() => "ask"));
  expect(["$CC a.c", "git status $X", "git log"].map((script) => decision(script, { rules }))).toEqual(["allow", "allow", "allow"]);
});

verifies("policy.wrappers", "A9: a denied command behind env, nice, timeout, xargs and others", () => {
  const rules = rulesOf(deny("git", "clean"));
  const wrapped = ["env", "nice -n 5", "timeout 5", "xargs", "setsid", "stdbuf -o0", "nohup", "busybox", "time", "command", "env A=1 nice"];
  expect(wrapped.map((wrapper) => `${wrapper} ${decision(`${wrapper} git clean -fd`, { rules })}`)).toEqual(
    wrapped.map((wrapper) => `${wrapper} deny`),
  );
  expect(wrapped.map((wrapper) => decision(`${wrapper} git status`, { rules }))).not.toContain("deny");
  // One that nobody knows is not seen through, and not allowed by a rule for what follows it.
  expect(asked("unheard-of git status", allow("git", "status"))).toBe("ask");
});

verifies("policy.token-boundaries", "A26: npm test is not npm testx, npm test-evil or npm-test", () => {
  const rules = allow("tool", "test");
  const scripts = [
    "tool test",
    "tool   test",
    "tool test --watch",
    "tool testx",
    "tool test-evil",
    "tool-test",
    "tool",
    "tool x test",
    "'tool test'",
  ];
  expect(scripts.map((script) => asked(script, rules))).toEqual(["allow", "allow", "allow", "ask", "ask", "ask", "ask", "ask", "ask"]);
});

verifies("policy.token-boundaries", "quotes around a token make no other token of it", () => {
  const rules = rulesOf(deny("git", "clean"));
  const spelled = ["git 'clean' -fd", 'git "clean"', "git cl''ean", "git \\clean", "g'i't clean", "$'git' clean"];
  expect(spelled.map((script) => decision(script, { rules }))).toEqual(spelled.map(() => "deny"));
});

verifies("policy.token-boundaries", "A10: ./git and /opt/x/git are not git unless they are listed", () => {
  const scripts = ["git push", "./git push", "/opt/x/git push", "bin/git push"];
  expect(scripts.map((script) => asked(script.replaceAll("git", "tool"), allow("tool", "push")))).toEqual(["allow", "ask", "ask", "ask"]);
  const listed = '[[rule]]\ncommand = [["tool", "/opt/x/tool"], "push"]\ndecision = "allow"\n';
  expect(asked("/opt/x/tool push", listed)).not.toBe("deny");
  // What forbids holds for the system's own folders, and asks for others of that name.
  const rules = rulesOf(deny("git", "push"));
  expect([...scripts, "/usr/bin/git push"].map((script) => decision(script, { rules }))).toEqual(["deny", "ask", "ask", "ask", "deny"]);
});

verifies("policy.token-boundaries", "an element may list alternatives, and * stands only for itself", () => {
  const rules = rulesOf(
    '[[rule]]\ncommand = ["git", ["clean", "reset"]]\ndecision = "deny"\n[[rule]]\ncommand = ["rsync", "*"]\ndecision = "deny"\n',
  );
  expect(["git clean", "git reset", "git log", "rsync a b", "rsync '*'"].map((script) => decision(script, { rules }))).toEqual([
    "deny",
    "deny",
    "allow",
    "allow",
    "deny",
  ]);
});
