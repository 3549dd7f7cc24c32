import { expect } from "vitest";
import type { Report } from "../../src/contract/report.ts";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage } from "./harness.ts";

/** A compiler that knows one mistake: a name that is used and not imported. */
const compiler = `
const text = require("node:fs").readFileSync("src/a.ts", "utf8");
if (/area\\(/.test(text) && !/import .*area/.test(text)) throw new Error("src/a.ts: Cannot find name 'area'");
if (/undreamt/.test(text)) throw new Error("src/a.ts: Cannot find name 'undreamt'");
`;

const files = {
  "package.json": JSON.stringify({ type: "module", scripts: { typecheck: "node compiler.cjs" } }),
  "compiler.cjs": compiler,
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      strict: true,
      module: "nodenext",
      target: "es2022",
      lib: ["es2022"],
      types: [],
      noEmit: true,
      allowImportingTsExtensions: true,
    },
    include: ["src"],
  }),
  "src/area.ts": "export function area(side: number): number {\n  return side * side;\n}\n",
  "src/a.ts": "export const one = 1;\n",
};

const write = (text: string) => reply().tool("write", { path: "src/a.ts", content: text });
const done = reply().text("It is done.");

verifies("repair.at-the-end", "an import that the model has forgotten", async () => {
  await using stage = await setStage({
    files,
    git: true,
    replies: [reply().tool("read", { path: "src/a.ts" }), write("export const four = area(2);\n"), done],
  });
  const { code, events } = await stage.exec(["make four"]);
  expect([code, eventsOf(events, "step.completed").length]).toEqual([0, 3]);
  expect(await stage.workspace.read("src/a.ts")).toBe('import { area } from "./area.ts";\n\nexport const four = area(2);\n');
  expect(eventsOf(events, "check.completed").map(({ receipt }) => [receipt.phase, receipt.exitCode])).toEqual([
    ["baseline", 0],
    ["final", 1],
    ["final", 0],
  ]);
  expect((await stage.fettle(["replay", "last"])).code).toBe(0);
});

verifies("log.savings", "a thread tells what it was spared, one without repairs nothing", async () => {
  const told = async (content: string) => {
    await using stage = await setStage({ files, git: true, replies: [reply().tool("read", { path: "src/a.ts" }), write(content), done] });
    await stage.exec(["make four"]);
    const [shown, proven] = [await stage.fettle(["show", "last"]), await stage.fettle(["proof", "last", "--format", "json"])];
    const line = shown.stdout.split("\n").find((text) => text.includes("saved"));
    return { line, saved: (JSON.parse(proven.stdout) as Report).cost.saved };
  };
  expect([await told("export const four = area(2);\n"), await told("export const two = 2;\n")]).toEqual([
    {
      line: "1 repair without a model, 1 diagnostic mended · at least 2 steps saved",
      saved: { repairs: 1, diagnostics: 1, steps: 2 },
    },
    { line: undefined, saved: undefined },
  ]);
});

verifies("repair.at-the-end", "the model is told, when it has to go on", async () => {
  await using stage = await setStage({
    files,
    git: true,
    replies: [
      reply().tool("read", { path: "src/a.ts" }),
      write("export const four = area(2);\nexport const five = undreamt;\n"),
      done,
      reply().tool("read", { path: "src/a.ts" }),
      write('import { area } from "./area.ts";\n\nexport const four = area(2);\n'),
      done,
    ],
  });
  const { code, events } = await stage.exec(["make four"]);
  const prompts = eventsOf(events, "prompt.admitted").filter(({ by }) => by === "harness");
  expect(code).toBe(0);
  expect(JSON.stringify(prompts)).toContain("src/a.ts:1 add import from");
});

verifies("repair.at-the-end", "control: work that passes is left as it is", async () => {
  await using stage = await setStage({
    files,
    git: true,
    replies: [reply().tool("read", { path: "src/a.ts" }), write("export const two = 2;\n"), done],
  });
  const { code, events } = await stage.exec(["make two"]);
  expect([code, eventsOf(events, "item.started").filter(({ kind }) => kind === "repair").length]).toEqual([0, 0]);
});
