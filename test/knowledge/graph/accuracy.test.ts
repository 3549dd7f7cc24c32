import { cpSync, existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import type * as TypeScript from "@typescript/typescript6";
import { expect } from "vitest";
import { verifies } from "../../verifies.ts";
import { makeTree, openIndex, type TestTree } from "./harness.ts";

const ts = createRequire(import.meta.url)("@typescript/typescript6") as typeof TypeScript;
const modules = resolve(import.meta.dirname, "../../../node_modules");

/** Packages that are installed with their sources; each as a tree of its own. */
const trees: Readonly<Record<string, (tree: TestTree) => void>> = {
  zod: (tree) => copy("zod", tree.path, (path) => !path.includes("/locales/")),
  openai: (tree) => {
    copy("openai/src", join(tree.path, "src"));
    tree.write("package.json", readFileSync(join(modules, "openai/package.json")));
  },
  "@tanstack/query-core": (tree) => copy("@tanstack/query-core", tree.path),
};

function copy(from: string, to: string, filter: (path: string) => boolean = () => true): void {
  cpSync(realpathSync(join(modules, from)), to, { recursive: true, filter: (path) => filter(path.slice(modules.length)) });
}

for (const [name, make] of Object.entries(trees)) {
  verifies("graph.typescript-imports", name, async () => {
    using tree = makeTree();
    make(tree);
    using index = openIndex(tree.path);
    await index.update();
    const ours = new Set<string>();
    const theirs = new Set<string>();
    for (const { id, path, language, problem } of index.reader.files()) {
      if (!["typescript", "tsx", "javascript"].includes(language ?? "") || problem !== undefined) continue;
      for (const { targets } of index.reader.importsIn(id))
        for (const target of targets) ours.add(`${path} → ${asModule(tree.path, index.reader.fileById(target)!.path)}`);
      for (const target of compilerTargets(tree.path, path)) theirs.add(`${path} → ${asModule(tree.path, target)}`);
    }
    const shared = [...ours].filter((edge) => theirs.has(edge)).length;
    expect(theirs.size).toBeGreaterThan(80);
    const reached = { precision: shared / ours.size >= 0.99, recall: shared / theirs.size >= 0.99 };
    expect({ ...reached, differences: reached.precision && reached.recall ? [] : differences(ours, theirs) }).toEqual({
      precision: true,
      recall: true,
      differences: [],
    });
  });
}

/** A declaration and the code that it declares are one module: the compiler names the one, the index both. */
function asModule(root: string, path: string): string {
  const declaration = path.replace(/\.([cm]?)js$/, ".d.$1ts");
  return declaration !== path && existsSync(join(root, declaration)) ? declaration : path;
}

function compilerTargets(root: string, path: string): string[] {
  const file = join(root, path);
  const options = {
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    module: ts.ModuleKind.ESNext,
    allowJs: true,
    resolveJsonModule: true,
  };
  const targets: string[] = [];
  for (const specifier of specifiersOf(file)) {
    const found = ts.resolveModuleName(specifier, file, options, ts.sys).resolvedModule;
    const target = found === undefined ? ".." : relative(root, realpathSync(found.resolvedFileName));
    if (!target.startsWith("..")) targets.push(target);
  }
  return targets;
}

function specifiersOf(file: string): Set<string> {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const specifiers = new Set<string>(source.referencedFiles.map(({ fileName }) => `./${fileName}`));
  const add = (node: TypeScript.Node | undefined) => {
    if (node !== undefined && ts.isStringLiteralLike(node)) specifiers.add(node.text);
  };
  const visit = (node: TypeScript.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) add(node.expression);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    else if (ts.isCallExpression(node) && isImport(node.expression)) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return specifiers;
}

const isImport = (callee: TypeScript.Node): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require");

function differences(ours: ReadonlySet<string>, theirs: ReadonlySet<string>): string[] {
  const missing = [...theirs].filter((edge) => !ours.has(edge)).map((edge) => `- ${edge}`);
  const extra = [...ours].filter((edge) => !theirs.has(edge)).map((edge) => `+ ${edge}`);
  return [...missing, ...extra].slice(0, 20);
}
