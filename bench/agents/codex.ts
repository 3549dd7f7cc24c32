import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../agent.ts";

/** Writes its settings, and says where they are. */
function configure(home: string, url: string, more = ""): Record<string, string> {
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
${more}`,
  );
  return { CODEX_HOME: settings, BENCH_KEY: "none" };
}

export const codex: Agent = {
  name: "codex",
  packages: ["@openai/codex@0.169.0"],
  command: (peers) => [join(peers, "node_modules/.bin/codex")],
  version: ["--version"],
  help: ["--help"],
  work({ prompt, dir, home, url, sandboxed }) {
    const sandbox = sandboxed ? ["-s", "workspace-write"] : ["--dangerously-bypass-approvals-and-sandbox"];
    return { args: ["exec", "--skip-git-repo-check", ...sandbox, "-C", dir, prompt], env: configure(home, url) };
  },
  terminal: {
    ready: /^› /m,
    open: ({ dir, home, url }) => ({
      args: ["-C", dir],
      env: configure(home, url, `[projects."${dir}"]\ntrust_level = "trusted"\n`),
    }),
  },
  shell: { tool: "exec_command", input: (cmd) => ({ cmd }) },
  sandboxes: true,
};
