import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { reply, startModelServer } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";
import { createMachine, toServer } from "../fettle.ts";

const rules = `[[rule]]
command = ["git", ["clean", "reset"]]
decision = "deny"
reason = "It throws work away."
match = ["git fetch && git clean -fd"]
not_match = ["git status"]

[[rule]]
command = ["make", "deploy"]
decision = "allow"
`;

verifies("policy.check", async () => {
  await using machine = await createMachine();
  await machine.home.write("state/policy.toml", rules);
  const file = machine.home.path("state/policy.toml");
  const check = async (...args: string[]) => {
    const { code, stdout } = await machine.fettle(["policy", "check", ...args]);
    return `${stdout.replaceAll(file, "policy.toml")}exit ${code}`;
  };
  expect([
    await check("ls && git clean -fd"),
    await check("make deploy", "--mode", "ask"),
    await check("make deploy; ./other", "--mode", "ask"),
    await check("git push --force", "--attended"),
    await check("echo x > .fettle/policy.toml"),
  ]).toMatchInlineSnapshot(`
    [
      "deny  It throws work away. (git clean|reset, policy.toml:1)
      ls             –      harmless in the box
      git clean -fd  deny   git clean|reset, policy.toml:1
    exit 5",
      "allow  A rule allows make deploy. (make deploy, policy.toml:8)
      make deploy  allow  make deploy, policy.toml:8
    exit 0",
      "ask  In mode ask, a script is asked unless all it runs is known to be harmless: an argument of it is not known to be harmless. (ask, --mode)
      make deploy  allow  make deploy, policy.toml:8
      ./other      –      no rule
    exit 5",
      "ask  \`git push --force\` overwrites or deletes what others have fetched. (force-push, default)
      git push --force  ask    force-push, default
    exit 5",
      "deny  The agent does not change the settings and rules that it works under; a person does. (own-settings, default)
      echo x > .fettle/policy.toml  deny   own-settings, default
    exit 5",
    ]
  `);
  const { stdout } = await machine.fettle(["policy", "check", "git reset --hard", "--json"]);
  expect(JSON.parse(stdout)).toEqual({
    decision: "deny",
    rule: "git clean|reset",
    where: `${file}:1`,
    reason: "It throws work away.",
    code: "rule",
    mode: "auto",
    commands: [{ command: "git reset --hard", judged: "deny", by: `git clean|reset, ${file}:1` }],
    ms: expect.any(Number),
  });
});

verifies("policy.check", "`fettle policy test` runs all examples and fails with exit code 2", async () => {
  await using machine = await createMachine({ "rules.toml": `${rules}match = ["make test"]\n`, "broken.toml": "[[rule]]\n" });
  await machine.home.write("state/policy.toml", rules);
  const test = async (...args: string[]) => {
    const { code, stdout, stderr } = await machine.fettle(["policy", "test", ...args]);
    return `${`${stdout}${stderr}`.replaceAll(machine.workspace.root, "")}exit ${code}`;
  };
  expect([await test(), await test("rules.toml"), await test("broken.toml"), await test("none.toml")]).toMatchInlineSnapshot(`
    [
      "2 rules, 2 examples: 0 failed, 0 never decide
    exit 0",
      "✗ /rules.toml:11: The rule make deploy does not match its example "make test", and should: it runs make test.
    2 rules, 3 examples: 1 failed, 0 never decide
    exit 2",
      "fettle: A rule has exactly one of command, path, host, tool; this one has none. [config.invalid]
      at /broken.toml:1
      Correct the rule or remove it.
    exit 2",
      "fettle: The policy cannot be read: ENOENT: no such file or directory, stat '/none.toml'. [config.invalid]
      at /none.toml
      Correct or remove it.
    exit 2",
    ]
  `);
  // Nothing is worked on under rules that are not what they say.
  await machine.home.write("state/policy.toml", readFileSync(machine.workspace.path("rules.toml"), "utf8"));
  const { code, stderr } = await machine.fettle(["exec", "--model", "none", "x"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("[config.invalid]")]);
});

verifies("policy.check", "`fettle policy list` shows the rules that hold, and says what is ignored", async () => {
  await using machine = await createMachine({ ".fettle/policy.toml": rules });
  const list = async () => {
    const { stdout, stderr } = await machine.fettle(["policy", "list"]);
    return { rules: stdout.split("\n").filter((line) => line.includes("project,")).length, ignored: stderr.includes("is ignored") };
  };
  const before = await list();
  await machine.fettle(["trust"]);
  expect([before, await list()]).toEqual([
    { rules: 0, ignored: true },
    { rules: 2, ignored: false },
  ]);
});

verifies("policy.why", async () => {
  await using machine = await createMachine();
  await machine.home.write("state/policy.toml", rules);
  await using model = await startModelServer(
    reply().tool("shell", { script: "git clean -fd" }),
    reply().tool("fetch", { url: "https://example.com/" }),
    reply().tool("write", { path: "a.txt", content: "a\n" }),
    reply().text("Done."),
  );
  const { code } = await machine.fettle(["exec", "clean up", "--check", "true"], { env: toServer(model) });
  expect(code).toBe(5);
  const { stdout: log } = await machine.fettle(["show", "last", "--json"]);
  const events = log
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { seq: number; type: string; item?: string; code?: string });
  const why = async (name: string) => JSON.parse((await machine.fettle(["why", name, "--json"])).stdout) as Record<string, unknown>;
  const decided = events.filter(({ type }) => type === "policy.decided");
  const [clean, fetched, written] = decided.map(({ item }) => item!);
  expect(await why(String(decided[0]!.seq))).toMatchObject({
    event: { type: "policy.decided" },
    asked: { by: "user", text: "clean up" },
    item: clean,
    call: { name: "shell", input: { script: "git clean -fd" } },
    ruling: { decision: "deny", rule: "git clean|reset", where: `${machine.home.path("state/policy.toml")}:1`, code: "rule" },
    held: [],
    result: { ok: false, text: expect.stringContaining("It throws work away.") },
  });
  expect(await why(fetched!)).toMatchObject({
    ruling: { decision: "ask", rule: "hosts", code: "host" },
    approval: { decision: "deny", by: "nobody", code: "unattended" },
  });
  const answer = events.find(({ type }) => type === "approval.decided")!;
  expect(await why(String(answer.seq))).toMatchObject({ item: fetched, event: { type: "approval.decided" } });
  expect(await why(written!)).toMatchObject({
    ruling: { decision: "allow" },
    changed: { total: 1, changes: [{ path: "a.txt", change: "added" }] },
  });
  const { stdout } = await machine.fettle(["why", fetched!]);
  expect(stdout).toContain("[unattended]");
  const unknown = await machine.fettle(["why", "99999"]);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("has no event and no call 99999")]);
});

verifies("policy.recorded", "a replay rules the same without the rules, and in another mode it would not", async () => {
  await using machine = await createMachine();
  await machine.home.write("state/policy.toml", rules);
  await using model = await startModelServer(
    reply().tool("shell", { script: "git clean -fd" }),
    reply().tool("write", { path: "a.txt", content: "a\n" }),
    reply().text("Done."),
  );
  await machine.fettle(["exec", "clean up", "--mode", "plan"], { env: toServer(model) });
  await machine.home.write("state/policy.toml", "");
  const { code } = await machine.fettle(["replay", "last"]);
  const { stdout } = await machine.fettle(["show", "last", "--json"]);
  const ruled = stdout.match(/"code":"\w+"/g);
  expect([code, ruled]).toEqual([0, ['"code":"rule"', '"code":"mode"']]);
  expect(machine.workspace.exists("a.txt")).toBe(false);
});
