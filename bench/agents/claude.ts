import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../agent.ts";

function settings(home: string, url: string): Record<string, string> {
  return {
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: "none",
    CLAUDE_CONFIG_DIR: join(home, ".claude"),
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    DISABLE_AUTOUPDATER: "1",
    DISABLE_TELEMETRY: "1",
    DISABLE_ERROR_REPORTING: "1",
  };
}

export const claude: Agent = {
  name: "claude",
  packages: ["@anthropic-ai/claude-code@2.1.329"],
  // As its script for after the installation puts it in place, which is not run.
  command: (peers) => [join(peers, `node_modules/@anthropic-ai/claude-code-${process.platform}-${process.arch}/claude`)],
  version: ["--version"],
  help: ["--help"],
  work: ({ prompt, home, url, sandboxed }) => ({
    args: ["-p", prompt, "--allowedTools", "Bash", "--settings", JSON.stringify({ sandbox: { enabled: sandboxed } })],
    env: settings(home, url),
  }),
  terminal: {
    ready: /^❯/m,
    open({ dir, home, url }) {
      mkdirSync(join(home, ".claude"), { recursive: true });
      // What it asks the first time.
      const answered = {
        hasCompletedOnboarding: true,
        theme: "dark",
        customApiKeyResponses: { approved: ["none"], rejected: [] },
        projects: { [dir]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } },
      };
      writeFileSync(join(home, ".claude/.claude.json"), JSON.stringify(answered));
      return { args: [], env: settings(home, url) };
    },
  },
  shell: { tool: "Bash", input: (command) => ({ command, description: "run" }) },
  sandboxes: true,
};
