/** What commands and edits leave for programs outside of the box to obey, as root and as an ordinary user: what holds it, and that it is live without the gate. */
import { expect } from "vitest";
import { verifies } from "../verifies.ts";
import type { Planted } from "./plant.ts";
import { runAs, users } from "./tried.ts";

const rules = {
  ".vscode/tasks.json": "editor-config",
  "web/.vscode/settings.json": "editor-config",
  ".idea/workspace.xml": "editor-config",
  ".devcontainer/devcontainer.json": "editor-config",
  ".envrc": "shell-config",
  ".husky/pre-commit": "commit-hook",
  ".pre-commit-config.yaml": "commit-hook",
  ".npmrc": "tool-config",
  ".yarnrc.yml": "tool-config",
  ".github/workflows/ci.yml": "ci-config",
  ".gitlab-ci.yml": "ci-config",
  ".mcp.json": "agent-config",
  "AGENTS.md": "agent-config",
  "packages/a/CLAUDE.md": "agent-config",
  ".claude/settings.json": "agent-config",
  ".cursor/rules/x.mdc": "agent-config",
  ".gemini/settings.json": "agent-config",
  ".codex/config.toml": "agent-config",
  "opencode.json": "agent-config",
  ".fettle/config.toml": "agent-config",
};

/** Held: each step by one quarantine, out of reach of who would obey it, and kept whole for the person who decides. What is like it passes. */
function keptOut(held: Record<string, string>, steps: number, live: string[], accepted = live): Planted {
  const innocent = { held: [], committed: true };
  return { held, records: Array.from({ length: steps }, () => 1), got: [], unguarded: live, accepted, innocent };
}

for (const user of Object.keys(users)) {
  const planted = async (id: string) => JSON.parse(await runAs(user, "leave-plant.ts", [id])) as Planted;

  verifies("attacks.planted", `B32: configuration that was not there at the start, as ${user}`, async () => {
    // A folder that nothing else is in is held as a whole.
    const whole = [".idea", ".devcontainer", ".husky", ".github/workflows", ".claude", ".cursor", ".gemini", ".codex", ".fettle"];
    const named = Object.entries(rules).map(([path, rule]) => [whole.find((folder) => path.startsWith(`${folder}/`)) ?? path, rule]);
    const moved = { "late/.mcp.json": "agent-config", "linked/.envrc": "shell-config", "moved/.vscode/tasks.json": "editor-config" };
    const paths = [...Object.keys(rules), ...Object.keys(moved)];
    expect(await planted("B32")).toEqual(keptOut({ ...(Object.fromEntries(named) as typeof rules), ...moved }, paths.length, paths));
  });

  verifies("attacks.planted", `B36: configuration that is there already, as ${user}`, async () => {
    const paths = Object.keys(rules);
    expect(await planted("B36")).toEqual(keptOut(rules, paths.length, paths));
  });

  verifies("attacks.planted", `B33: hooks at any depth, and a repository that is pointed elsewhere, as ${user}`, async () => {
    const folders = [".git", "deep/er/nested/.git", "vendor/lib/.git", ".git/modules/module", "fresh/.git"];
    const held = {
      ...Object.fromEntries(folders.map((folder) => [`${folder}/hooks/pre-commit`, "git-hook"])),
      ".git/hooks/post-commit": "git-hook",
      "pointed/.git": "git-pointer",
    };
    const live = ["fresh", "lib", "module", "nested", "own", "pointed", "worktree"];
    expect(await planted("B33")).toEqual(keptOut(held, live.length, live));
  });

  verifies("attacks.planted", `B34: settings of git that run something, as ${user}`, async () => {
    const live = ["core.fsmonitor", "core.hooksPath", "core.sshCommand", "credential.helper", "diff.external"];
    const all = [...live, "alias.st", "filter.x.clean", "filter.x.smudge", "include.path"].sort();
    // Of several versions of one file the first is let in; the others are then in conflict with it.
    expect(await planted("B34")).toEqual(keptOut({ ".git/config": "git-config" }, all.length, all, ["core.fsmonitor"]));
  });

  verifies("attacks.planted", `B42: other spellings of the same names, and links that stand for a folder, as ${user}`, async () => {
    const hooks = [
      ".GIT/hooks/pre-commit",
      "a/.Git/Hooks/post-merge",
      "b/GIT~1/hooks/pre-push",
      "c/.git /hooks/pre-push",
      "d/.git./hooks/pre-push",
      "e/.git::$INDEX_ALLOCATION/hooks/pre-push",
      "f/.g\u200cit/hooks/pre-push",
    ];
    const rest = {
      ".VSCode/Tasks.json": "editor-config",
      "g/.GitHub/WorkFlows": "ci-config",
      "h/claude.MD": "agent-config",
      "i/.MCP.json": "agent-config",
      junction: "link-outside",
    };
    const held = { ...Object.fromEntries(hooks.map((path) => [path, "git-hook"])), ...rest };
    const live = Object.keys(held).map((path) => path.replace(/WorkFlows$/, "WorkFlows/x.yml"));
    expect(await planted("B42")).toEqual(keptOut(held, live.length, live));
  });
}
