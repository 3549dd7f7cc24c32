import type { Import, Outline } from "../../../language.ts";
import { firsts, isInside, lineOf } from "../captured.ts";
import type { Captures } from "../outline-by-query.ts";

/** `require`, `require_relative` (with a `./` before it), `load` and `autoload`. */
export function rubyImports(captures: Captures): Import {
  const [node, call, constant] = firsts(captures, "import", "call", "constant");
  const written = node!.text;
  const relative = call!.text === "require_relative" && !written.startsWith(".") && !written.startsWith("/");
  const name = constant?.text.slice(1);
  const lazy =
    name !== undefined || (call!.startPosition.column > 0 && isInside(call!, ["method", "singleton_method", "block", "do_block"]));
  return {
    specifier: relative ? `./${written}` : written,
    line: lineOf(node!),
    names: name === undefined ? [] : [{ name, local: name }],
    ...(lazy && { lazy }),
  };
}

/** Classes of the language itself, which no file of a workspace is loaded for. */
const builtIn = new Set(
  (
    "Array BasicObject Class Comparable Complex Data Dir ENV Encoding Enumerable Enumerator Errno Exception FalseClass Fiber File FileTest Float GC " +
    "Hash IO Integer Kernel Marshal MatchData Math Method Module Mutex NilClass Numeric Object ObjectSpace Proc Process Queue Ractor Random Range " +
    "Rational Regexp Set Signal String Struct Symbol Thread Time TrueClass ArgumentError IOError IndexError KeyError LoadError NameError " +
    "NoMethodError NotImplementedError RangeError RuntimeError StandardError StopIteration TypeError ZeroDivisionError"
  ).split(" "),
);

/**
 * Constants load their files where the names of files follow those of constants (Zeitwerk): each that the file uses and does not define
 * is an import that may never be reached. Names of attributes lose the colon of their symbol.
 */
export function rubyFinish(outline: Outline, notes: readonly Captures[]): Outline {
  const own = new Set(outline.definitions.map(({ name }) => name));
  const lines = new Map<string, number>();
  let end = 0;
  for (const { note: [node] = [] } of notes.toSorted((a, b) => a["note"]![0]!.startIndex - b["note"]![0]!.startIndex)) {
    // Of `A::B::C` the whole counts, and its parts do not.
    if (node!.startIndex < end) continue;
    end = node!.endIndex;
    // The name of what is defined here.
    if (node!.parent?.type === "class" || node!.parent?.type === "module") continue;
    const path = node!.text.replace(/^::/, "");
    const [first] = path.split("::") as [string];
    if (/^[A-Z]\w*(?:::[A-Z]\w*)*$/.test(path) && !builtIn.has(first) && !own.has(path) && !lines.has(path)) lines.set(path, lineOf(node!));
  }
  const constants = [...lines].map(([specifier, line]): Import => ({
    specifier,
    line,
    names: [{ name: "*", local: specifier }],
    lazy: true,
  }));
  return {
    ...outline,
    definitions: outline.definitions.map((one) => (one.name.startsWith(":") ? { ...one, name: one.name.slice(1) } : one)),
    imports: [...outline.imports, ...constants],
  };
}
