import { expect } from "vitest";
import { mayRepair, proposeRepair } from "../../src/repair/proposal.ts";
import { verifies } from "../verifies.ts";
import { makeWorkspace } from "../verify/workspace.ts";
import { configOf } from "./repairs.ts";

const slip = "const quantity = 1;\nexport const b = quantitiy;\n";

verifies("repair.proposes", async () => {
  using workspace = makeWorkspace({ "tsconfig.json": configOf(), "src/a.ts": slip });
  const { signal } = new AbortController();
  const context = { workspace: workspace.path, files: workspace.files, changed: [], signal, onProgress: () => {} };

  const proposal = await proposeRepair(context);
  expect(proposal).toEqual({
    repairer: "typescript",
    repair: {
      reasons: ["src/a.ts:2 change spelling to 'quantity' (TS2552)"],
      edits: new Map([["src/a.ts", slip.replace("quantitiy", "quantity")]]),
      before: [{ file: "src/a.ts", line: 2, code: "TS2552", message: "Cannot find name 'quantitiy'. Did you mean 'quantity'?" }],
      after: [],
    },
  });
  expect(workspace.read("src/a.ts")).toBe(slip);

  workspace.write(Object.fromEntries(proposal!.repair.edits));
  expect(await proposeRepair(context)).toBeUndefined();
});

verifies("repair.proposes", "only where a repairer could have something to do", async () => {
  using typescript = makeWorkspace({ "tsconfig.json": configOf() });
  using other = makeWorkspace({ "main.c": "int main(void) { return 0; }\n" });
  expect([await mayRepair(typescript.files), await mayRepair(other.files)]).toEqual([true, false]);
});

verifies("repair.proposes", "an interrupted turn asks nobody", async () => {
  using workspace = makeWorkspace({ "tsconfig.json": configOf(), "src/a.ts": slip });
  const signal = AbortSignal.abort(new Error("enough"));
  const context = { workspace: workspace.path, files: workspace.files, changed: [], signal, onProgress: () => {} };
  await expect(proposeRepair(context)).rejects.toThrow("enough");
});
