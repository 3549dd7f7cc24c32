import type { Scenario } from "../scenario.ts";

export const version: Scenario = {
  name: "version",
  does: "prints its version and ends",
  rounds: 15,
  applies: (agent) => agent.version !== undefined,
  async sample(agent, bench) {
    const { wallMs, cpuMs } = await bench.launch(agent, agent.version ?? []);
    return { "wall ms": wallMs, "CPU ms": cpuMs };
  },
};

export const help: Scenario = {
  name: "help",
  does: "prints its help and ends",
  rounds: 15,
  applies: (agent) => agent.help !== undefined,
  async sample(agent, bench) {
    const { wallMs, cpuMs } = await bench.launch(agent, agent.help ?? []);
    return { "wall ms": wallMs, "CPU ms": cpuMs };
  },
};
