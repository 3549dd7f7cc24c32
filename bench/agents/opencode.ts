import { join } from "node:path";
import type { Agent } from "../agent.ts";

function settings(home: string, url: string): Record<string, string> {
  return {
    OPENCODE_CONFIG_CONTENT: JSON.stringify({
      autoupdate: false,
      share: "disabled",
      permission: "allow",
      provider: {
        bench: {
          npm: "@ai-sdk/openai-compatible",
          options: { baseURL: `${url}/v1`, apiKey: "none" },
          models: { large: { limit: { context: 4_000_000, output: 32_000 } } },
        },
      },
    }),
    OPENCODE_DISABLE_AUTOUPDATE: "1",
    OPENCODE_DISABLE_MODELS_FETCH: "1",
    OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
    OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
    XDG_DATA_HOME: join(home, ".local/share"),
  };
}

export const opencode: Agent = {
  name: "opencode",
  packages: ["opencode-ai@1.18.33"],
  // As its script for after the installation puts it in place, which is not run.
  command: (peers) => [join(peers, `node_modules/opencode-${process.platform}-${process.arch}/bin/opencode`)],
  version: ["--version"],
  help: ["--help"],
  work: ({ prompt, home, url }) => ({
    args: ["run", prompt, "-m", "bench/large"],
    env: settings(home, url),
  }),
  terminal: { ready: /Ask anything/, open: ({ home, url }) => ({ args: ["-m", "bench/large"], env: settings(home, url) }) },
  shell: { tool: "bash", input: (command) => ({ command, description: "run" }) },
};
