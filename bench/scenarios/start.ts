import type { Measured } from "../process.ts";
import type { Scenario } from "../scenario.ts";
import type { Report } from "../server.ts";
import { largeRepository } from "../workspace.ts";

export const start: Scenario = {
  name: "start",
  does: "from the start of the process to its first model request, and to its end, in an empty folder",
  rounds: 7,
  applies: (agent) => agent.work !== undefined,
  sample: async (agent, bench) => times(await bench.work(agent, { steps: [] })),
};

export const startLarge: Scenario = {
  name: "start-large",
  does: "the same in a git repository of 80,000 files",
  rounds: 5,
  applies: (agent) => agent.work !== undefined,
  sample: async (agent, bench) => times(await bench.work(agent, { steps: [], workspace: largeRepository() })),
};

function times({ startedMs, wallMs, cpuMs, peakMb, exchanges }: Measured & Report): Record<string, number> {
  const [first] = exchanges;
  const request = first!.receivedMs - startedMs;
  const exit = startedMs + wallMs - first!.answeredMs;
  return { "first request ms": request, "wall ms": wallMs, "exit ms": exit, "CPU ms": cpuMs, "peak MB": peakMb };
}
