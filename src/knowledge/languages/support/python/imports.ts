import type { Definition, Import, ImportedName, Outline, SourceText } from "../../../language.ts";
import { everything, isInside, lineOf } from "../captured.ts";
import type { Captures } from "../outline-by-query.ts";

const fromImport = /^from\s*(\.*)\s*([\p{L}\p{N}_.]*)\s*import\s*(.*)$/su;

/** What an import statement, or a call that imports, takes over. */
export function pythonImports({ import: nodes, call }: Captures): Import | Import[] {
  const node = nodes![0]!;
  const line = lineOf(node);
  if (call !== undefined) return { specifier: node.text, line, names: [], lazy: true };
  const text = node.text.replaceAll(/#[^\n]*|\\\n|[()]/g, " ").trim();
  const inner = node.startPosition.column > 0;
  const marks = {
    ...(inner && isInside(node, ["function_definition"]) && { lazy: true as const }),
    ...(inner && isForTypes(node) && { typeOnly: true as const }),
  };
  const [, dots, module, names] = fromImport.exec(text) ?? [];
  if (dots !== undefined && module !== undefined) {
    const taken = parts(names ?? "").map(({ name, local }) => (name === "*" ? everything : { name, local: local ?? name }));
    return { specifier: dots + module.replaceAll(/\s/g, ""), line, names: taken, ...marks };
  }
  // `import a.b` binds `a`.
  return parts(text.replace(/^import\b/, "")).map(({ name, local }) => {
    const bound: ImportedName = { name: "*", local: local ?? name.split(".")[0]! };
    return { specifier: name, line, names: [bound], ...marks };
  });
}

function parts(list: string): { name: string; local: string | undefined }[] {
  const found: { name: string; local: string | undefined }[] = [];
  for (const part of list.split(",")) {
    const [name, as, local] = part.trim().split(/\s+/);
    if (name !== undefined && name !== "") found.push({ name, local: as === "as" ? local : undefined });
  }
  return found;
}

/** `if TYPE_CHECKING:`. */
function isForTypes(node: Parameters<typeof isInside>[0]): boolean {
  for (let at = node.parent; at !== null; at = at.parent)
    if (at.type === "if_statement" && /^if\s+(?:\w+\.)?TYPE_CHECKING\b/.test(at.text.slice(0, 60))) return true;
  return false;
}

const listOfExports = /^__all__(?:\s*:[^=\n]+)?\s*\+?=\s*[[(]([^\])]*)/gm;

/**
 * Puts the last hand to an outline: `__all__` alone says what a module exports, and what it imports of it; a package's `__init__` gives on
 * all that it imports. Attributes belong to the class whose method first sets them.
 */
export function exportedByList(outline: Outline, _notes: unknown, { path, text }: SourceText): Outline {
  const listed = new Set<string>();
  let hasList = false;
  for (const [, names] of text.matchAll(listOfExports)) {
    hasList = true;
    for (const [, name] of names!.matchAll(/["']([^"']+)["']/g)) listed.add(name!);
  }
  const givesAll = /(?:^|\/)__init__\.pyi?$/.test(path);
  // A method's or an attribute's name means nothing without its object.
  const objects = new Set(outline.definitions.filter(({ kind }) => kind === "field" || kind === "method").map(({ name }) => name));
  for (const { name, kind } of outline.definitions) if (kind !== "field" && kind !== "method") objects.delete(name);
  for (const { local } of outline.imports.flatMap(({ names }) => names)) objects.delete(local);
  const { definitions, renumbered } = ownAttributes(outline.definitions);
  return {
    ...outline,
    definitions: definitions.map((definition) => {
      const within = definition.within === undefined ? undefined : renumbered[definition.within];
      const exported = hasList && within === undefined ? listed.has(definition.name) : definition.exported;
      return { ...definition, ...(within !== undefined && { within }), exported };
    }),
    uses: outline.uses.filter(({ name, member }) => member === true || !objects.has(name)),
    imports: outline.imports.map((imported) => {
      const given = imported.names.some(({ name, local }) => listed.has(local) || (name === "*" && local === "*"));
      return imported.lazy !== true && (givesAll || given) ? { ...imported, reexports: true } : imported;
    }),
  };
}

/** Of `self.count = …` the first in a class counts, as a field of the class; the others are assignments. */
function ownAttributes(definitions: readonly Definition[]): { definitions: Definition[]; renumbered: number[] } {
  const kept: Definition[] = [];
  const renumbered: number[] = [];
  const seen = new Set<string>();
  for (const definition of definitions) {
    const method = definition.within === undefined ? undefined : definitions[definition.within];
    const attribute = definition.kind === "field" && method !== undefined && method.kind !== "class";
    const owner = attribute ? method.within : definition.within;
    const key = `${owner} ${definition.name}`;
    const repeated = definition.kind === "field" && seen.has(key);
    if (definition.kind === "field") seen.add(key);
    renumbered.push(kept.length);
    if (!repeated) kept.push({ ...definition, ...(owner !== undefined && { within: owner }) });
  }
  return { definitions: kept, renumbered };
}
