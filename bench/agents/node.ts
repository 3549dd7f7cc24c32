import { join } from "node:path";
import type { Agent } from "../agent.ts";

/** Node itself, doing nothing: what every agent in JavaScript starts from. At a terminal it echoes. */
export const node: Agent = {
  name: "node",
  command: () => [process.execPath],
  version: ["-e", "0"],
  help: ["-e", "0"],
  terminal: { ready: /^>/m, open: () => ({ args: [join(import.meta.dirname, "../tui/echo.mjs")], env: {} }) },
};
