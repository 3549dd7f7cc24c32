import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { eventSchema } from "../../../src/contract/protocol.ts";
import { configOf } from "../../repair/repairs.ts";
import { verifies } from "../../verifies.ts";
import { createMachine } from "../fettle.ts";

const slip = "const quantity = 1;\nexport const b = quantitiy;\n";
const reason = "src/a.ts:2 change spelling to 'quantity' (TS2552)";

verifies("surfaces.repair", async () => {
  await using machine = await createMachine({ "tsconfig.json": configOf(), "src/a.ts": slip });
  const read = () => readFileSync(machine.workspace.path("src/a.ts"), "utf8");

  const preview = await machine.fettle(["repair", "--preview"]);
  const previewJson = await machine.fettle(["repair", "--preview", "--json"]);
  const afterPreview = read();
  const repaired = await machine.fettle(["repair", "--check", "true"]);
  const mended = read();
  const undone = await machine.fettle(["undo", "last"]);
  const taken = read();
  const events = (await machine.fettle(["repair", "--check", "true", "--json"])).stdout.trimEnd().split("\n");
  const nothing = await machine.fettle(["repair", "--preview"]);
  const misused = await machine.fettle(["repair", "--json", "--quiet"]);

  expect({
    preview: [preview.code, preview.stdout.split("\n").slice(0, 2)],
    diff: preview.stdout.includes("-export const b = quantitiy;\n+export const b = quantity;\n"),
    previewJson: JSON.parse(previewJson.stdout) as unknown,
    afterPreview,
    repaired: repaired.code,
    mended,
    undone: undone.code,
    taken,
    invalid: events.filter((line) => !eventSchema.safeParse(JSON.parse(line)).success),
    nothing: nothing.stdout,
    misused: misused.code,
  }).toEqual({
    preview: [0, ["would repair (typescript); diagnostics: 1 before, 0 after", `  ${reason}`]],
    diff: true,
    previewJson: {
      preview: true,
      repair: {
        repairer: "typescript",
        reasons: [reason],
        files: ["src/a.ts"],
        before: [{ file: "src/a.ts", line: 2, code: "TS2552", message: "Cannot find name 'quantitiy'. Did you mean 'quantity'?" }],
        after: [],
      },
    },
    afterPreview: slip,
    repaired: 0,
    mended: slip.replace("quantitiy", "quantity"),
    undone: 0,
    taken: slip,
    invalid: [],
    nothing: "Nothing was found that can be repaired without a model.\n",
    misused: 2,
  });
  expect(repaired.stderr).toContain("    typescript: 1 place; diagnostics: 1 before, 0 after\n");
});
