import { join } from "node:path";
import type { Agent } from "../agent.ts";

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
    env: { OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "none", FETTLE_HOME: join(home, ".fettle") },
  }),
  terminal: {
    ready: /^> /m,
    open: ({ home, url }) => ({
      args: ["tui", "--model", "openai/gpt-5"],
      env: { OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "none", FETTLE_HOME: join(home, ".fettle") },
    }),
  },
  shell: { tool: "shell", input: (script) => ({ script }) },
  sandboxes: true,
};
