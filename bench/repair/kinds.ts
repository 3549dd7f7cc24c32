import { basename, dirname } from "node:path";
import ts from "@typescript/typescript6";
import type { Sources } from "./project.ts";
import { misspell } from "./typos.ts";

/** One way to break a file. Whether it breaks anything is the compiler's word: what still compiles is not a breakage. */
export interface Slip {
  /** For people: `await of query.ts:12`. */
  what: string;
  apply(sources: Sources): Sources;
  /** What an export was called, and is called now: its tests follow it. */
  renamed?: [from: string, to: string];
}

export interface Look {
  sources: Sources;
  /** Relative to the project. */
  path: string;
  file: ts.SourceFile;
  checker: ts.TypeChecker;
  /** Where others import the package: such files stay where they are. */
  entries: readonly string[];
  random(): number;
}

/** What goes wrong in refactorings and in hurried edits. Each finds all places of a file where it could. */
export const kinds: Readonly<Record<string, (look: Look) => Slip[]>> = {
  "missing import": (look) =>
    specifiers(look).map((specifier) => cut(look, specifier.name.text, ...removal(specifier, specifier.parent.elements, look.file))),
  "misspelt name": (look) =>
    nodes(look.file, ts.isIdentifier)
      .filter((node) => node.text.length > 3 && isUse(node, look))
      .map((node) => put(look, node, misspell(node.text, look.random))),
  "misspelt property": (look) =>
    nodes(look.file, ts.isPropertyAccessExpression)
      .filter(({ name }) => name.text.length > 3 && ts.isIdentifier(name))
      .map(({ name }) => put(look, name, misspell(name.text, look.random))),
  "missing await": (look) =>
    nodes(look.file, ts.isAwaitExpression).map((node) => cut(look, "await", node.getStart(look.file), node.expression.getStart(look.file))),
  "missing async": (look) =>
    nodes(look.file, (node) => node.kind === ts.SyntaxKind.AsyncKeyword).map((node) =>
      cut(look, "async", node.getStart(look.file), node.end + 1),
    ),
  "moved file": moves,
  "renamed export": (look) =>
    exported(look).map((name) => {
      const to = newName(name.text, look.random);
      return {
        what: `${name.text} in ${look.path} to ${to}`,
        apply: (sources) => rename(sources, look, { name, to }),
        renamed: [name.text, to],
      };
    }),
  "missing property": (look) =>
    nodes(look.file, ts.isObjectLiteralExpression).flatMap(({ properties }) =>
      properties
        .filter((property) => !isCode(ts.isPropertyAssignment(property) ? property.initializer : property))
        .map((property) => cut(look, property.name?.getText(look.file) ?? "...", ...removal(property, properties, look.file))),
    ),
  "unused import": unusedImports,
  "wrong type import": typeImports,
  "wrong path": (look) =>
    imports(look.file)
      .map(({ moduleSpecifier }) => moduleSpecifier as ts.StringLiteral)
      .filter(({ text }) => text.startsWith("."))
      .map((path) => put(look, path, `${quoteOf(path, look.file)}${wrongPath(path.text, look.random)}${quoteOf(path, look.file)}`)),
  "missing argument": (look) =>
    nodes(look.file, (node): node is ts.CallExpression | ts.NewExpression => ts.isCallExpression(node) || ts.isNewExpression(node)).flatMap(
      (call) =>
        (call.arguments ?? [])
          .filter((argument) => !isCode(argument))
          .map((argument) => cut(look, argument.getText(look.file).slice(0, 30), ...removal(argument, call.arguments!, look.file))),
    ),
  "missing optional chain": (look) =>
    nodes(look.file, ts.isQuestionDotToken).map((node) =>
      ts.isPropertyAccessExpression(node.parent)
        ? put(look, node, ".")
        : cut(look, node.parent.getText(look.file).slice(0, 30), node.getStart(look.file), node.end),
    ),
};

function nodes<T extends ts.Node>(file: ts.SourceFile, is: (node: ts.Node) => node is T): T[];
function nodes(file: ts.SourceFile, is: (node: ts.Node) => boolean): ts.Node[];
function nodes(file: ts.SourceFile, is: (node: ts.Node) => boolean): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

function cut({ path, file }: Look, what: string, start: number, end: number, text = ""): Slip {
  const line = file.getLineAndCharacterOfPosition(start).line + 1;
  return {
    what: `${what.replace(/\s+/g, " ")} of ${path}:${line}`,
    apply: (sources) => new Map(sources).set(path, file.text.slice(0, start) + text + file.text.slice(end)),
  };
}

function put(look: Look, node: ts.Node, text: string): Slip {
  return cut(look, `${text} for ${node.getText(look.file)}`, node.getStart(look.file), node.end, text);
}

/** Where an element and its comma stand. */
function removal(node: ts.Node, siblings: ts.NodeArray<ts.Node>, file: ts.SourceFile): [start: number, end: number] {
  const index = siblings.indexOf(node);
  const next = siblings[index + 1];
  if (next !== undefined) return [node.getStart(file), next.getStart(file)];
  const previous = siblings[index - 1];
  return [previous?.end ?? node.getStart(file), node.end];
}

/** Whole functions and objects: whoever leaves those out has not slipped, and nobody can tell what they were. */
function isCode(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node);
}

function imports(file: ts.SourceFile): ts.ImportDeclaration[] {
  return file.statements.filter(ts.isImportDeclaration);
}

function specifiers({ file }: Look): ts.ImportSpecifier[] {
  return imports(file)
    .map(({ importClause }) => importClause?.namedBindings)
    .filter((bindings) => bindings !== undefined && ts.isNamedImports(bindings))
    .flatMap(({ elements }) => [...elements]);
}

/** An identifier that refers to a value by its bare name. */
function isUse(node: ts.Identifier, { checker }: Look): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isImportSpecifier(parent)) return false;
  if (ts.isExportSpecifier(parent) || ts.isTypeNode(parent) || ts.isBindingElement(parent)) return false;
  if ((parent as ts.NamedDeclaration).name === node || ts.isQualifiedName(parent) || ts.isTypeElement(parent)) return false;
  return checker.getSymbolAtLocation(node) !== undefined;
}

/** Into a folder below, as it is: both its own imports and those of it are left behind. */
function moves({ path, file, entries }: Look): Slip[] {
  if (entries.includes(path)) return [];
  const to = `${dirname(path)}/internal/${basename(path)}`;
  const apply = (sources: Sources): Sources => new Map([...sources].map(([each, text]) => [each === path ? to : each, text]));
  return [{ what: `${path} to ${to}`, apply }].slice(0, file.statements.length);
}

/** Functions, classes and constants that a module exports where it declares them. */
function exported({ file, path }: Look): ts.Identifier[] {
  if (basename(path) === "index.ts") return [];
  return file.statements
    .filter((statement) => ts.getModifiers(statement as ts.HasModifiers)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .flatMap((statement): ts.NamedDeclaration[] =>
      ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [statement as ts.DeclarationStatement],
    )
    .map(({ name }) => name)
    .filter((name) => name !== undefined && ts.isIdentifier(name));
}

/** In its own file everywhere, and in no other. */
function rename(sources: Sources, { path, file, checker }: Look, { name, to }: { name: ts.Identifier; to: string }): Sources {
  const symbol = checker.getSymbolAtLocation(name);
  const places = nodes(file, ts.isIdentifier).filter((each) => each.text === name.text && checker.getSymbolAtLocation(each) === symbol);
  let text = file.text;
  for (const place of places.toReversed()) text = text.slice(0, place.getStart(file)) + to + text.slice(place.end);
  return new Map(sources).set(path, text);
}

function newName(name: string, random: () => number): string {
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  const inner = capital === name ? `Inner${name}` : `inner${capital}`;
  const ways = [`${name}Value`, `${name}ForUse`, inner, other(name)];
  return ways[Math.floor(random() * ways.length)]!;
}

/** A synonym of one of its words, or another ending. */
function other(name: string): string {
  const synonyms: readonly [RegExp, string][] = [
    [/^create/, "make"],
    [/^get/, "find"],
    [/^is/, "looksLike"],
    [/Options$/, "Settings"],
    [/Error$/, "Failure"],
    [/^default/, "usual"],
    [/Observer$/, "Watcher"],
    [/Cache$/, "Store"],
  ];
  const [pattern, word] = synonyms.find(([each]) => each.test(name)) ?? [/$/, "Item"];
  return name.replace(pattern, word);
}

/** What a module exports and a file that imports from it does not use. */
function unusedImports({ path, file, checker }: Look): Slip[] {
  return specifiersWithModules(file).flatMap(({ bindings, module }) => {
    const symbol = checker.getSymbolAtLocation(module);
    const names = symbol === undefined ? [] : checker.getExportsOfModule(symbol).map(({ name }) => name);
    return names
      .filter((name) => name !== "default" && !new RegExp(`\\b${name}\\b`).test(file.text))
      .map((name) => ({
        what: `${name} in ${path}`,
        apply: (sources: Sources) =>
          new Map(sources).set(path, `${file.text.slice(0, bindings.elements.end)}, ${name}${file.text.slice(bindings.elements.end)}`),
      }));
  });
}

/** Of values as if they were types, and where the compiler cares, of types as if they were values. */
function typeImports(look: Look): Slip[] {
  return imports(look.file)
    .filter(({ importClause }) => importClause?.namedBindings !== undefined)
    .map(({ importClause }) => {
      const start = importClause!.getStart(look.file);
      return importClause!.isTypeOnly ? cut(look, "type", start, start + 5) : cut(look, "import type", start, start, "type ");
    });
}

function specifiersWithModules(file: ts.SourceFile): { bindings: ts.NamedImports; module: ts.Expression }[] {
  return imports(file).flatMap(({ importClause, moduleSpecifier }) => {
    const bindings = importClause?.namedBindings;
    return bindings !== undefined && ts.isNamedImports(bindings) ? [{ bindings, module: moduleSpecifier }] : [];
  });
}

function quoteOf(node: ts.Node, file: ts.SourceFile): string {
  return node.getText(file).charAt(0);
}

function wrongPath(path: string, random: () => number): string {
  const name = path.replace(/^\.\//, "").replace(/\.ts$/, "");
  const ending = path.endsWith(".ts") ? ".ts" : "";
  const ways = [`../${name}`, `./lib/${name}`, `./${misspell(name, random)}`, `./${name.charAt(0).toUpperCase()}${name.slice(1)}`];
  return ways[Math.floor(random() * ways.length)]! + ending;
}
