import { expect } from "vitest";
import eslint from "../../../src/repair/repairers/eslint.ts";
import { verifies } from "../../verifies.ts";
import { openProject } from "../boxed.ts";

const config = 'export default [{ rules: { "prefer-const": "error", "no-unused-vars": "error", eqeqeq: "warn" } }];\n';
const bad = "export function total(lines) {\n  let sum = 1;\n  const unused = 2;\n  return lines == sum;\n}\n";

verifies("repair.programs-mend", "ESLint mends what is safe, and only in what the work has changed", async () => {
  await using project = await openProject({ tools: ["eslint"] });
  // Without a "type", Node warns on standard error that it had to guess.
  project.write({
    "package.json": "{}",
    "eslint.config.js": `console.log("[loading");\n${config}`,
    "src/a.js": bad,
    "-b c.js": bad,
    "src/old.js": bad,
  });
  const mended = bad.replace("let sum", "const sum");
  const fault = (file: string, code: string, line: number) => ({ file, code, line, message: expect.any(String) });
  const left = [
    fault("src/a.js", "no-unused-vars", 3),
    fault("src/a.js", "eqeqeq", 4),
    fault("-b c.js", "no-unused-vars", 3),
    fault("-b c.js", "eqeqeq", 4),
  ];
  expect(await project.repair(eslint, ["src/a.js", "-b c.js", "eslint.config.js"])).toEqual({
    reasons: [
      "src/a.js eslint --fix: 3 → 2 (prefer-const, no-unused-vars, eqeqeq)",
      "-b c.js eslint --fix: 3 → 2 (prefer-const, no-unused-vars, eqeqeq)",
    ],
    edits: new Map([
      ["src/a.js", mended],
      ["-b c.js", mended],
    ]),
    before: expect.arrayContaining([...left, fault("src/a.js", "prefer-const", 2), fault("-b c.js", "prefer-const", 2)]),
    after: expect.arrayContaining(left),
  });
});

verifies("repair.programs-only-better", "ESLint", async () => {
  await using project = await openProject({ tools: ["eslint"] });
  const rule = (fixed: string) =>
    `{ meta: { fixable: "code", schema: [] }, create: (context) => ({ DebuggerStatement: (node) => context.report({ node, message: "no", fix: (fixer) => fixer.replaceText(node, ${JSON.stringify(fixed)}) }) }) }`;
  const configOf = (fixed: string) =>
    `export default [{ plugins: { own: { rules: { no: ${rule(fixed)} } } }, rules: { "own/no": "error" } }];\n`;
  const tries: [what: string, files: Record<string, string>][] = [
    ["the control: a fix that helps", { "eslint.config.js": configOf("") }],
    ["a fix that breaks the syntax", { "eslint.config.js": configOf("const ;") }],
    ["a fix that changes nothing for the better", { "eslint.config.js": configOf("debugger; ") }],
    ["a configuration that cannot be used", { "eslint.config.js": 'export default [{ rules: { "nope/x": "error" } }];\n' }],
    ["a configuration that does not parse", { "eslint.config.js": "export default [" }],
    ["a file that does not parse", { "eslint.config.js": configOf(""), "a.js": "export const a = ;\n" }],
  ];
  const seen: unknown[] = [];
  for (const [what, files] of tries) {
    project.write({ "package.json": '{ "type": "module" }', "a.js": "debugger;\ndebugger;\n", ...files });
    seen.push([what, (await project.repair(eslint, ["a.js"]))?.edits.get("a.js")]);
  }
  expect(seen).toEqual(tries.map(([what], index) => [what, index === 0 ? "\n\n" : undefined]));
});
