import type { Definition, Import, Outline, SourceText } from "../../../language.ts";
import { firsts, lineOf } from "../captured.ts";
import { type Candidate, type Captures, outlineByQuery } from "../outline-by-query.ts";
import { inReceivers } from "../receivers.ts";
import { without } from "../without.ts";
import { cppQuery, cQuery } from "./query.ts";

export const cOutline = outlineByQuery({ grammar: "c", query: cQuery, exported, imports: imported, finish });
export const cppOutline = outlineByQuery({ grammar: "cpp", query: cppQuery, exported, imports: imported, finish });

/** What is `static` is known in its file alone; in a header that is every file. */
function exported({ node, kind, parent }: Candidate): boolean {
  if (kind === "macro") return true;
  if (parent !== undefined) return parent.exported;
  return !/^(?:[\w:]+\s+)*?static\b/.test(node.text.slice(0, 80));
}

/** `#include MACRO` leads nowhere that could be told. */
function imported(captures: Captures): Import | undefined {
  const [path] = firsts(captures, "path");
  const specifier = /^["<]([^">\n]+)[">]/.exec(path!.text)?.[1];
  return specifier === undefined ? undefined : { specifier: specifier.trim(), line: lineOf(path!), names: [] };
}

const isHeader = (path: string): boolean => /\.(?:h|hh|hpp|hxx|h\+\+|cuh|inc|inl|ipp|tpp)$/i.test(path);
const guard = /_(?:H|HH|HPP|HXX|H_INCLUDED|INCLUDED|GUARD)_*$/;

/**
 * A header says what others may use: there declarations count as definitions. In other files only the definitions do, so that
 * a name has one place, and what a header's own guard is called is nobody's business.
 */
function finish(outline: Outline, notes: readonly Captures[], { path, text }: SourceText): Outline {
  const header = isHeader(path);
  const declarations = new Set(
    notes.filter(({ receiver }) => receiver === undefined).map(({ note }) => `${lineOf(note![0]!)} ${note![0]!.text}`),
  );
  const lines = header ? [] : text.split("\n");
  const all = inReceivers(outline.definitions, notes);
  const isInner = ({ within, kind }: Definition) => {
    const outer = within === undefined ? undefined : all[within];
    return (kind === "variable" || kind === "function") && (outer?.kind === "function" || outer?.kind === "method");
  };
  const definitions = without(all, (definition) => {
    if (isInner(definition)) return true;
    if (definition.kind === "macro") return guard.test(definition.name);
    if (header) return false;
    if (definition.kind === "variable") return /^\s*extern\b[^={]*;/.test(lines[definition.line - 1] ?? "");
    return definition.kind === "function" && declarations.has(`${definition.line} ${definition.name}`);
  }).map((definition, _, kept): Definition => {
    // The second name of `int a, b;` is not in the first.
    const { within, ...rest } = definition;
    const alone = within !== undefined && kept[within]?.kind === "variable";
    return { ...(alone ? rest : definition), exported: header || definition.exported };
  });
  const known = new Set(definitions.map(({ name }) => name));
  const local = new Set(all.filter((one) => isInner(one) && !known.has(one.name)).map(({ name }) => name));
  return { ...outline, definitions, uses: outline.uses.filter(({ name, member }) => member === true || !local.has(name)) };
}
