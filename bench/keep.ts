import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { resolve } from "node:path";
import type { Agent } from "./agent.ts";
import type { Results } from "./table.ts";

/** scenario → its results */
export type Measured = Record<string, Results>;

/** Every sample, with what it was measured on and with. */
export function describe(agents: readonly Agent[], measured: Measured) {
  const at = new Date().toISOString();
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, kernel: release(), node: process.version };
  const versions = Object.fromEntries(agents.map(({ name, packages }) => [name, packages ?? "of this repository"]));
  return { at, machine, versions, measured };
}

/** Writes it below bench/results/ and returns the file. */
export function keep(agents: readonly Agent[], measured: Measured): string {
  const described = describe(agents, measured);
  const file = resolve(import.meta.dirname, "results", `${described.at.replaceAll(":", "-")}.json`);
  mkdirSync(resolve(file, ".."), { recursive: true });
  writeFileSync(file, `${JSON.stringify(described, undefined, 2)}\n`);
  return file;
}
