import type { Agent } from "./agent.ts";
import type { Bench, Scenario } from "./scenario.ts";
import type { Results } from "./table.ts";

/** Measures a scenario with each agent that it applies to, once a round in turn. What an agent fails at once it does not do again. */
export async function compare<B = Bench>(scenario: Scenario<B>, agents: readonly Agent[], bench: B): Promise<Results> {
  const running = agents.filter((agent) => scenario.applies(agent));
  const results: Results = Object.fromEntries(running.map(({ name }) => [name, { samples: {} }]));
  // The first round of several fills caches, as an agent's first day does, and does not count.
  const first = scenario.rounds > 1 ? 0 : 1;
  for (let round = first; round <= scenario.rounds; round++) {
    for (const agent of running) {
      const result = results[agent.name]!;
      if (result.failure !== undefined) continue;
      try {
        const sample = await scenario.sample(agent, bench);
        if (round > 0) for (const [metric, value] of Object.entries(sample)) (result.samples[metric] ??= []).push(value);
      } catch (error) {
        result.failure = (error as Error).message;
      }
    }
  }
  return results;
}
