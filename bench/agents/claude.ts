import { join } from "node:path";
import type { Agent } from "../agent.ts";

export const claude: Agent = {
  name: "claude",
  packages: ["@anthropic-ai/claude-code@2.1.329"],
  command: (peers) => [join(peers, "node_modules/.bin/claude")],
  version: ["--version"],
  help: ["--help"],
  work: ({ prompt, home, url, sandboxed }) => ({
    args: ["-p", prompt, "--allowedTools", "Bash", "--settings", JSON.stringify({ sandbox: { enabled: sandboxed } })],
    env: {
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: "none",
      CLAUDE_CONFIG_DIR: join(home, ".claude"),
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      DISABLE_AUTOUPDATER: "1",
      DISABLE_TELEMETRY: "1",
      DISABLE_ERROR_REPORTING: "1",
    },
  }),
  shell: { tool: "Bash", input: (command) => ({ command, description: "run" }) },
  sandboxes: true,
};
