import { expect } from "vitest";
import { modes } from "../../src/contract/policy.ts";
import { verifies } from "../verifies.ts";
import { shellCall } from "./facts.ts";
import { call, decision, judge, rulesOf } from "./judge.ts";

const secrets = rulesOf('[[rule]]\npath = "Secrets/**"\ndecision = "deny"\n');

verifies("policy.paths", "B49: trailing slashes, .., //, case and Unicode's forms are one path", () => {
  const spellings = [
    "Secrets",
    "Secrets/",
    "./Secrets",
    "Secrets//a",
    "Secrets/./a",
    "src/../Secrets/a",
    "Secrets/b/../a",
    "/srv/project/Secrets/a",
    "/srv//project/Secrets/a/",
    "../project/Secrets/a",
    "secrets/a",
    "SECRETS/a",
  ];
  expect(spellings.filter((path) => decision(call("write", "write", path), { rules: secrets }) !== "deny")).toEqual([]);
  expect(["Secrets2/a", "src/Secrets/a", "xSecrets"].map((path) => decision(call("write", "write", path), { rules: secrets }))).toEqual([
    "allow",
    "allow",
    "allow",
  ]);
  const composed = rulesOf('[[rule]]\npath = "caf\\u00e9"\ndecision = "deny"\n');
  expect(decision(call("write", "write", "cafe\u0301/x"), { rules: composed })).toBe("deny");
  const decomposed = rulesOf('[[rule]]\npath = "cafe\\u0301"\ndecision = "deny"\n');
  expect(decision(call("write", "write", "caf\u00e9/x"), { rules: decomposed })).toBe("deny");
});

verifies("policy.paths", "a pattern stands for names, folders or characters", () => {
  const matches = (pattern: string, path: string) =>
    decision(call("write", "write", path), { rules: rulesOf(`[[rule]]\npath = ${JSON.stringify(pattern)}\ndecision = "deny"\n`) }) ===
    "deny";
  expect(
    [
      ["src/*.ts", "src/a.ts"],
      ["src/*.ts", "src/a/b.ts"],
      ["src/**/*.ts", "src/a.ts"],
      ["src/**/*.ts", "src/a/b/c.ts"],
      ["**/.env", ".env"],
      ["**/.env", "a/b/.env"],
      ["**/.env", "a/.env.example"],
      ["a?c", "abc"],
      ["a?c", "ac"],
      ["~/notes", "/home/me/notes/x"],
      ["/etc", "/etc/passwd"],
      ["**/a/**/b", `${"a/".repeat(200)}c`],
    ].map(([pattern, path]) => matches(pattern!, path!)),
  ).toEqual([true, false, true, true, true, true, false, true, false, true, true, false]);
});

verifies("policy.paths", "A5: redirects and arguments of commands are paths", () => {
  const rules = rulesOf('[[rule]]\npath = "migrations"\neffects = ["write"]\ndecision = "deny"\n');
  const writes = [
    "echo x > migrations/1.sql",
    "echo x >> ./migrations/1.sql",
    "rm migrations/1.sql",
    "cd migrations && rm 1.sql",
    "mv migrations old",
    "cp a migrations/",
    "sed -i s/a/b/ migrations/1.sql",
    "tee migrations/1.sql",
    "dd if=a of=migrations/1.sql",
    "git checkout -- migrations",
    "env rm migrations/1.sql",
  ];
  expect(writes.filter((script) => decision(script, { rules }) !== "deny")).toEqual([]);
  const reads = [
    "cat migrations/1.sql",
    "ls migrations",
    "git diff migrations",
    "wc -l < migrations/1.sql",
    "npm run migrations",
    "rm migrations2",
  ];
  expect(reads.filter((script) => decision(script, { rules }) !== "allow")).toEqual([]);
  expect(decision(shellCall("rm 1.sql", "migrations"), { rules })).toBe("deny");
  expect(decision(shellCall("rm 1.sql"), { rules })).toBe("allow");
});

verifies("policy.paths", "A25: a safe program with a path that may not be read", () => {
  const rules = rulesOf('[[rule]]\npath = "~/.ssh"\ndecision = "deny"\n[[rule]]\ncommand = ["grep"]\ndecision = "allow"\n');
  const reads = ["grep x ~/.ssh/id_rsa", "grep x /home/me/.ssh/id_rsa", "cat < ~/.ssh/id_rsa", "head ../../home/me/.ssh/id_rsa"];
  expect(reads.filter((script) => decision(script, { rules }) !== "deny")).toEqual([]);
  // What the shell computes is for the box, in which no home is mounted; without one, no rule allows it.
  const computed = ["grep x $HOME/.ssh/id_rsa", "grep x *"];
  expect(computed.map((script) => decision(script, { rules }))).toEqual(["allow", "allow"]);
  expect([...computed, "grep x a"].map((script) => decision(script, { rules, confined: false, attended: true }))).toEqual([
    "ask",
    "ask",
    "allow",
  ]);
});

verifies("policy.paths", "who changes a folder changes what lies in it", () => {
  const rules = rulesOf('[[rule]]\npath = "src/generated/api.ts"\neffects = ["write"]\ndecision = "deny"\n');
  expect(["rm -rf src", "rm -rf src/generated", "mv src x", "rm -rf lib", "ls src"].map((script) => decision(script, { rules }))).toEqual([
    "deny",
    "deny",
    "deny",
    "allow",
    "allow",
  ]);
});

verifies("policy.paths", "a rule allows a call only when it covers all its paths", () => {
  const rules = rulesOf('[[rule]]\npath = "docs"\neffects = ["write"]\ndecision = "allow"\n');
  const asked = (...paths: string[]) => decision(call("patch", "write", ...paths), { rules, mode: "ask" });
  expect([asked("docs/a.md"), asked("docs/a.md", "src/a.ts"), asked("docs/../src/a.ts"), asked("Docs/a.md")]).toEqual([
    "allow",
    "ask",
    "ask",
    "ask",
  ]);
});

verifies("policy.own-files", "B38: the agent edits its own policy: by tool, by command, in any mode", () => {
  const rules = rulesOf('[[rule]]\npath = "**"\ndecision = "allow"\n[[rule]]\ntool = "write"\ndecision = "allow"\n');
  const calls = [
    call("write", "write", ".fettle/policy.toml"),
    call("edit", "write", "./.fettle/config.toml"),
    call("patch", "write", "src/a.ts", "x/../.fettle/policy.toml"),
    call("write", "write", "packages/a/.fettle/policy.toml"),
    call("write", "write", ".FETTLE/policy.toml"),
    call("mcp_write", "execute", ".fettle/policy.toml"),
    call("write", "write", "/home/me/.fettle/policy.toml"),
    call("read", "read", "/home/me/.fettle/keys/log.key"),
    shellCall("echo '[[rule]]' >> .fettle/policy.toml"),
    shellCall("rm -rf .fettle"),
    shellCall("cd .fettle && sed -i s/deny/allow/ policy.toml"),
    shellCall("python3 evil.py; mv x .fettle/policy.toml"),
    shellCall("cat ~/.fettle/keys/log.key"),
  ];
  const ruled = modes.flatMap((mode) => calls.map((own) => judge(own, { mode, yes: true, attended: true, rules })));
  expect(ruled.filter(({ decision: ruling }) => ruling !== "deny")).toEqual([]);
  expect(judge(calls[0]!, { rules })).toMatchObject({ rule: "own-settings", where: "default", firm: true });
  // Reading the project's own settings is no secret.
  expect(decision(call("read", "read", ".fettle/policy.toml"))).toBe("allow");
});
