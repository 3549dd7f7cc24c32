/**
 * `npm run bench`: measures Fettle beside bare Node and the smallest loop that is an agent; with `--peers DIR` also beside other
 * agents, which it installs into DIR. A scenario's name runs that one alone, and each name of `apart` what is measured in another way.
 * Prints medians; every sample goes into bench/results/.
 */
import { mkdtempDisposableSync } from "node:fs";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { own, peers } from "./agents/index.ts";
import { openBench } from "./bench.ts";
import { compare } from "./compare.ts";
import { isolate } from "./isolation.ts";
import { keep, type Measured } from "./keep.ts";
import { startModel } from "./model.ts";
import { installPeers } from "./peers.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/index.ts";
import { table } from "./table.ts";

interface Given {
  /** Where other agents are installed; undefined: they are left out. */
  peers: string | undefined;
  /** Print JSON and nothing else. */
  json: boolean;
}

/** name → a bench that is run alone. `isolated`: in a network of its own. */
const apart: Readonly<Record<string, { isolated: boolean; run(given: Given): Promise<void> }>> = {
  sandbox: { isolated: false, run: async (given) => await (await import("./sandbox.ts")).benchSandbox(given.peers) },
  repair: { isolated: false, run: async () => await (await import("./repair.ts")).benchRepair() },
  verification: { isolated: false, run: async () => await (await import("./verification.ts")).benchVerification() },
  graph: { isolated: false, run: async () => await (await import("./graph.ts")).benchGraph() },
  recall: { isolated: false, run: async () => await (await import("./recall.ts")).benchRecall() },
  search: { isolated: false, run: async () => await (await import("./search.ts")).benchSearch() },
  tui: { isolated: true, run: async (given) => await (await import("./tui.ts")).benchTui(given) },
};

async function runScenarios(names: readonly string[], peersFolder: string | undefined): Promise<void> {
  const chosen = choose(names);
  const agents = peersFolder === undefined ? own : [...own, ...peers];
  // Not below /tmp, which sandboxes replace by one of their own.
  using folder = mkdtempDisposableSync("/var/tmp/fettle-bench-");
  using model = await startModel();
  const bench = openBench({ folder: folder.path, peers: peersFolder ?? "", model });
  const measured: Measured = {};
  for (const scenario of chosen) {
    measured[scenario.name] = await compare(scenario, agents, bench);
    console.log(`\n${scenario.name}: ${scenario.does} (median of ${scenario.rounds})\n${table(measured[scenario.name]!)}`);
  }
  console.log(`\nevery sample: ${relative(process.cwd(), keep(agents, measured))}`);
}

function choose(names: readonly string[]): readonly Scenario[] {
  const unknown = names.find((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown !== undefined) {
    const known = [...scenarios.map(({ name }) => name), ...Object.keys(apart).map((name) => `${name} (alone)`)];
    throw new Error(`no scenario is called ${unknown}: ${known.join(", ")}`);
  }
  return names.length === 0 ? scenarios : scenarios.filter(({ name }) => names.includes(name));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { peers: { type: "string" }, json: { type: "boolean", default: false } },
});
const peersFolder = values.peers === undefined ? undefined : resolve(values.peers);
if (peersFolder !== undefined) installPeers(peersFolder, peers);
const bench = positionals.length === 1 ? apart[positionals[0]!] : undefined;
const isolated = bench?.isolated === false ? undefined : isolate();
if (isolated !== undefined) process.exitCode = isolated;
else if (bench !== undefined) await bench.run({ peers: peersFolder, json: values.json });
else await runScenarios(positionals, peersFolder);
