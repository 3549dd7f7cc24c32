import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { withinLimits } from "../../src/agent/within-limits.ts";
import { loadConfig, type Flags } from "../../src/config/load.ts";
import { readPolicyFile } from "../../src/config/policy-file.ts";
import { storeRules } from "../../src/config/store-rules.ts";
import { trust } from "../../src/config/trust.ts";
import { FettleError } from "../../src/contract/error.ts";
import { loadPolicy, organisationFile, type PolicySources } from "../../src/policy/load.ts";
import { createWorkspace, type Workspace } from "../../src/testing/index.ts";
import { entries as tools } from "../../src/tools/index.gen.ts";
import { verifies } from "../verifies.ts";
import { decision, rulesOf } from "./judge.ts";

const denyClean = '[[rule]]\ncommand = ["git", "clean"]\ndecision = "deny"\n';
const allowClean = denyClean.replace("deny", "allow");

/** A place for all three files. */
async function place(): Promise<
  Workspace & { sources: PolicySources; put(name: "project" | "user" | "organisation", text: string): string }
> {
  const root = await createWorkspace();
  const files = { project: "project/.fettle/policy.toml", user: "home/policy.toml", organisation: "etc/policy.toml" };
  mkdirSync(root.path("project"));
  return Object.assign(root, {
    sources: {
      workspace: root.path("project"),
      home: root.path("home"),
      userHome: root.path("."),
      tools,
      organisation: root.path(files.organisation),
    },
    put(name: keyof typeof files, text: string) {
      const file = root.path(files[name]);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
  });
}

function errorOf(text: string, tier: "user" | "organisation" = "user"): string {
  try {
    readPolicyFile(text, { file: "policy.toml", tier });
    return "none";
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    return `${error.at}: ${error.message}`;
  }
}

verifies("policy.files", () => {
  const rule = (...lines: string[]) => ["# first", "[[rule]]", ...lines, ""].join("\n");
  expect(
    [
      rule('decision = "deny"'),
      rule('decision = "deny"', 'command = ["a"]', 'host = "b"'),
      rule('command = ["a"]'),
      rule('command = ["a"]', 'decision = "forbid"'),
      rule('command = "a b"', 'decision = "deny"'),
      rule('decision = "deny"', "command = [[]]"),
      rule('command = ["a"]', 'effects = ["read"]', 'decision = "deny"'),
      rule('path = "a"', 'effects = ["execute"]', 'decision = "deny"'),
      rule('command = ["a"]', 'decision = "deny"', 'mode = "yolo"'),
      rule('command = ["a"]', 'decision = "deny"', 'reasom = "x"'),
      rule('command = ["a"]', 'decision = "deny"', '"(" = 1'),
      rule('command = ["a"]', 'decision = "deny"', 'match = "a"'),
      rule('command = ["a"]', 'decision = "deny"', "", "[[rule]]", 'path = ""', 'decision = "deny"'),
      '[[rule]]\ncommand = ["a"\n',
      'rule = [{ command = ["a"], decision = "deny" }]\n',
      '[rule]\ncommand = ["a"]\n',
      "[limits]\nyes = false\n",
      'sandbox = "none"\n',
    ].map((text) => errorOf(text)),
  ).toMatchInlineSnapshot(`
    [
      "policy.toml:2: A rule has exactly one of command, path, host, tool; this one has none.",
      "policy.toml:2: A rule has exactly one of command, path, host, tool; this one has command and host.",
      "policy.toml:2: decision must be one of allow, ask, deny, not missing.",
      "policy.toml:4: decision must be one of allow, ask, deny, not "forbid".",
      "policy.toml:3: command must be a list of tokens, each a text or a list of texts: ["git", ["clean", "reset"]].",
      "policy.toml:4: command must be a list of tokens, each a text or a list of texts: ["git", ["clean", "reset"]].",
      "policy.toml:4: Only a rule for a path has effects.",
      "policy.toml:4: effects must be a list of "read" and "write".",
      "policy.toml:5: mode must be one of plan, ask, auto, not "yolo".",
      "policy.toml:5: There is no "reasom" here",
      "policy.toml:5: There is no "(" here",
      "policy.toml:5: match must be a list of texts.",
      "policy.toml:7: path must be a text that is not empty.",
      "policy.toml:3: Not valid TOML: Invalid TOML document: expected comma or end of structure",
      "policy.toml:1: Rules are written as [[rule]], each with its keys below.",
      "policy.toml:1: Rules are written as [[rule]], each with its keys below.",
      "policy.toml:1: Only the organisation's policy has [limits]",
      "policy.toml:1: There is no "sandbox" in a policy",
    ]
  `);
  expect([errorOf('[limits]\nmodes = ["yolo"]\n', "organisation"), errorOf("[limits]\n\nyes = 1\n", "organisation")])
    .toMatchInlineSnapshot(`
    [
      "policy.toml:2: modes must be one of plan, ask, auto, not "yolo".",
      "policy.toml:3: yes must be true or false.",
    ]
  `);
});

verifies("policy.files", "lines are those of the rules, whatever stands in strings", () => {
  const text = [
    "[[rule]] # one",
    'command = ["a"]',
    'decision = "deny"',
    'reason = """',
    "[[rule]]",
    'not one: \\""" "',
    '"""',
    "  [[ rule ]]",
    "host = 'x.y'",
    'decision = "ask"',
  ].join("\n");
  expect(rulesOf(text).map(({ where, name }) => `${where} ${name}`)).toEqual(["user.toml:1 a", "user.toml:8 x.y"]);
});

verifies("policy.files", "a file that is a pipe, a folder, huge or a broken link is an error, and nothing waits for it", async () => {
  await using root = await place();
  const at = root.put("user", "");
  const load = () =>
    loadPolicy(root.sources).then(
      ({ rules }) => rules.length,
      (error: FettleError) => `${error.code} ${error.message.replace(at, "/…")}`,
    );
  const outcomes: unknown[] = [await load()];
  for (const make of [
    () => spawnSync("mkfifo", [at]),
    () => mkdirSync(at),
    () => writeFileSync(at, "#".repeat(1024 * 1024 + 1)),
    () => symlinkSync("/nowhere", at),
  ]) {
    rmSync(at, { recursive: true });
    make();
    outcomes.push(await load());
  }
  expect(outcomes).toEqual([
    0,
    "config.invalid The policy cannot be read: not a file.",
    "config.invalid The policy cannot be read: not a file.",
    "config.invalid The policy cannot be read: larger than 1048576 bytes.",
    "config.invalid The policy cannot be read: ENOENT: no such file or directory, stat '/…'.",
  ]);
});

verifies("policy.examples", async () => {
  await using root = await place();
  const failure = async (match: string, notMatch = "") => {
    const file = root.put("user", `${denyClean}match = [${match}]\nnot_match = [${notMatch}]\n`);
    return await loadPolicy(root.sources).then(
      () => "loaded",
      ({ at, message }: FettleError) => `${at?.replace(file, "policy.toml")}: ${message}`,
    );
  };
  expect([
    await failure('"git clean -fd", "ls && git clean"', '"git status", "gitclean", "echo git clean"'),
    await failure('"git clean", "git status"'),
    await failure("", "\"sh -c 'git clean'\""),
  ]).toEqual([
    "loaded",
    'policy.toml:4: The rule git clean does not match its example "git status", and should: it runs git status.',
    expect.stringMatching(/^policy\.toml:5: The rule git clean matches its example .*, and should not: it runs .*git clean/),
  ]);
  // What an allowing rule matches must be allowed by it alone.
  root.put("user", `${allowClean.replaceAll("git", "tool")}match = ["tool clean; unheard"]\n`);
  await expect(loadPolicy(root.sources)).rejects.toThrow("the rule alone does not allow all of it");
});

verifies(
  "policy.trust",
  "B39: rules of an untrusted project are ignored, and count as long as their content is the trusted one",
  async () => {
    await using root = await place();
    const text = '[[rule]]\ncommand = ["unheard"]\ndecision = "allow"\n';
    const file = root.put("project", text);
    const load = async () => {
      const { rules, notices } = await loadPolicy(root.sources);
      return [decision("unheard", { mode: "ask", rules }), notices.length];
    };
    const before = await load();
    trust(root.sources.home, file, text);
    const trusted = await load();
    root.put("project", `${text}\n`);
    expect([before, trusted, await load()]).toEqual([
      ["ask", 1],
      ["allow", 0],
      ["ask", 1],
    ]);
    // Not even read: what is no TOML is no error before somebody has trusted it.
    root.put("project", "=");
    expect((await loadPolicy(root.sources)).notices).toEqual([
      expect.stringContaining("is ignored because nobody has trusted this content"),
    ]);
  },
);

verifies("policy.organisation", async () => {
  await using root = await place();
  root.put("organisation", `${denyClean}[limits]\nmodes = ["plan", "ask"]\nsandbox_none = false\nyes = false\n`);
  trust(root.sources.home, root.put("project", allowClean), allowClean);
  root.put("user", allowClean);
  const { rules, limits } = await loadPolicy(root.sources);
  expect(rules.map(({ tier }) => tier)).toEqual(["organisation", "user", "project"]);
  expect(decision("git clean", { rules, yes: true, attended: true })).toBe("deny");
  const config = async (flags: Flags, env: Record<string, string> = {}) => {
    const loaded = await loadConfig({ env: { FETTLE_HOME: root.sources.home, ...env }, flags, workspace: root.sources.workspace });
    try {
      return withinLimits(loaded, limits).settings.mode;
    } catch (error) {
      if (!(error instanceof FettleError)) throw error;
      return `${error.code} ${error.message} ${error.at?.replace(root.path("."), "")}`;
    }
  };
  expect([
    await config({}),
    await config({ mode: "ask" }),
    await config({ mode: "auto" }),
    await config({}, { FETTLE_MODE: "auto" }),
    await config({ sandbox: "none" }),
    await config({ yes: true }),
  ]).toMatchInlineSnapshot(`
    [
      "plan",
      "ask",
      "policy.denied The organisation does not allow mode auto, which --mode sets /etc/policy.toml:5",
      "policy.denied The organisation does not allow mode auto, which FETTLE_MODE sets /etc/policy.toml:5",
      "policy.denied The organisation does not allow work without a box, which --sandbox sets /etc/policy.toml:6",
      "policy.denied The organisation does not allow questions to be answered beforehand, which --yes sets /etc/policy.toml:7",
    ]
  `);
});

verifies("policy.organisation", "B41: no variable, setting or flag leads to another file of the organisation", async () => {
  await using root = await place();
  root.put("organisation", denyClean);
  const { organisation: _, ...sources } = root.sources;
  const settings = ["FETTLE_POLICY", "FETTLE_ORGANISATION", "FETTLE_ORG_POLICY", "XDG_CONFIG_HOME"].map((name) => [
    name,
    root.path("etc/policy.toml"),
  ]);
  Object.assign(process.env, Object.fromEntries(settings));
  try {
    expect(organisationFile).toBe("/etc/fettle/policy.toml");
    const { rules } = await loadPolicy(sources);
    expect(rules.filter(({ where }) => where.startsWith(root.path("etc")))).toEqual([]);
  } finally {
    for (const [name] of settings) delete process.env[name!];
  }
  expect((await loadPolicy(root.sources)).rules).toHaveLength(1);
});

verifies("policy.idle-rules", async () => {
  await using root = await place();
  const rule = (matcher: string, ruling: string) => `[[rule]]\n${matcher}\ndecision = "${ruling}"\n`;
  root.put(
    "organisation",
    rule('command = ["git", ["clean", "reset"]]', "deny") + rule('host = "*.example.com"', "deny") + rule('path = "src/**"', "ask"),
  );
  root.put(
    "user",
    [
      rule('command = ["git", "clean", "-n"]', "allow"),
      rule('command = ["git", "status"]', "allow"),
      rule('command = ["git clean"]', "deny"),
      rule('host = "api.example.com"', "allow"),
      rule('host = "https://example.org/x"', "allow"),
      rule('host = "example.org"', "allow"),
      rule('path = "src/a/*.ts"', "allow"),
      rule('path = "lib"', "allow"),
      rule('path = ".fettle/policy.toml"\neffects = ["write"]', "allow"),
      rule('tool = "bash"', "deny"),
      rule('tool = "shell"', "ask"),
      rule('command = ["npm", "publish"]', "allow"),
    ].join(""),
  );
  const { notices } = await loadPolicy(root.sources);
  expect(notices.map((notice) => notice.replaceAll(root.path("."), ""))).toMatchInlineSnapshot(`
    [
      "/home/policy.toml:1: the rule git clean -n never decides: the stricter rule git clean|reset (/etc/policy.toml:1) covers all that it matches",
      "/home/policy.toml:7: the rule git clean can never match: "git clean" is one token; write ["git","clean"]",
      "/home/policy.toml:10: the rule api.example.com never decides: the stricter rule *.example.com (/etc/policy.toml:4) covers all that it matches",
      "/home/policy.toml:13: the rule https://example.org/x can never match: a host is a name such as example.com or *.example.com, without protocol, port and path",
      "/home/policy.toml:19: the rule src/a/*.ts never decides: the stricter rule src/** (/etc/policy.toml:7) covers all that it matches",
      "/home/policy.toml:25: the rule .fettle/policy.toml never decides: the stricter rule own-settings (default) covers all that it matches",
      "/home/policy.toml:29: the rule bash is never consulted: there is no tool "bash"",
      "/home/policy.toml:35: the rule npm publish never decides: npm publish is asked or denied whatever rules allow (publish)",
    ]
  `);
});

verifies("policy.always", "stored rules are read again as they were, beside others", async () => {
  await using root = await place();
  const matchers = [
    { kind: "command", tokens: [['a"b'], ["c", "\\d"]] },
    { kind: "path", path: "a b/é", effects: ["write"] },
    { kind: "host", host: "example.com" },
    { kind: "tool", tool: "x" },
  ] as const;
  root.put("user", denyClean.trimEnd());
  for (const matcher of matchers)
    storeRules(root.sources.home, [{ name: "", where: "", tier: "user", decision: "allow", reason: "always \u007f", matcher }]);
  const { rules } = await loadPolicy({ ...root.sources, tools: [{ name: "x" }] });
  expect(rules.slice(1).map(({ matcher }) => matcher)).toEqual(matchers);
  expect(rules[0]).toMatchObject({ name: "git clean", decision: "deny" });
});

verifies("policy.lean", async () => {
  await using root = await place();
  const load = join(import.meta.dirname, "../../src/policy/load.ts");
  const rules = join(import.meta.dirname, "../../src/policy/rules/index.gen.ts");
  const program = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    const { loadPolicy } = await import(${JSON.stringify(load)});
    await loadPolicy(${JSON.stringify(root.sources)});
    const { entries } = await import(${JSON.stringify(rules)});
    await Promise.all(entries.map((entry) => entry.load()));
    console.log(loaded.filter((url) => /smol-toml|unbash|zod|policy\\/shell|examine-rules|policy-file/.test(url)).length);`;
  const run = () => spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" }).stdout.trim();
  expect(run()).toBe("0");
  // Positive control.
  root.put("user", denyClean);
  expect(Number(run())).toBeGreaterThan(2);
});
