import { expect } from "vitest";
import { describeHolds } from "../../../src/sandbox/gate/describe-holds.ts";
import { foldName } from "../../../src/sandbox/gate/fold-name.ts";
import { verifies } from "../../verifies.ts";
import { openDraft, type Texts } from "./draft.ts";

/** rule → paths that are held by it. */
const autoRun: Readonly<Record<string, readonly string[]>> = {
  "agent-config": [
    "AGENTS.md",
    "docs/CLAUDE.md",
    "GEMINI.md",
    ".claude/settings.json",
    ".codex/config.toml",
    ".gemini/settings.json",
    ".opencode/agent/x.md",
    "opencode.json",
    ".cursor/rules/x.mdc",
    ".cursorrules",
    ".windsurfrules",
    ".clinerules",
    ".aider.conf.yml",
    ".continue/config.yaml",
    ".mcp.json",
    ".github/copilot-instructions.md",
    "packages/a/.github/instructions/x.md",
    ".fettle/config.toml",
  ],
  "editor-config": [
    ".vscode/tasks.json",
    ".vscode/settings.json",
    ".vscode/launch.json",
    ".vscode/extensions.json",
    "packages/a/.vscode/tasks.json",
    "x.code-workspace",
    ".idea/workspace.xml",
    ".zed/tasks.json",
    ".devcontainer/devcontainer.json",
    ".devcontainer.json",
    ".exrc",
  ],
  "ci-config": [
    ".github/workflows/ci.yml",
    ".github/actions/x/action.yml",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    "Jenkinsfile",
    "Jenkinsfile.release",
    "azure-pipelines.yml",
    ".buildkite/pipeline.yml",
    ".drone.yml",
    "bitbucket-pipelines.yml",
    ".travis.yml",
    ".woodpecker/x.yml",
    ".woodpecker.yml",
  ],
  "shell-config": [".envrc", ".bashrc", ".profile", "home/.zshenv", ".zshrc", ".direnv/x", ".mise/tasks/x", ".ssh/config"],
  "commit-hook": [".husky/pre-commit", ".pre-commit-config.yaml", "lefthook.yml", ".githooks/pre-commit"],
  "tool-config": [
    ".pypirc",
    "pip.conf",
    ".netrc",
    ".pnpmfile.cjs",
    ".yarn/releases/yarn.cjs",
    "sitecustomize.py",
    "x.pth",
    ".cargo/config.toml",
  ],
};

/** The same content under names that are like them and nothing obeys. */
const innocent = [
  "agents.txt",
  "claude/settings.json",
  "src/opencode.jsonl",
  ".vscode/notes.txt",
  ".vscode/snippets/x.json",
  "vscode/tasks.json",
  "github/workflows/ci.yml",
  ".github/ISSUE_TEMPLATE/x.md",
  "workflows/ci.yml",
  ".github/x/workflows/ci.yml",
  "myJenkinsfile",
  "Makefile",
  ".tool-versions",
  ".node-version",
  ".env",
  ".editorconfig",
  ".prettierrc",
  ".gitignore",
  ".gitattributes",
  "husky/pre-commit",
  "src/profile",
  "lib/x.pth",
  "lib/sitecustomize.py",
  ".yarn/cache/x.zip",
  "package.json",
  "conftest.py",
];
const filled = (paths: readonly string[]): Texts => Object.fromEntries(paths.map((path) => [path, "echo owned\n"]));

for (const [rule, paths] of Object.entries(autoRun)) {
  verifies("gate.auto-run", `B32, B36: ${rule}`, async () => {
    // One folder of each is there, so that files are changes of their own; and once all is new.
    using draft = openDraft();
    const asNew = await draft.judge(Object.fromEntries(Object.entries(filled(paths)).map(([path, text]) => [`new/${path}`, text])));
    draft.run("mkdir -p .claude .codex .gemini .opencode/agent .cursor/rules .continue .github/{workflows,actions/x,instructions} .fettle");
    draft.run(
      "mkdir -p .vscode .idea .zed .devcontainer .circleci .buildkite .woodpecker home .direnv .mise/tasks .ssh .husky .githooks .cargo",
    );
    draft.run("mkdir -p .yarn/releases packages/a/{.vscode,.github/instructions} docs");
    const held = await draft.judge(filled(paths));
    expect(held).toEqual(Object.fromEntries(paths.map((path) => [path, rule])));
    const atRoot = new Set(["sitecustomize.py", "x.pth"]);
    const covered = paths.filter(
      (path) => !atRoot.has(path) && !Object.keys(asNew).some((hold) => `new/${path}` === hold || `new/${path}`.startsWith(`${hold}/`)),
    );
    expect(covered).toEqual([]);
    expect(new Set(Object.values(asNew))).toEqual(new Set([rule]));
  });
}

verifies("gate.auto-run", "innocent names pass, and so do the same content, other times and removal", async () => {
  using draft = openDraft();
  expect(await draft.judge(filled(innocent))).toEqual({});
  draft.write(filled(Object.values(autoRun).flat()));
  draft.run("chmod 644 .husky/pre-commit");
  expect(
    await draft.judge("touch AGENTS.md .husky/pre-commit; cp AGENTS.md x; mv x AGENTS.md; rm -r .vscode .idea .github; rm Jenkinsfile"),
  ).toEqual({});
  expect(await draft.judge("chmod +x .husky/pre-commit; ln -sf ../Makefile .vscode/tasks.json")).toEqual({
    ".husky/pre-commit": "commit-hook",
    ".vscode/tasks.json": "editor-config",
  });
  expect(
    await draft.judge("mv .vscode x; mkdir -p real; mv x real/inner; ln -s real/inner .vscode; ln -s /etc .cursor/rules/link"),
  ).toEqual({
    ".cursor/rules/link": "link-outside",
  });
});

const keyed: readonly [path: string, held: string, passes: string, rule: string][] = [
  [".npmrc", "script-shell=/tmp/x", "save-exact=true\nfund = false", "tool-config"],
  [".npmrc", "  'registry' = https://example.com/", "; registry=https://example.com/\nengine-strict=true", "tool-config"],
  [".npmrc", "@x:registry=https://example.com/", "legacy-peer-deps=true", "tool-config"],
  [".npmrc", "//example.com/:_authToken=abc", "node-linker=hoisted", "tool-config"],
  ["packages/a/.npmrc", "node-options=--require=/tmp/x", "audit=false", "tool-config"],
  [".npmrc", "git=/tmp/x", "loglevel=error", "tool-config"],
  [".yarnrc.yml", "yarnPath: .yarn/x.cjs", "nodeLinker: node-modules", "tool-config"],
  [".yarnrc.yml", "plugins:\n  - path: .yarn/x.cjs", "enableTelemetry: false # no", "tool-config"],
  [".yarnrc.yml", '"yarn\\u0050ath": x', "compressionLevel: mixed", "tool-config"],
  [".yarnrc.yml", "nodeLinker: x\n  yarnPath: y", "---\n# yarnPath: y", "tool-config"],
  [".yarnrc", 'yarn-path "x.js"', 'save-prefix "~"', "tool-config"],
  ["mise.toml", '[hooks]\nenter = "x"', '[tools]\nnode = "24"', "shell-config"],
  [".mise.toml", '[env]\nPATH = "x"', '[tasks.build]\nrun = "make"', "shell-config"],
  ["mise.toml", "[tools]\nnode = \"{{ exec(command='x') }}\"", 'min_version = "2026.1"', "shell-config"],
  ["mise.toml", '[tools]\nnode = { version = "24", postinstall = "x" }', '[tools]\nnode = { version = "24" }', "shell-config"],
];

for (const [path, held, passes, rule] of keyed) {
  verifies("gate.keyed", `${path} ${JSON.stringify(held)}`, async () => {
    using draft = openDraft({ "packages/a/x": "" });
    expect([await draft.judge({ [path]: `${held}\n` }), await draft.judge({ [path]: `${passes}\n` })]).toEqual([{ [path]: rule }, {}]);
    draft.write({ [path]: `${held}\n` });
    expect([await draft.judge({ [path]: `${held}\n\n` }), await draft.judge({ [path]: `${passes}\n` })]).toEqual([{}, {}]);
  });
}

verifies("gate.keyed", "to take away what forbids gives leave; a link and what cannot be read are held", async () => {
  using draft = openDraft({ ".npmrc": "ignore-scripts=true\n", npmrc: "script-shell=x\n" });
  expect([
    await draft.judge({ ".npmrc": "ignore-scripts=false\n" }),
    await draft.judge({ ".npmrc": "fund=false\n" }),
    await draft.judge({ ".npmrc": "ignore-scripts = true\nfund=false\n" }),
    await draft.judge("ln -sf npmrc .npmrc"),
    await draft.judge({ "mise.toml": "[[[" }),
  ]).toEqual([{ ".npmrc": "tool-config" }, { ".npmrc": "tool-config" }, {}, { ".npmrc": "tool-config" }, { "mise.toml": "shell-config" }]);
});

verifies("gate.names", "B42: one by one", async () => {
  const git = [
    ".git",
    ".GIT",
    ".Git",
    ".g\u200cit",
    "\ufeff.git",
    ".git ",
    ".git.",
    ".git. .",
    ".git::$INDEX_ALLOCATION",
    "git~1",
    "GIT~2",
    ".gıt",
  ];
  expect(git.map(foldName)).toEqual(git.map(() => ".git"));
  expect(["git", ".gitt", ".git-x", "git~", "~1", ".", "..", "a.b", "...", " "].map(foldName)).toEqual([
    ..."git .gitt .git-x git~ ~1 . .. a.b ...".split(" "),
    " ",
  ]);
  expect([foldName("cafe\u0301"), foldName("\u212aEY"), foldName("ſrc")]).toEqual(["café", "key", "src"]);
});

verifies("gate.names", "B42: in all rules, and with any bytes", async () => {
  using draft = openDraft();
  const hook = "#!/bin/sh\n";
  expect(
    await draft.judge({
      ".GIT/hooks/pre-commit": hook,
      "a/.Git/Hooks/post-merge": hook,
      "b/GIT~1/hooks/pre-push": hook,
      "c/.g\u200cit/CONFIG": "[core]\n\tfsmonitor = x\n",
      ".VSCode/Tasks.json": "{}",
      "d/.GitHub/WorkFlows/x.yml": "",
      "e/claude.MD": "",
      ".NPMRC": "script-shell=x\n",
      "bad\nname \u001b[31m/AGENTS.md": "",
      "Node_Modules/x/.vscode/tasks.json": "",
    }),
  ).toEqual({
    ".GIT/hooks/pre-commit": "git-hook",
    ".NPMRC": "tool-config",
    ".VSCode/Tasks.json": "editor-config",
    "Node_Modules/x/.vscode/tasks.json": "editor-config",
    "a/.Git/Hooks/post-merge": "git-hook",
    "b/GIT~1/hooks/pre-push": "git-hook",
    "bad\nname \u001b[31m/AGENTS.md": "agent-config",
    "c/.g\u200cit/CONFIG": "git-config",
    "d/.GitHub/WorkFlows": "ci-config",
    "e/claude.MD": "agent-config",
  });
  const raw = await draft.judge(String.raw`mkdir -p $'x\xff/deep'; echo x > $'x\xff/deep/AGENTS.md'; echo y > $'x\xff/deep/\xfe'`);
  expect(raw).toEqual({ "x\udcff/deep/AGENTS.md": "agent-config" });
});

verifies("gate.describe", () => {
  const hold = (path: string) => ({ path, rule: "git-hook", reason: "Git runs it as a hook." });
  expect(describeHolds([hold("a\n\u001b[2J"), { path: "x", rule: "set-id", reason: "It would." }, hold("b")])).toBe(
    "Git runs it as a hook. (git-hook)\n  a\\n\\x1b[2J\n  b\nIt would. (set-id)\n  x",
  );
  expect(
    describeHolds(Array.from({ length: 23 }, (_, n) => hold(String(n))))
      .split("\n")
      .slice(-2),
  ).toEqual(["  19", "  and 3 more"]);
});
