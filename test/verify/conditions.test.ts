import { expect } from "vitest";
import { judgeConditions } from "../../src/verify/conditions.ts";
import { findContract } from "../../src/verify/contract.ts";
import { readChecksFile } from "../../src/config/checks-file.ts";
import { toConditions } from "../../src/verify/to-conditions.ts";
import { reachVerdict } from "../../src/verify/verdict.ts";
import { verifies } from "../verifies.ts";
import { makeWorkspace } from "./workspace.ts";

const from = "--must-change";

verifies("verify.conditions", async () => {
  using workspace = makeWorkspace();
  const changed = ["src/api/a.ts", "src/b.ts", ".github/x.yml"];
  const judged = async (kind: "must-change" | "must-not-change", paths: string): Promise<string> => {
    const [outcome] = await judgeConditions([{ id: `${kind} ${paths}`, from, kind, paths }], { changed, files: workspace.files });
    return `${outcome!.verdict}: ${outcome!.reason}`;
  };
  expect([
    await judged("must-change", "src/**/*.ts"),
    await judged("must-change", "src/api"),
    await judged("must-change", "./src/b.ts"),
    await judged("must-change", "test/**"),
    await judged("must-not-change", "test/**"),
    await judged("must-not-change", "**/*.yml"),
    await judged("must-not-change", "**"),
  ]).toEqual([
    "verified: must-change src/**/*.ts: src/api/a.ts and src/b.ts were changed (--must-change).",
    "verified: must-change src/api: src/api/a.ts was changed (--must-change).",
    "verified: must-change ./src/b.ts: src/b.ts was changed (--must-change).",
    "failed: must-change test/**: nothing that it names was changed (--must-change).",
    "verified: must-not-change test/**: nothing that it names was changed (--must-change).",
    "failed: must-not-change **/*.yml: .github/x.yml was changed (--must-change).",
    "failed: must-not-change **: .github/x.yml, src/api/a.ts and 1 more were changed (--must-change).",
  ]);
});

const schema = { type: "object", required: ["total"], properties: { total: { type: "integer", minimum: 0 } } };

verifies("verify.conditions", "files that must fit a schema", async () => {
  using workspace = makeWorkspace({ "out.schema.json": JSON.stringify(schema) });
  const demands = { mustChange: [], mustNotChange: [], schemas: [{ text: "out.json=out.schema.json", from: "--schema" }] };
  const conditions = await toConditions(demands, workspace.path);
  // The schema that counts is the one from the beginning.
  workspace.write({ "out.schema.json": "{}" });
  const judged = async (text?: string): Promise<string> => {
    if (text !== undefined) workspace.write({ "out.json": text });
    const [{ verdict, reason } = { verdict: "", reason: "" }] = await judgeConditions(conditions, { changed: [], files: workspace.files });
    return `${verdict}: ${reason}`;
  };
  expect([await judged(), await judged('{ "total": 3 }'), await judged('\uFEFF{ "total": 3 }')]).toEqual([
    "failed: schema out.json: out.json does not exist (--schema).",
    "verified: schema out.json: out.json fits (--schema).",
    "verified: schema out.json: out.json fits (--schema).",
  ]);
  expect(await judged('{ "total": -1 }')).toMatch(/^failed: schema out\.json: out\.json does not fit: total: /);
  expect(await judged('{ "total": ')).toMatch(/^failed: schema out\.json: out\.json cannot be read: /);
  expect(await judged("null")).toMatch(/^failed: /);
  // Bytes are counted, not characters.
  expect(await judged(JSON.stringify("é".repeat(9 * 1024 * 1024)))).toContain("out.json is larger than 16777216 bytes");
});

verifies("verify.conditions", "a schema that is none is an error with its place", async () => {
  using workspace = makeWorkspace({ "a.json": "[]", "b.json": '{ "type": "nonsense" }', "c.json": "{" });
  const read = (text: string) =>
    toConditions({ mustChange: [], mustNotChange: [], schemas: [{ text, from: ".fettle/checks.toml:4" }] }, workspace.path);
  for (const text of ["out.json", "=a.json", "o=a.json", "o=b.json", "o=c.json", "o=missing.json"])
    await expect(read(text)).rejects.toMatchObject({ code: "config.invalid", at: ".fettle/checks.toml:4" });
});

verifies("verify.conditions", "in the verdict", () => {
  const judge = (verdict: "verified" | "failed" | "unverified", proves: boolean) =>
    reachVerdict({ contract: [], baseline: [], final: [], tree: "", conditions: [{ id: "c", verdict, reason: "c: so it is.", proves }] });
  expect(
    [judge("verified", true), judge("verified", false), judge("failed", false)].map(({ verdict, reasons }) => [verdict, reasons[0]]),
  ).toEqual([
    ["verified", "c: so it is."],
    ["unverified", "The project has no checks that could prove the work."],
    ["failed", "c: so it is."],
  ]);
});

verifies("verify.written-checks", "besides those that are found", async () => {
  using workspace = makeWorkspace({
    "package.json": JSON.stringify({ scripts: { test: "x", build: "x", lint: "x" } }),
    "go.mod": "module x\n",
    "AGENTS.md": "`npx prettier --check .`\n",
    "packages/a.txt": "",
  });
  const source = `[[check]]\nid = "test"\nrun = "npm test | tee log"\nproves = "tests"\ntimeout = "5s"\n
[[check]]\nid = "types"\nrun = ["tsc"]\ncwd = "packages"\nproves = "types"\nnetwork = true\n
[discover]\nskip = ["build", "go.mod", "AGENTS.md:1"]\n`;
  const written = readChecksFile(source, ".fettle/checks.toml");
  const contract = await findContract(workspace.files, { given: [], written, timeoutMs: 1000 });
  expect(contract.map(({ id, argv, cwd, from, timeoutMs, network }) => [id, argv.join(" "), cwd, from, timeoutMs, network])).toEqual([
    ["types", "tsc", "packages", ".fettle/checks.toml:7", 1000, true],
    ["npx prettier --check .", "npx prettier --check .", ".", "AGENTS.md:1", 1000, undefined],
    ["lint", "npm run lint", ".", "package.json:1", 1000, undefined],
    ["test", "bash --norc --noprofile -o pipefail -c npm test | tee log", ".", ".fettle/checks.toml:1", 5000, undefined],
  ]);
  // What somebody demands for this task counts alone.
  expect((await findContract(workspace.files, { given: ["true"], written })).map(({ id }) => id)).toEqual(["--check 1"]);
});
