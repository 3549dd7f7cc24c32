/**
 * `npm run bench -- tui`: what the terminal costs: start, keys, streaming with much history, rest; beside a bare Node that echoes and, with
 * `--peers DIR`, beside other agents, in turn in one run. `--json` prints every sample.
 */
import { mkdtempDisposableSync } from "node:fs";
import { relative } from "node:path";
import { own, peers } from "./agents/index.ts";
import { compare } from "./compare.ts";
import { describe, keep, type Measured } from "./keep.ts";
import { startModel } from "./model.ts";
import { median } from "./statistics.ts";
import { table, type Results } from "./table.ts";
import { openTerminalBench } from "./tui/terminal-bench.ts";
import { start, streaming } from "./tui/scenarios.ts";

/** What Fettle must stay under. */
const goals = {
  [start.name]: "echo at most 3 ms, at p95 8 ms; its prompt before every other agent's",
  [streaming.name]: "at most 0.5 ms CPU per token with any history; less than 120 MB; no CPU at rest",
};

export async function benchTui({ peers: peersFolder, json }: { peers: string | undefined; json: boolean }): Promise<void> {
  const agents = (peersFolder === undefined ? own : [...own, ...peers]).filter(({ terminal }) => terminal !== undefined);
  // Not below /tmp, which sandboxes replace by one of their own.
  using folder = mkdtempDisposableSync("/var/tmp/fettle-bench-tui-");
  using model = await startModel();
  const bench = openTerminalBench({ folder: folder.path, peers: peersFolder ?? "", model });
  const measured: Measured = {};
  for (const scenario of [start, streaming]) {
    const results = await compare(scenario, agents, bench);
    measured[scenario.name] = results;
    if (json) continue;
    console.log(`\n${scenario.name}: ${scenario.does} (median of ${scenario.rounds})\n${table(results)}\ngoal: ${goals[scenario.name]}`);
  }
  if (json) {
    console.log(JSON.stringify(describe(agents, measured), undefined, 2));
    return;
  }
  console.log(`\nprompt, as a multiple of node's: ${ratios(measured[start.name]!, "prompt ms")}`);
  console.log(`every sample: ${relative(process.cwd(), keep(agents, measured))}`);
}

function ratios(results: Results, metric: string): string {
  const of = (agent: string): number => median(results[agent]?.samples[metric] ?? []);
  return Object.keys(results)
    .map((agent) => `${agent} ${(of(agent) / of("node")).toFixed(1)}`)
    .join(", ");
}
