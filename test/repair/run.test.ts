import { expect } from "vitest";
import { proposeRepairs } from "../../src/repair/run.ts";
import { verifies } from "../verifies.ts";
import { makeWorkspace } from "../verify/workspace.ts";
import { configOf } from "./repairs.ts";

const slip = "const quantity = 1;\nexport const b = quantitiy;\n";

verifies("repair.proposes", async () => {
  using workspace = makeWorkspace({ "tsconfig.json": configOf(), "src/a.ts": slip });
  const { signal } = new AbortController();
  const context = { workspace: workspace.path, files: workspace.files, signal, onProgress: () => {} };

  const proposals = await Array.fromAsync(proposeRepairs(context));
  expect(proposals.map(({ repairer, repair }) => [repairer, repair.reasons])).toEqual([
    ["typescript", ["src/a.ts:2 change spelling to 'quantity' (TS2552)"]],
  ]);
  expect(workspace.read("src/a.ts")).toBe(slip);

  workspace.write(Object.fromEntries(proposals[0]!.repair.edits));
  expect(await Array.fromAsync(proposeRepairs(context))).toEqual([]);
});
