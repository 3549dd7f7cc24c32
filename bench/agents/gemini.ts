import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../agent.ts";

/** Writes its settings, and says where the model is. */
function configure(home: string, url: string): Record<string, string> {
  mkdirSync(join(home, ".gemini"), { recursive: true });
  writeFileSync(
    join(home, ".gemini/settings.json"),
    JSON.stringify({
      // It would ask a second model whether the first repeats itself, and wait for an answer in JSON.
      model: { disableLoopDetection: true },
      general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
      security: { auth: { selectedType: "gemini-api-key" } },
    }),
  );
  return { GEMINI_API_KEY: "none", GOOGLE_GEMINI_BASE_URL: url };
}

export const gemini: Agent = {
  name: "gemini",
  packages: ["@google/gemini-cli@0.61.0"],
  command: (peers) => [join(peers, "node_modules/.bin/gemini")],
  version: ["--version"],
  help: ["--help"],
  work({ prompt, home, url }) {
    return {
      args: ["-p", prompt, "--approval-mode", "yolo", "-m", "gemini-2.5-pro", "--skip-trust"],
      env: configure(home, url),
    };
  },
  terminal: {
    ready: /Type your message/,
    open: ({ home, url }) => ({ args: ["-m", "gemini-2.5-pro", "--skip-trust"], env: configure(home, url) }),
  },
  shell: { tool: "run_shell_command", input: (command) => ({ command, description: "run" }) },
};
