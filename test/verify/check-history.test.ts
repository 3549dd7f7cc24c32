import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { run } from "../../src/testing/index.ts";
import { noteRun, readCheckHistory } from "../../src/verify/check-history.ts";
import { findContract } from "../../src/verify/contract.ts";
import { verifies } from "../verifies.ts";
import { makeWorkspace } from "./workspace.ts";

const check = { argv: ["npm", "test", "--token=secret"], cwd: "." };

verifies("verify.check-history", async () => {
  using home = makeWorkspace();
  const place = { home: home.path, workspace: "/work" };
  const history = () => readCheckHistory(home.path, "/work");
  expect([history().usualMs(check), history().flakes(check), history().runs(check)]).toEqual([undefined, 0, 0]);
  for (const ms of [900, 100, 120, 110, 5000]) await noteRun(place, { check, ms, isFlake: ms === 5000 });
  expect([history().usualMs(check), history().flakes(check), history().runs(check)]).toEqual([120, 1, 5]);
  expect(readCheckHistory(home.path, "/other").runs(check)).toBe(0);
  expect(history().runs({ ...check, cwd: "web" })).toBe(0);
  const [file] = readdirSync(join(home.path, "checks"));
  expect(readFileSync(join(home.path, "checks", file!), "utf8")).not.toContain("secret");
});

verifies("verify.check-history", "it stays small, and what is broken is begun anew", async () => {
  using home = makeWorkspace();
  const place = { home: home.path, workspace: "/work" };
  for (let index = 0; index < 230; index++) await noteRun(place, { check: { argv: [`${index}`], cwd: "." }, ms: index, isFlake: false });
  for (let index = 0; index < 30; index++) await noteRun(place, { check, ms: index, isFlake: false });
  const file = join(home.path, "checks", readdirSync(join(home.path, "checks"))[0]!);
  const entries = JSON.parse(readFileSync(file, "utf8")) as Record<string, { ms: number[] }>;
  expect([Object.keys(entries).length, Math.max(...Object.values(entries).map(({ ms }) => ms.length))]).toEqual([200, 9]);

  for (const broken of ["{", "null", '{"a":{"ms":"x"}}', "[]", ""]) {
    writeFileSync(file, broken);
    expect(readCheckHistory(home.path, "/work").runs(check)).toBe(0);
    await noteRun(place, { check, ms: 1, isFlake: false });
    expect(readCheckHistory(home.path, "/work").runs(check)).toBe(1);
  }
});

verifies("verify.check-history", "several processes at once lose nothing", async () => {
  using home = makeWorkspace();
  mkdirSync(join(home.path, "checks"));
  const module = join(import.meta.dirname, "../../src/verify/check-history.ts");
  const script = `import { noteRun } from ${JSON.stringify(module)};
for (let i = 0; i < 20; i++) await noteRun({ home: process.argv[1], workspace: "/work" }, { check: { argv: ["a"], cwd: "." }, ms: i, isFlake: false });`;
  const start = () => run([process.execPath, "--input-type=module-typescript", "-e", script, home.path], { cwd: home.path });
  const ends = await Promise.all([start(), start(), start()]);
  expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual([1, 2, 3].map(() => [0, ""]));
  expect(readCheckHistory(home.path, "/work").runs({ argv: ["a"], cwd: "." })).toBe(60);
});

verifies("verify.check-history", "quick ones first, of those that prove the same", async () => {
  using workspace = makeWorkspace({ "go.mod": "module x\n", "Cargo.toml": "[package]\n", "mix.exs": "defmodule A do\n" });
  const usual: Record<string, number> = { "cargo test": 9000, "mix test": 10, "cargo check": 99_999 };
  const usualMs = ({ id }: { id: string }) => usual[id];
  const ids = (await findContract(workspace.files, { given: [], usualMs })).map(({ id }) => id);
  expect(ids).toEqual(["cargo check", "go vet", "mix test", "cargo test", "go test"]);
});
