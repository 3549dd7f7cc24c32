import { expect } from "vitest";
import type { Repairer } from "../../src/contract/repairer.ts";
import biome from "../../src/repair/repairers/biome.ts";
import black from "../../src/repair/repairers/black.ts";
import gofmt from "../../src/repair/repairers/gofmt.ts";
import goimports from "../../src/repair/repairers/goimports.ts";
import prettier from "../../src/repair/repairers/prettier.ts";
import rustfmt from "../../src/repair/repairers/rustfmt.ts";
import { verifies } from "../verifies.ts";
import { hasProgram, openProject } from "./boxed.ts";

interface Row {
  repairer: Repairer;
  /** The package of npm that has it; else it is a program of the machine. */
  tool?: string;
  config: Record<string, string>;
  /** Two configurations with which it fails. */
  broken?: Record<string, string>[];
  extension: string;
  bad: string;
  good: string;
  unreadable: string;
}

const rows: Row[] = [
  {
    repairer: biome,
    tool: "@biomejs/biome",
    config: { "biome.json": '{ "linter": { "rules": { "style": { "useConst": "error" } } } }' },
    broken: [{ "biome.json": '{ "linter": { "nonsense": 1 } }' }, { "biome.json": "{" }],
    extension: "ts",
    // Neither of the two others has a fix that is safe.
    bad: "export function total(lines: unknown) {\n  let sum = 1;\n  debugger;\n  return lines == sum;\n}\n",
    good: "export function total(lines: unknown) {\n\tconst sum = 1;\n\tdebugger;\n\treturn lines == sum;\n}\n",
    unreadable: "export const a = ;\n",
  },
  {
    repairer: prettier,
    tool: "prettier",
    config: { ".prettierrc": "{}\n" },
    broken: [{ ".prettierrc": '{ "semi": "what" }' }, { ".prettierrc": '{ "plugins": ["prettier-plugin-never-heard-of"] }' }],
    extension: "ts",
    bad: "export const a   =  1\n",
    good: "export const a = 1;\n",
    unreadable: "export const a = ;\n",
  },
  {
    repairer: black,
    config: { "pyproject.toml": "[tool.black]\nline-length = 100\n" },
    broken: [{ "pyproject.toml": '[tool.black]\nline-length = "x"\n' }, { "pyproject.toml": "[tool.black]\nline-length = \n" }],
    extension: "py",
    bad: "x = {  'a':1 }\n",
    good: 'x = {"a": 1}\n',
    unreadable: "x = (\n",
  },
  {
    repairer: gofmt,
    config: { "go.mod": "module shop\n\ngo 1.19\n" },
    extension: "go",
    bad: "package shop\n\nfunc  One( ) int {\n  return 1\n}\n",
    good: "package shop\n\nfunc One() int {\n\treturn 1\n}\n",
    unreadable: "package shop\n\nfunc {\n",
  },
  {
    repairer: goimports,
    config: { "go.mod": "module shop\n\ngo 1.19\n" },
    extension: "go",
    bad: 'package shop\n\nimport (\n\t"strconv"\n\t"fmt"\n)\n\nfunc One() string { return fmt.Sprint(strconv.Itoa(1)) }\n',
    good: 'package shop\n\nimport (\n\t"fmt"\n\t"strconv"\n)\n\nfunc One() string { return fmt.Sprint(strconv.Itoa(1)) }\n',
    unreadable: "package shop\n\nfunc {\n",
  },
  {
    repairer: rustfmt,
    config: { "Cargo.toml": '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n' },
    broken: [{ "rustfmt.toml": 'max_width = "x"\n' }, { "rustfmt.toml": "max_width = \n" }],
    extension: "rs",
    bad: "pub fn  one( ) ->u8{1}\n",
    good: "pub fn one() -> u8 {\n    1\n}\n",
    unreadable: "pub fn one( {\n",
  },
];

for (const { repairer, tool, config, broken = [], extension, bad, good, unreadable } of rows) {
  const { name } = repairer;
  if (tool === undefined && !hasProgram(name)) continue;
  const [file, other, old] = [`a file.${extension}`, `other.${extension}`, `old.${extension}`];

  verifies("repair.programs-mend", name, async () => {
    await using project = await openProject({ tools: tool === undefined ? [] : [tool] });
    project.write({ [file]: bad, [other]: unreadable, [old]: bad });
    const unchosen = await project.repair(repairer, [file]);
    project.write(config);
    const repair = await project.repair(repairer, [file, other]);
    project.write({ [file]: good });
    const nothing = await project.repair(repairer, [file]);

    expect({ unchosen, edits: repair?.edits, nothing }).toEqual({
      unchosen: undefined,
      edits: new Map([[file, good]]),
      nothing: undefined,
    });
    expect(repair!.after.length).toBeLessThan(repair!.before.length);
  });

  if (broken.length > 0)
    verifies("repair.programs-only-better", `${name} with a configuration that cannot be used`, async () => {
      await using project = await openProject({ tools: tool === undefined ? [] : [tool] });
      const seen: unknown[] = [];
      for (const settings of [{}, ...broken]) {
        project.write({ ...config, ...settings, [file]: bad });
        seen.push((await project.repair(repairer, [file]))?.edits.get(file));
      }
      expect(seen).toEqual([good, ...broken.map(() => undefined)]);
    });
}
