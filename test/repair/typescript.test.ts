import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "vitest";
import typescript from "../../src/repair/repairers/typescript.ts";
import { verifies } from "../verifies.ts";
import { makeWorkspace } from "../verify/workspace.ts";
import { configOf, mend, repair } from "./repairs.ts";

type Texts = Record<string, string>;

const mended: [what: string, files: Texts, edits: Texts, options?: Record<string, unknown>][] = [
  [
    "a missing import",
    {
      "src/area.ts": "export function area(side: number): number {\n  return side * side;\n}\n",
      "src/a.ts": "export const four = area(2);\n",
    },
    { "src/a.ts": 'import { area } from "./area.ts";\n\nexport const four = area(2);\n' },
  ],
  [
    "an unused import",
    {
      "src/area.ts": "export const area = 1;\nexport const unit = 1;\n",
      "src/a.ts": 'import { area, unit } from "./area.ts";\n\nexport const a = unit;\n',
    },
    { "src/a.ts": 'import { unit } from "./area.ts";\n\nexport const a = unit;\n' },
    { noUnusedLocals: true },
  ],
  [
    "a misspelt name",
    { "src/a.ts": "const quantity = 1;\nexport const b = quantitiy;\n" },
    { "src/a.ts": "const quantity = 1;\nexport const b = quantity;\n" },
  ],
  [
    "a misspelt property",
    { "src/a.ts": "export const f = (line: { discount: number }): number => line.discuont;\n" },
    { "src/a.ts": "export const f = (line: { discount: number }): number => line.discount;\n" },
  ],
  [
    "a missing await",
    {
      "src/a.ts":
        "declare function load(): Promise<{ n: number }>;\nexport async function f(): Promise<number> {\n  const got = load();\n  return got.n;\n}\n",
    },
    {
      "src/a.ts":
        "declare function load(): Promise<{ n: number }>;\nexport async function f(): Promise<number> {\n  const got = await load();\n  return got.n;\n}\n",
    },
  ],
  [
    "a missing async",
    { "src/a.ts": "declare function load(): Promise<number>;\nexport function f() {\n  return 1 + (await load());\n}\n" },
    { "src/a.ts": "declare function load(): Promise<number>;\nexport async function f() {\n  return 1 + (await load());\n}\n" },
  ],
  [
    "a renamed export, wherever it is used",
    {
      "src/stock.ts": "export function reserveStock(n: number): number {\n  return n;\n}\n",
      "src/a.ts": 'import { reserve } from "./stock.ts";\n\nexport const a = reserve(1) + reserve(2);\n',
    },
    { "src/a.ts": 'import { reserveStock } from "./stock.ts";\n\nexport const a = reserveStock(1) + reserveStock(2);\n' },
  ],
  [
    "a renamed export that is exported again under its old name",
    { "src/stock.ts": "export const reserveStock = 1;\n", "src/a.ts": 'export { reserve } from "./stock.ts";\n' },
    { "src/a.ts": 'export { reserveStock as reserve } from "./stock.ts";\n' },
  ],
  [
    "an export that moved to another module",
    {
      "src/old.ts": "export const rate = 1;\n",
      "src/new.ts": "export const price = 1;\n",
      "src/a.ts": 'import { price, rate } from "./old.ts";\n\nexport const a = price + rate;\n',
    },
    { "src/a.ts": 'import { price } from "./new.ts";\nimport { rate } from "./old.ts";\n\nexport const a = price + rate;\n' },
  ],
  [
    "a module that moved",
    { "src/money/cents.ts": "export const cent = 1;\n", "src/a.ts": "import { cent } from './cents.ts';\n\nexport const a = cent;\n" },
    { "src/a.ts": "import { cent } from './money/cents.ts';\n\nexport const a = cent;\n" },
  ],
  [
    "a module that moved, and with it its own imports",
    {
      "src/unit.ts": "export const unit = 1;\n",
      "src/money/cents.ts": 'import { unit } from "./unit.ts";\n\nexport const cent = unit;\n',
      "src/money/index.ts": 'export * from "./cents.ts";\n',
    },
    { "src/money/cents.ts": 'import { unit } from "../unit.ts";\n\nexport const cent = unit;\n' },
  ],
  [
    "an import without its extension",
    { "src/unit.ts": "export const unit = 1;\n", "src/a.ts": 'import { unit } from "./unit";\n\nexport const a = unit;\n' },
    { "src/a.ts": 'import { unit } from "./unit.ts";\n\nexport const a = unit;\n' },
  ],
  [
    "an object that lacks a property which is at hand",
    {
      "src/a.ts":
        "interface Line {\n  sku: string;\n  count: number;\n}\nexport function f(sku: string): Line {\n  const count = 1;\n  return { sku };\n}\n",
    },
    {
      "src/a.ts":
        "interface Line {\n  sku: string;\n  count: number;\n}\nexport function f(sku: string): Line {\n  const count = 1;\n  return { sku, count };\n}\n",
    },
  ],
  [
    "a member that the interface calls otherwise, wherever it is used",
    {
      "src/shop.ts": "export interface Shop {\n  findBySku(sku: string): number;\n}\n",
      "src/a.ts":
        'import type { Shop } from "./shop.ts";\n\nexport class Corner implements Shop {\n  find(sku: string): number {\n    return sku.length;\n  }\n}\n',
      "src/b.ts": 'import { Corner } from "./a.ts";\n\nexport const n = new Corner().find("x");\n',
    },
    {
      "src/a.ts":
        'import type { Shop } from "./shop.ts";\n\nexport class Corner implements Shop {\n  findBySku(sku: string): number {\n    return sku.length;\n  }\n}\n',
      "src/b.ts": 'import { Corner } from "./a.ts";\n\nexport const n = new Corner().findBySku("x");\n',
    },
  ],
  [
    "a missing override",
    { "src/a.ts": "class A {\n  f(): void {}\n}\nexport class B extends A {\n  f(): void {}\n}\n" },
    { "src/a.ts": "class A {\n  f(): void {}\n}\nexport class B extends A {\n  override f(): void {}\n}\n" },
    { noImplicitOverride: true },
  ],
  [
    "an import of types only",
    { "src/unit.ts": "export type Unit = 1;\n", "src/a.ts": 'import { Unit } from "./unit.ts";\n\nexport const a: Unit = 1;\n' },
    { "src/a.ts": 'import type { Unit } from "./unit.ts";\n\nexport const a: Unit = 1;\n' },
    { verbatimModuleSyntax: true },
  ],
  [
    "a missing optional chain",
    { "src/a.ts": "export const f = (a: { b?: { c: string } }): string | undefined => a.b.c;\n" },
    { "src/a.ts": "export const f = (a: { b?: { c: string } }): string | undefined => a.b?.c;\n" },
  ],
  [
    "an argument that is at hand under the parameter's name",
    {
      "src/a.ts":
        "declare function load(path: string, signal: AbortSignal): void;\nexport function f(signal: AbortSignal): void {\n  load('x');\n  void signal;\n}\n",
    },
    {
      "src/a.ts":
        "declare function load(path: string, signal: AbortSignal): void;\nexport function f(signal: AbortSignal): void {\n  load('x', signal);\n  void signal;\n}\n",
    },
    { lib: ["es2022", "dom"] },
  ],
  [
    "an argument of which all other calls pass the same",
    {
      "src/a.ts":
        "declare function read(path: string, mode: string): string;\nexport const a = read('x', 'utf8') + read('y', 'utf8') + read('z');\n",
    },
    {
      "src/a.ts":
        "declare function read(path: string, mode: string): string;\nexport const a = read('x', 'utf8') + read('y', 'utf8') + read('z', 'utf8');\n",
    },
  ],
  [
    "a property that can have one value only",
    {
      "src/a.ts":
        "type Result = { ok: true; value: number } | { ok: false; error: string };\nexport const f = (value: number): Result => ({ value });\n",
    },
    {
      "src/a.ts":
        "type Result = { ok: true; value: number } | { ok: false; error: string };\nexport const f = (value: number): Result => ({ value, ok: true });\n",
    },
  ],
  [
    "a missing await where a variable gets what may be a promise",
    {
      "src/a.ts":
        "declare function load(): number | Promise<number>;\nexport async function f(): Promise<number> {\n  const got = load();\n  const twice = got * 2;\n  return got + twice;\n}\n",
    },
    {
      "src/a.ts":
        "declare function load(): number | Promise<number>;\nexport async function f(): Promise<number> {\n  const got = await load();\n  const twice = got * 2;\n  return got + twice;\n}\n",
    },
  ],
  [
    "an import of a module that is misspelt",
    { "src/unit.ts": "export const unit = 1;\n", "src/a.ts": 'import { unit } from "./untis.ts";\n\nexport const a = unit;\n' },
    { "src/a.ts": 'import { unit } from "./unit.ts";\n\nexport const a = unit;\n' },
  ],
  [
    "an export that has a name with another word now",
    {
      "src/stock.ts": "export const looksLikeStockError = 1;\nexport const price = 1;\n",
      "src/a.ts": 'import { isStockError } from "./stock.ts";\n\nexport const a = isStockError;\n',
    },
    { "src/a.ts": 'import { looksLikeStockError } from "./stock.ts";\n\nexport const a = looksLikeStockError;\n' },
  ],
];

for (const [what, files, edits, options] of mended) {
  verifies("repair.typescript-mends", what, async () => {
    expect(await mend(files, options)).toEqual(edits);
  });
}

verifies("repair.typescript-mends", "it says what it did and what remains", async () => {
  using workspace = makeWorkspace({
    "tsconfig.json": configOf(),
    "src/a.ts": "const quantity = 1;\nexport const b = quantitiy;\nexport const c: number = 'x';\n",
  });
  const progress: string[] = [];
  const found = await repair(workspace, (line) => progress.push(line));
  expect({ ...found, progress }).toEqual({
    reasons: ["src/a.ts:2 change spelling to 'quantity' (TS2552)"],
    progress: ["src/a.ts:2 change spelling to 'quantity' (TS2552)"],
    edits: new Map([["src/a.ts", "const quantity = 1;\nexport const b = quantity;\nexport const c: number = 'x';\n"]]),
    before: [
      { file: "src/a.ts", line: 2, code: "TS2552", message: "Cannot find name 'quantitiy'. Did you mean 'quantity'?" },
      { file: "src/a.ts", line: 3, code: "TS2322", message: "Type 'string' is not assignable to type 'number'." },
    ],
    after: [{ file: "src/a.ts", line: 3, code: "TS2322", message: "Type 'string' is not assignable to type 'number'." }],
  });
});

const silenced: [what: string, text: string, options?: Record<string, unknown>][] = [
  ["a method that is missing is not stubbed", "interface Shop {\n  open(): number;\n}\nexport class A implements Shop {}\n"],
  ["an abstract member is not stubbed", "abstract class A {\n  abstract f(): void;\n}\nexport class B extends A {}\n"],
  ["a function that is nowhere is not declared", "export const a = undreamtOf(1);\n"],
  ["a property that is nowhere is not declared", "interface A {\n  x: number;\n}\nexport const f = (a: A): number => a.somethingElse;\n"],
  ["a value is not made up", "interface A {\n  x: number;\n  title: string;\n}\nexport const a: A = { x: 1 };\n"],
  ["types that do not overlap are not cast", "export const a = 'x' as number;\n"],
  [
    "an unused variable is not removed",
    "declare function charge(): number;\nexport function f(): void {\n  const receipt = charge();\n}\n",
    { noUnusedLocals: true },
  ],
  ["an unused function is not removed", "function audit(): void {}\nexport const a = 1;\n", { noUnusedLocals: true }],
  ["an unused parameter is not renamed", "export const f = (x: number): number => 1;\n", { noUnusedParameters: true }],
  ["a property is not made optional", "export class A {\n  x: number;\n}\n"],
  [
    "unreachable code is not removed",
    "export function f(): number {\n  return 1;\n  console;\n}\n",
    { allowUnreachableCode: false, lib: ["es2022", "dom"] },
  ],
  ["a lost value is not followed by many optional chains", "export const f = (a: { b?: { c: { d: string } } }): string => a.b.c.d;\n"],
  [
    "an argument is not taken from what merely fits",
    "declare function pay(cents: number, to: string): void;\nexport function f(title: string): void {\n  pay(1);\n  void title;\n}\n",
  ],
  [
    "an argument is not passed twice",
    "declare function take(field: string, value: string, line: string): void;\nexport function f(line: string): void {\n  take(line, line);\n}\n",
  ],
  ["a name is not changed into another word", "const stockError = 1;\nexport const a = [priceError, stockError];\n"],
  ["a parameter does not become any", "export function f(x) {\n  return 1;\n}\n"],
];

for (const [what, text, options] of silenced) {
  verifies("repair.typescript-silences-nothing", what, async () => {
    expect(await mend({ "src/a.ts": text }, options)).toBeUndefined();
    // The compiler does see a problem, and one slip beside it is mended and nothing else.
    const slip = "\nconst quantity = 1;\nexport const slip = quantitiy;\n";
    expect(await mend({ "src/a.ts": text + slip }, options)).toEqual({ "src/a.ts": text + slip.replace("quantitiy", "quantity") });
  });
}

verifies("repair.typescript-only-better", "a module of the same name that lacks what is imported is not the one that moved", async () => {
  const files = {
    "src/other/cents.ts": "export const euro = 1;\n",
    "src/a.ts": 'import { cent } from "./cents.ts";\n\nexport const a = cent;\n',
  };
  expect(await mend(files)).toBeUndefined();
});

verifies("repair.typescript-only-better", "of two modules that could be meant none is guessed", async () => {
  const cents = "export const cent = 1;\n";
  const moved = { "src/a.ts": 'import { cent } from "./cents.ts";\n\nexport const a = cent;\n' };
  const missing = { "src/a.ts": "export const a = cent;\n" };
  for (const files of [moved, missing]) {
    expect(await mend({ ...files, "src/one/cents.ts": cents, "src/two/cents.ts": cents })).toBeUndefined();
    // One that hands on what the other has is no second one.
    expect(await mend({ ...files, "src/one/cents.ts": cents, "src/two/index.ts": 'export * from "../one/cents.ts";\n' })).toBeDefined();
  }
});

verifies("repair.typescript-only-better", "a spelling that only moves the problem is not taken", async () => {
  expect(await mend({ "src/a.ts": "const total = 'x';\nexport const a: number = totall;\n" })).toBeUndefined();
});

verifies("repair.typescript-only-better", "what an import reveals is mended with it", async () => {
  const files = {
    "src/load.ts": "export async function load(): Promise<{ n: number }> {\n  return { n: 1 };\n}\n",
    "src/a.ts": "export async function f(): Promise<number> {\n  const got = load();\n  return got.n;\n}\n",
  };
  expect(await mend(files)).toEqual({
    "src/a.ts":
      'import { load } from "./load.ts";\n\nexport async function f(): Promise<number> {\n  const got = await load();\n  return got.n;\n}\n',
  });
});

verifies("repair.typescript-format", "line ends and byte order mark", async () => {
  const files = {
    "src/area.ts": "export const area = 1;\r\n",
    "src/a.ts": "\uFEFF// The area.\r\n\r\nconst quantity = area;\r\nexport const b = quantitiy;\r\n",
  };
  expect(await mend(files)).toEqual({
    "src/a.ts":
      '\uFEFF// The area.\r\n\r\nimport { area } from "./area.ts";\r\n\r\nconst quantity = area;\r\nexport const b = quantity;\r\n',
  });
});

verifies("repair.typescript-format", "quotes, semicolons and tabs", async () => {
  const files = {
    "src/area.ts": "export const area = 1\nexport const unit = 1\n",
    "src/a.ts":
      "import { unit } from './area.ts'\n\nexport function f(): { unit: number; area: number } {\n\tconst area = 2\n\treturn {\n\t\tunit,\n\t}\n}\n",
    "src/b.ts": "import { f } from './a.ts'\n\nexport const b = f().unit + area\n",
  };
  expect(await mend(files)).toEqual({
    "src/a.ts":
      "import { unit } from './area.ts'\n\nexport function f(): { unit: number; area: number } {\n\tconst area = 2\n\treturn {\n\t\tunit,\n\t\tarea,\n\t}\n}\n",
    "src/b.ts": "import { f } from './a.ts'\nimport { area } from './area.ts'\n\nexport const b = f().unit + area\n",
  });
});

verifies("repair.typescript-projects", "a configuration that refers to others", async () => {
  using workspace = makeWorkspace({
    "package.json": '{ "type": "module" }',
    "tsconfig.json": '{ "files": [], "references": [{ "path": "core" }, { "path": "app" }] }',
    "core/tsconfig.json": configOf({ composite: true, noEmit: false, allowImportingTsExtensions: false }),
    "core/src/unit.ts": "export const unitPrice = 1;\n",
    "app/tsconfig.json": JSON.stringify({
      ...JSON.parse(configOf({ allowImportingTsExtensions: false })),
      references: [{ path: "../core" }],
    }),
    "app/src/a.ts": 'import { unitPrise } from "../../core/src/unit.js";\n\nexport const a = unitPrise;\n',
  });
  expect([...(await repair(workspace))!.edits]).toEqual([
    ["app/src/a.ts", 'import { unitPrice } from "../../core/src/unit.js";\n\nexport const a = unitPrice;\n'],
  ]);
});

verifies("repair.typescript-projects", "several projects below a folder without one", async () => {
  const slip = "const quantity = 1;\nexport const b = quantitiy;\n";
  using workspace = makeWorkspace({
    "packages/one/tsconfig.json": configOf(),
    "packages/one/src/a.ts": slip,
    "packages/two/tsconfig.json": configOf(),
    "packages/two/src/a.ts": slip,
    "node_modules/dep/tsconfig.json": configOf(),
    "node_modules/dep/src/a.ts": slip,
  });
  expect(await typescript.applies(workspace.files)).toBe(true);
  expect([...(await repair(workspace))!.edits.keys()]).toEqual(["packages/one/src/a.ts", "packages/two/src/a.ts"]);
});

verifies("repair.typescript-projects", "a project for an older compiler is checked by that compiler's defaults", async () => {
  const files = {
    "tsconfig.json": '{ "include": ["src"] }',
    "node_modules/@types/thing/index.d.ts": "declare const thing: { size: number };\n",
    "src/a.ts": "export function f(x) {\n  const quantity = thing.size;\n  return quantitiy + x;\n}\n",
  };
  using old = makeWorkspace({ ...files, "node_modules/typescript/package.json": '{ "version": "5.9.3" }' });
  expect(await repair(old)).toMatchObject({ before: [{ code: "TS2552" }], after: [] });
  using current = makeWorkspace({ ...files, "node_modules/typescript/package.json": '{ "version": "7.0.2" }' });
  expect((await repair(current))!.after.length).toBeGreaterThan(0);
});

verifies("repair.typescript-stays-inside", "files of other folders are left as they are", async () => {
  const slip = "const quantity = 1;\nexport const b = quantitiy;\n";
  using outside = makeWorkspace({ "shared.ts": slip });
  using workspace = makeWorkspace({
    "package.json": '{ "type": "module" }',
    "tsconfig.json": JSON.stringify({ ...JSON.parse(configOf()), include: ["src", "linked", outside.path] }),
    "src/a.ts": slip,
  });
  symlinkSync(outside.path, join(workspace.path, "linked"));
  const found = await repair(workspace);
  expect([...found!.edits.keys()]).toEqual(["src/a.ts"]);
  expect(found!.after).toEqual([]);
});

verifies("repair.typescript-stays-inside", "the compiler of the workspace is not loaded", async () => {
  using workspace = makeWorkspace({ "tsconfig.json": configOf(), "src/a.ts": "const quantity = 1;\nexport const b = quantitiy;\n" });
  const trap = `require("node:fs").writeFileSync(${JSON.stringify(join(workspace.path, "ran"))}, "")`;
  for (const name of ["typescript", "@typescript/typescript6"]) {
    workspace.write({
      [`node_modules/${name}/package.json`]: `{ "name": "${name}", "version": "6.0.2", "main": "index.js" }`,
      [`node_modules/${name}/index.js`]: trap,
    });
  }
  expect(await repair(workspace)).toBeDefined();
  expect(existsSync(join(workspace.path, "ran"))).toBe(false);
  // The trap is real: whoever loads it from there runs it.
  spawnSync(process.execPath, ["-e", 'require("typescript")'], { cwd: workspace.path });
  expect(existsSync(join(workspace.path, "ran"))).toBe(true);
});

verifies("repair.typescript-nothing-to-do", "a clean project", async () => {
  expect(await mend({ "src/a.ts": "export const a = 1;\n" })).toBeUndefined();
});

verifies("repair.typescript-nothing-to-do", "no TypeScript", async () => {
  using workspace = makeWorkspace({ "package.json": "{}" });
  expect(await typescript.applies(workspace.files)).toBe(false);
  expect(await repair(workspace)).toBeUndefined();
});

verifies("repair.typescript-nothing-to-do", "a project that does not even have its dependencies", async () => {
  const imports = Array.from({ length: 400 }, (_, index) => `import { x as x${index} } from "dependency-${index}";`).join("\n");
  expect(await mend({ "src/a.ts": `${imports}\nconst quantity = 1;\nexport const b = quantitiy;\n` })).toBeUndefined();
});

verifies("repair.typescript-nothing-to-do", "an interrupted thread", async () => {
  using workspace = makeWorkspace({ "tsconfig.json": configOf(), "src/a.ts": "const quantity = 1;\nexport const b = quantitiy;\n" });
  const signal = AbortSignal.abort(new Error("enough"));
  const repairing = typescript.repair({ workspace: workspace.path, files: workspace.files, changed: [], signal, onProgress: () => {} });
  await expect(repairing).rejects.toThrow("enough");
});

verifies("repair.typescript-nothing-to-do", "the compiler is not installed", () => {
  // A copy of the source where no package can be found: a real process must live with that.
  using place = makeWorkspace({
    "package.json": '{ "type": "module" }',
    "w/tsconfig.json": configOf(),
    "w/src/a.ts": "export const b = quantitiy;\n",
  });
  for (const folder of ["contract", "lib", "repair"]) cpSync(resolve("src", folder), join(place.path, "src", folder), { recursive: true });
  mkdirSync(join(place.path, "empty"));
  const script = `
    import repairer from ${JSON.stringify(pathToFileURL(join(place.path, "src/repair/repairers/typescript.ts")).href)};
    const files = { list: async () => [{ name: "tsconfig.json", type: "file" }] };
    const workspace = ${JSON.stringify(join(place.path, "w"))};
    const found = await repairer.repair({ workspace, files, signal: new AbortController().signal, onProgress: console.log });
    console.log(found === undefined);
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: join(place.path, "empty"),
    encoding: "utf8",
  });
  expect({ stdout, stderr }).toEqual({
    stdout: "TypeScript's own fixes need the package @typescript/typescript6, which is not installed\ntrue\n",
    stderr: "",
  });
});
