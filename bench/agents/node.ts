import type { Agent } from "../agent.ts";

/** Node itself, doing nothing: what every agent in JavaScript starts from. */
export const node: Agent = { name: "node", command: () => [process.execPath], version: ["-e", "0"], help: ["-e", "0"] };
