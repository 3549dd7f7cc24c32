import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Agent } from "../agent.ts";

/** Writes its settings, and says where they and the model are. */
function configure(home: string, url: string): Record<string, string> {
  const settings = join(home, ".fettle");
  mkdirSync(settings, { recursive: true });
  // What is measured is a long answer, and not what is done when it does not fit.
  writeFileSync(join(settings, "config.toml"), `[models."openai/gpt-5"]\ncontext_tokens = 4000000\n`);
  return { OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "none", FETTLE_HOME: settings };
}

export const fettle: Agent = {
  name: "fettle",
  command: () => [process.execPath, join(import.meta.dirname, "../../dist/main.js")],
  version: ["--version"],
  help: ["--help"],
  work: ({ prompt, dir, home, url, sandboxed }) => ({
    args: [
      "exec",
      prompt,
      "--model",
      "openai/gpt-5",
      "--dir",
      dir,
      "--json",
      "--max-steps",
      "400",
      ...(sandboxed ? [] : ["--sandbox", "none"]),
    ],
    env: configure(home, url),
  }),
  terminal: {
    ready: /^> /m,
    open: ({ home, url }) => ({ args: ["tui", "--model", "openai/gpt-5"], env: configure(home, url) }),
  },
  shell: { tool: "shell", input: (script) => ({ script }) },
  sandboxes: true,
};
