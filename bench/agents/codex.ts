import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../agent.ts";

export const codex: Agent = {
  name: "codex",
  packages: ["@openai/codex@0.169.0"],
  command: (peers) => [join(peers, "node_modules/.bin/codex")],
  version: ["--version"],
  help: ["--help"],
  work({ prompt, dir, home, url, sandboxed }) {
    const settings = join(home, ".codex");
    mkdirSync(settings, { recursive: true });
    writeFileSync(
      join(settings, "config.toml"),
      `model = "gpt-5-codex"
model_provider = "bench"
check_for_update_on_startup = false
[analytics]
enabled = false
[model_providers.bench]
name = "bench"
base_url = "${url}/v1"
env_key = "BENCH_KEY"
wire_api = "responses"
`,
    );
    const sandbox = sandboxed ? ["-s", "workspace-write"] : ["--dangerously-bypass-approvals-and-sandbox"];
    return {
      args: ["exec", "--skip-git-repo-check", ...sandbox, "-C", dir, prompt],
      env: { CODEX_HOME: settings, BENCH_KEY: "none" },
    };
  },
  shell: { tool: "exec_command", input: (cmd) => ({ cmd }) },
  sandboxes: true,
};
