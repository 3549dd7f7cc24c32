import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import type { Receipt } from "../../src/contract/event.ts";
import { findContract } from "../../src/verify/contract.ts";
import { runCheck } from "../../src/verify/receipts.ts";
import { createTreeHasher } from "../../src/verify/tree-hash.ts";
import { reachVerdict } from "../../src/verify/verdict.ts";
import { verifies } from "../verifies.ts";
import { processesIn } from "../verify/processes.ts";
import { makeWorkspace } from "../verify/workspace.ts";
import { repair } from "./repairs.ts";

/** Gives a project the compiler that Fettle itself is installed with. */
function installCompiler(folder: string): void {
  const own = resolve("node_modules");
  const modules = join(folder, "node_modules");
  const platform = readdirSync(join(own, "@typescript")).filter((name) => name.startsWith("typescript-"));
  for (const name of ["typescript", ...platform.map((each) => `@typescript/${each}`)]) {
    cpSync(join(own, name), join(modules, name), { recursive: true });
  }
  mkdirSync(join(modules, ".bin"));
  symlinkSync("../typescript/bin/tsc", join(modules, ".bin/tsc"));
}

verifies("repair.example", async () => {
  using workspace = makeWorkspace();
  cpSync(resolve("examples/half-moved-warehouse"), workspace.path, { recursive: true });
  installCompiler(workspace.path);
  const contract = await findContract(workspace.files, { given: [] });
  const hasher = createTreeHasher(workspace.path);
  const runAll = async (phase: Receipt["phase"]): Promise<Receipt[]> => {
    const receipts: Receipt[] = [];
    const asItIs = (text: string) => text;
    const run = { box: processesIn(workspace.path), hasher, phase, redact: asItIs, store: asItIs, signal: new AbortController().signal };
    for (const check of contract) receipts.push(await runCheck(check, run));
    return receipts;
  };

  const baseline = await runAll("baseline");
  const found = await repair(workspace);
  workspace.write(Object.fromEntries(found!.edits));
  const final = await runAll("final");
  const tree = (await hasher.hash()).hash;

  expect(contract.map(({ id, proves }) => [id, proves])).toEqual([
    ["typecheck", "types"],
    ["test", "tests"],
  ]);
  expect(baseline.map(({ exitCode }) => exitCode === 0)).toEqual([false, false]);
  expect(found!.before.map(({ code }) => code).toSorted()).toEqual(
    "TS1484 TS1484 TS18046 TS18046 TS2304 TS2305 TS2307 TS2307 TS2339 TS2345 TS2420 TS2551 TS4114 TS6133 TS6133".split(" "),
  );
  expect(found!.after).toEqual([]);
  expect(final.map(({ output, exitCode }) => (exitCode === 0 ? 0 : output))).toEqual([0, 0]);
  expect(reachVerdict({ contract, baseline, final, tree }).verdict).toBe("verified");
});
