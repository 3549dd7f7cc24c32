/**
 * `npm run bench`: measures Fettle beside bare Node and the smallest loop that is an agent; with `--peers DIR` also beside other
 * agents, which it installs into DIR. A scenario's name runs that one alone, `sandbox` what confinement and undo cost,
 * `repair` what is mended without a model, `verification` what the harness adds to the checks that it runs. Prints medians; every sample goes into bench/results/.
 */
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Agent } from "./agent.ts";
import { own, peers } from "./agents/index.ts";
import { openBench } from "./bench.ts";
import { isolate } from "./isolation.ts";
import { startModel } from "./model.ts";
import { installPeers } from "./peers.ts";
import type { Bench, Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/index.ts";
import { table, type Results } from "./table.ts";

async function run(names: readonly string[], peersFolder: string | undefined): Promise<void> {
  const chosen = choose(names);
  const agents = peersFolder === undefined ? own : [...own, ...peers];
  // Not below /tmp, which sandboxes replace by one of their own.
  using folder = mkdtempDisposableSync("/var/tmp/fettle-bench-");
  using model = await startModel();
  const bench = openBench({ folder: folder.path, peers: peersFolder ?? "", model });
  const measured: Record<string, Results> = {};
  for (const scenario of chosen) {
    measured[scenario.name] = await compare(scenario, agents, bench);
    console.log(`\n${scenario.name}: ${scenario.does} (median of ${scenario.rounds})\n${table(measured[scenario.name]!)}`);
  }
  console.log(`\nevery sample: ${relative(process.cwd(), keep(agents, measured))}`);
}

function choose(names: readonly string[]): readonly Scenario[] {
  const unknown = names.find((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown !== undefined) throw new Error(`no scenario is called ${unknown}: ${scenarios.map(({ name }) => name).join(", ")}`);
  return names.length === 0 ? scenarios : scenarios.filter(({ name }) => names.includes(name));
}

async function compare(scenario: Scenario, agents: readonly Agent[], bench: Bench): Promise<Results> {
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

function keep(agents: readonly Agent[], measured: Record<string, Results>): string {
  const at = new Date().toISOString();
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, kernel: release(), node: process.version };
  const versions = Object.fromEntries(agents.map(({ name, packages }) => [name, packages ?? "of this repository"]));
  const file = resolve(import.meta.dirname, "results", `${at.replaceAll(":", "-")}.json`);
  mkdirSync(resolve(file, ".."), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ at, machine, versions, measured }, undefined, 2)}\n`);
  return file;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { peers: { type: "string" } } });
const peersFolder = values.peers === undefined ? undefined : resolve(values.peers);
if (peersFolder !== undefined) installPeers(peersFolder, peers);
const isBox = positionals.length === 1 && positionals[0] === "sandbox";
const isRepair = positionals.length === 1 && positionals[0] === "repair";
const isVerification = positionals.length === 1 && positionals[0] === "verification";
const isolated = isBox || isRepair || isVerification ? undefined : isolate();
if (isBox) {
  const { benchSandbox } = await import("./sandbox.ts");
  await benchSandbox(peersFolder);
} else if (isRepair) {
  const { benchRepair } = await import("./repair.ts");
  await benchRepair();
} else if (isVerification) {
  const { benchVerification } = await import("./verification.ts");
  await benchVerification();
} else if (isolated === undefined) await run(positionals, peersFolder);
else process.exitCode = isolated;
