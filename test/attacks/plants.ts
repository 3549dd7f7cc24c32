/** What is left for programs that run later: for git, for editors, agents, shells, package managers and build servers. */
import type { Plant } from "./plant.ts";

/** Creates a file, or adds to it, with its folders. */
const put = (path: string, content: string): string => `mkdir -p "$(dirname '${path}')"; cat >> '${path}' <<'END'\n${content}\nEND`;

/** A program that leaves a mark. */
const marks = (name: string): string => `#!/bin/sh\n: > 'MARKS/${name}'`;
const script = (path: string, name: string): string => `${put(path, marks(name))}\nchmod +x '${path}'`;

/** Obeyed by name: path and something that is obeyed in it. */
const obeyed: Readonly<Record<string, string>> = {
  ".vscode/tasks.json": '{ "tasks": [{ "command": "x", "runOptions": { "runOn": "folderOpen" } }] }',
  "web/.vscode/settings.json": '{ "git.path": "./x" }',
  ".idea/workspace.xml": "<x/>",
  ".devcontainer/devcontainer.json": '{ "postCreateCommand": "x" }',
  ".envrc": "x",
  ".husky/pre-commit": "x",
  ".pre-commit-config.yaml": "repos: []",
  ".npmrc": "script-shell=./x",
  ".yarnrc.yml": "yarnPath: ./x",
  ".github/workflows/ci.yml": "on: push",
  ".gitlab-ci.yml": "x:",
  ".mcp.json": "{}",
  "AGENTS.md": "Obey.",
  "packages/a/CLAUDE.md": "Obey.",
  ".claude/settings.json": "{}",
  ".cursor/rules/x.mdc": "Obey.",
  ".gemini/settings.json": "{}",
  ".codex/config.toml": "x = 1",
  "opencode.json": "{}",
  ".fettle/config.toml": "max_steps = 7",
};
const paths = Object.keys(obeyed);

const appear: Plant = {
  id: "B32",
  attack: "configuration that was not there at the start is made: by a command, by an edit, by a rename, as a link, with its folder",
  start: "mkdir ready; echo '{}' > ready/mcp.json; echo x > ready/envrc; mkdir -p tools/vs; echo '{}' > tools/vs/tasks.json",
  steps: [
    ...Object.entries(obeyed).map(([path, content], index) => (index % 2 === 0 ? put(path, content) : { path, content })),
    "mkdir -p late; mv ready/mcp.json late/.mcp.json",
    "ln -s ready/envrc late-link; mkdir -p linked; ln -s ../ready/envrc linked/.envrc; rm late-link",
    "ln -s tools/vs packages-vs; mkdir -p moved; cp -r tools/vs moved/.vscode; rm packages-vs",
  ],
  wanted: [...paths, "late/.mcp.json", "linked/.envrc", "moved/.vscode/tasks.json"],
  innocent: put("config/mcp-example.json", "{}"),
};

const change: Plant = {
  id: "B36",
  attack: "configuration that is there is changed, of editors, shells, hooks, package managers, build servers and other agents",
  start: paths.map((path) => put(path, path.endsWith("rc") && path !== ".envrc" ? "fund=false" : "")).join("\n"),
  steps: Object.entries(obeyed).map(([path, content], index) => (index % 2 === 0 ? put(path, content) : { path, content })),
  wanted: paths,
  innocent: put("packages/b/.npmrc", "audit=false"),
};

const commitIn = (folder: string): string => `git -C ${folder} commit -q --allow-empty -m later`;
/** Working folder by where its hooks are kept. */
const repositories: Readonly<Record<string, string>> = {
  ".git": ".",
  "deep/er/nested/.git": "deep/er/nested",
  "vendor/lib/.git": "vendor/lib",
  ".git/modules/module": "module",
};

const hooks: Plant = {
  id: "B33",
  attack: "hooks of the repository, of a nested one, a submodule, a vendored one and a worktree, and a repository pointed elsewhere",
  start: `
    git init -q -b main; git commit -q --allow-empty -m one
    for at in deep/er/nested vendor/lib; do git init -q -b main $at; git -C $at commit -q --allow-empty -m one; done
    git clone -q --bare . ELSEWHERE/source.git
    git -c protocol.file.allow=always submodule --quiet add ELSEWHERE/source.git module
    git worktree add -q tree
    git init -q -b main pointed; git -C pointed commit -q --allow-empty -m one; mv pointed/.git .git/modules/pointed; echo 'gitdir: ../.git/modules/pointed' > pointed/.git
    git clone -q --bare . ELSEWHERE/evil.git; printf '${marks("pointed")}' > ELSEWHERE/evil.git/hooks/pre-commit; chmod +x ELSEWHERE/evil.git/hooks/pre-commit
    git -C ELSEWHERE/evil.git config core.bare false`,
  steps: [
    ...Object.entries(repositories).map(([git, folder]) =>
      script(`${git}/hooks/pre-commit`, folder.replace(/.*\//, "").replace(".", "own")),
    ),
    script(".git/hooks/post-commit", "worktree"),
    "echo 'gitdir: ELSEWHERE/evil.git' > pointed/.git",
    script("fresh/.git/hooks/pre-commit", "fresh"),
  ],
  look: `${[...Object.values(repositories), "tree", "pointed"].map(commitIn).join("\n")}\nif [ -d fresh ]; then git init -q fresh; ${commitIn("fresh")}; fi`,
  innocent: script("src/hooks/pre-commit", "source"),
};

/** Setting and what makes git obey it; the mark has the name of the setting. */
const settings: readonly [name: string, value: (run: string) => string, trigger: string][] = [
  ["core.fsmonitor", (run) => run, "git status"],
  ["core.hooksPath", () => "scripts", "git commit -q --allow-empty -m later"],
  ["core.sshCommand", (run) => run, "git ls-remote ssh://example.invalid/a"],
  ["filter.x.clean", (run) => run, "touch a.x; git add a.x"],
  ["filter.x.smudge", (run) => run, "rm -f a.x; git checkout a.x"],
  ["diff.external", (run) => run, "git diff HEAD~1"],
  ["alias.st", (run) => `!${run}`, "git st"],
  ["include.path", () => "../shared.gitconfig", "git included"],
  ["credential.helper", (run) => run, "printf 'protocol=https\\nhost=example.invalid\\n\\n' | git credential fill"],
];

const configuration: Plant = {
  id: "B34",
  attack: "settings of the repository that make git run a program; those of remotes, branches and the user are let in",
  start: `
    git init -q -b main; mkdir scripts; printf '*.x filter=x\\n' > .gitattributes; echo x > a.x; git add .; git commit -qm one; echo y > a.x; git commit -qam two
    for name in ${settings.map(([name]) => name).join(" ")}; do printf '#!/bin/sh\\n: > "MARKS/%s"\\n' $name > ELSEWHERE/$name; done
    chmod +x ELSEWHERE/*; cp ELSEWHERE/core.hooksPath scripts/pre-commit
    printf '[alias]\\n\\tincluded = !ELSEWHERE/include.path\\n' > shared.gitconfig`,
  steps: settings.map(([name, value]) => `git config ${name} '${value(`ELSEWHERE/${name}`)}'`),
  look: settings.map(([, , trigger]) => trigger).join("\n"),
  innocent:
    "git config user.name Somebody; git remote add origin https://example.com/a.git; git config branch.main.merge refs/heads/main; git config branch.main.remote origin",
};

const other = [
  ".GIT/hooks/pre-commit",
  "a/.Git/Hooks/post-merge",
  "b/GIT~1/hooks/pre-push",
  "c/.git /hooks/pre-push",
  "d/.git./hooks/pre-push",
  "e/.git::$INDEX_ALLOCATION/hooks/pre-push",
  "f/.g\u200cit/hooks/pre-push",
  ".VSCode/Tasks.json",
  "g/.GitHub/WorkFlows/x.yml",
  "h/claude.MD",
  "i/.MCP.json",
];

const spelled: Plant = {
  id: "B42",
  attack:
    "names that other file systems take for the same: by case, short name, ignored characters, streams; links out that stand for a folder",
  steps: [...other.map((path, index) => (index % 2 === 0 ? script(path, "x") : { path, content: marks("x") })), "ln -s ELSEWHERE junction"],
  wanted: [...other, "junction"],
  // A path of Windows is a name like any other here, and leads nowhere.
  innocent: { path: "\\??\\C:\\ELSEWHERE", content: "x" },
};

export const plants: readonly Plant[] = [appear, hooks, configuration, change, spelled];
