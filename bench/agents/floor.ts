import { join } from "node:path";
import type { Agent } from "../agent.ts";

/** The limit that can be reached in Node: a loop without anything around it. */
export const floor: Agent = {
  name: "floor",
  command: () => [process.execPath, join(import.meta.dirname, "../floor.mjs")],
  work: ({ prompt, dir, home, url, sandboxed }) => ({ args: [prompt, dir, url, home, sandboxed ? "bwrap" : "none"], env: {} }),
  shell: { tool: "shell", input: (command) => ({ command }) },
  sandboxes: true,
};
