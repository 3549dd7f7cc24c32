import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { setStage } from "../../e2e/harness.ts";
import { verifies } from "../../verifies.ts";

const files = { "package.json": '{\n  "scripts": { "test": "node -e 0", "lint": "node -e 1" }\n}\n', "composer.json": "{" };

verifies("surfaces.checks", async () => {
  await using stage = await setStage({ files, replies: [reply().text("I looked.")] });

  const before = await stage.fettle(["checks"]);
  expect(before).toMatchObject({
    code: 0,
    stdout: "lint  npm run lint  lint · package.json:2 · never run here\ntest  npm run test  tests · package.json:2 · never run here\n",
  });
  expect(before.stderr).toContain("composer.json:1");

  const ran = await stage.fettle(["exec", "look"]);
  // What counts is told when it is frozen.
  expect(ran.stderr).toContain("check lint: npm run lint · proves lint · package.json:2\n");
  const lines = (await stage.fettle(["checks", "--json"])).stdout.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { id: "lint", command: "npm run lint", proves: "lint", runs: 1, flakes: 0, usualMs: expect.any(Number) as number },
    { id: "test", command: "npm run test", from: "package.json:2", timeoutMs: 1_800_000, network: false },
  ]);
});

verifies("surfaces.checks", "none", async () => {
  await using stage = await setStage({ files: { "a.txt": "" } });
  const { code, stdout, stderr } = await stage.fettle(["checks"]);
  expect({ code, stdout, stderr: stderr.split(".")[0] }).toEqual({ code: 0, stdout: "", stderr: "No checks were found" });
});
