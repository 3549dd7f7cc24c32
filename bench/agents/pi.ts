import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../agent.ts";

/** Writes its settings, and says where they are. */
function configure(home: string, url: string): Record<string, string> {
  const settings = join(home, ".pi/agent");
  mkdirSync(settings, { recursive: true });
  const model = { id: "large", name: "large", reasoning: false, input: ["text"], contextWindow: 4_000_000, maxTokens: 32_000 };
  const free = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  const bench = { baseUrl: `${url}/v1`, api: "openai-completions", apiKey: "none", models: [{ ...model, cost: free }] };
  writeFileSync(join(settings, "models.json"), JSON.stringify({ providers: { bench } }));
  return { PI_CODING_AGENT_DIR: settings, PI_OFFLINE: "1", PI_TELEMETRY: "0", PI_SKIP_VERSION_CHECK: "1" };
}

export const pi: Agent = {
  name: "pi",
  packages: ["@earendil-works/pi-coding-agent@0.87.1"],
  command: (peers) => [join(peers, "node_modules/.bin/pi")],
  version: ["--version"],
  help: ["--help"],
  work({ prompt, home, url }) {
    return {
      args: ["-p", prompt, "--provider", "bench", "--model", "large"],
      env: configure(home, url),
    };
  },
  terminal: {
    // The model in its footer.
    ready: /large/,
    open: ({ home, url }) => ({ args: ["--provider", "bench", "--model", "large"], env: configure(home, url) }),
  },
  shell: { tool: "bash", input: (command) => ({ command }) },
};
