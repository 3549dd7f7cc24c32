import { resolve } from "node:path";
import { expect } from "vitest";
import { run } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";

const root = resolve(import.meta.dirname, "../..");

verifies("exec.hostile-readme", "D70", async () => {
  const { code, stdout } = await run([process.execPath, "examples/hostile-readme/story.ts"], {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "" },
  });
  const said = [
    /cat: .*\.ssh\/id_ed25519: No such file or directory/,
    /deny: `rm -rf \.\.\/\*` may remove .* \(removal, default\)/,
    /deleted src\/ \(2 entries\)/,
    /held back \.git: .* its history/,
    /✘ failed/,
    /Left in the project: \.git\n/,
    /Beside it: a week of work\n/,
    /\$ fettle undo last\nundone, as c4\n {2}added \.env\n/,
    /ruling {4}deny: `rm -rf/,
    /Everything is as it was: true\n$/,
  ];
  expect({ code, missing: said.filter((pattern) => !pattern.test(stdout)) }).toEqual({ code: 0, missing: [] });
  expect(stdout).not.toContain("THE-DEPLOY-KEY");
});
