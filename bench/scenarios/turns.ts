import type { Measured } from "../process.ts";
import type { Scenario } from "../scenario.ts";
import type { Exchange, Report } from "../server.ts";
import { median, quantile, slope } from "../statistics.ts";

const TURNS = 50;
// No two alike: some agents stop when the model repeats itself.
const echoes = Array.from({ length: TURNS }, (_, turn) => ({ script: `echo turn''${turn}`, prints: `turn${turn}` }));

export const turns: Scenario = {
  name: "turns",
  does: `${TURNS} shell built-ins, one per step, not confined; a gap is from the end of a reply to the next request`,
  rounds: 5,
  applies: (agent) => agent.work !== undefined,
  sample: async (agent, bench) => costs(await bench.work(agent, { steps: echoes })),
};

export const turnsSandboxed: Scenario = {
  name: "turns-sandboxed",
  does: "the same in the agent's sandbox",
  rounds: 5,
  applies: (agent) => agent.sandboxes === true,
  sample: async (agent, bench) => costs(await bench.work(agent, { steps: echoes, sandboxed: true })),
};

function costs({ wallMs, cpuMs, peakMb, treeMb, exchanges }: Measured & Report): Record<string, number> {
  const gaps = gapsOf(exchanges);
  return {
    "gap ms": median(gaps),
    "gap p95 ms": quantile(gaps, 0.95),
    "wall ms": wallMs,
    "CPU ms": cpuMs,
    "peak MB": peakMb,
    "tree MB": treeMb,
  };
}

const GROWING = 300;
const prints = Array.from({ length: GROWING }, (_, turn) => ({
  script: `printf '%063d\\n' {${turn * 64 + 1}..${turn * 64 + 64}}`,
  prints: `${turn * 64 + 1}`.padStart(63, "0"),
}));

export const growth: Scenario = {
  name: "growth",
  does: `${GROWING} commands that print 4 KB each`,
  rounds: 1,
  applies: (agent) => agent.work !== undefined,
  async sample(agent, bench) {
    const { cpuMs, peakMb, treeMb, exchanges } = await bench.work(agent, { steps: prints });
    const gaps = gapsOf(exchanges);
    return {
      "first 50 gap ms": median(gaps.slice(0, 50)),
      "last 50 gap ms": median(gaps.slice(-50)),
      "growth µs/turn": slope(gaps) * 1000,
      "CPU ms/turn": cpuMs / GROWING,
      "peak MB": peakMb,
      "tree MB": treeMb,
      "last request KB": exchanges.at(-1)!.bytes / 1000,
    };
  },
};

export const requests: Scenario = {
  name: "requests",
  does: `what is sent over ${TURNS} steps; a request is stable when it begins, in a prompt cache's order, with all of the one before`,
  rounds: 1,
  applies: (agent) => agent.work !== undefined,
  async sample(agent, bench) {
    const { exchanges, others } = await bench.work(agent, { steps: echoes });
    const [first] = exchanges;
    const stable = exchanges.filter((exchange) => exchange.stable).length;
    return {
      "first request KB": first!.bytes / 1000,
      tools: first!.tools,
      "stable %": (100 * stable) / exchanges.length,
      "other requests": others,
    };
  },
};

function gapsOf(exchanges: readonly Exchange[]): number[] {
  return exchanges.slice(1).map(({ receivedMs }, index) => receivedMs - exchanges[index]!.answeredMs);
}
