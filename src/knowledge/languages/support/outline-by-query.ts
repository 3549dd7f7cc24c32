import { Parser, Query, type Node, type QueryMatch } from "web-tree-sitter";
import type { Definition, DefinitionKind, Import, Outline, SourceText, Use } from "../../language.ts";
import type { GrammarName } from "../../syntax/languages.ts";
import { loadGrammar } from "../../syntax/load-grammar.ts";

/** What one match of a pattern captured, by the name of the capture, without `@`. The nodes are the parser's: use them now, keep nothing. */
export type Captures = Readonly<Record<string, readonly Node[]>>;

/** A definition before it is known whether others can name it. */
export interface Candidate extends Omit<Definition, "exported"> {
  captures: Captures;
  /** The whole of it. */
  node: Node;
  /** What it is in, with the answer of `exported` for that. */
  parent?: Definition;
}

interface Options {
  grammar: GrammarName;
  /** In tree-sitter's query language, with the captures below. */
  query: string;
  /** What a definition is, where another capture of its match tells more than the pattern: a constant that holds a function. */
  kind?(captures: Captures, kind: DefinitionKind): DefinitionKind;
  /** Whether others can name it. Asked from the outside in; without it everything is exported. */
  exported?(candidate: Candidate): boolean;
  /** For each match with `@import`: the import it is, several, or none (a call that is not `require`). */
  imports?(captures: Captures): Import | readonly Import[] | undefined;
  /** The last word on the outline, with all matches that have `@note`: for what one match cannot tell (`export { a as b }` at the end). */
  finish?(outline: Outline, notes: readonly Captures[], source: SourceText): Outline;
  /**
   * For a language whose `scope` is `file`: a name that is neither imported nor defined in the file means nothing to the graph, unless
   * an import takes everything over (`{ name: "*", local: "*" }`).
   */
  onlyKnownNames?: boolean;
}

/**
 * The `outline` of a language, from one query that is evaluated inside of the parser: only what is captured is ever copied, which is
 * what makes an index of thousands of files possible. Write patterns for these captures:
 *
 * - `@definition.<kind>` on the whole of a definition, `@name` inside of it (in the same match). `<kind>` is a `DefinitionKind`.
 *   `(function_declaration name: (identifier) @name) @definition.function`
 *   The kind may be `kind`'s to say. What lies inside of another definition gets `within`. Where several patterns match one name, the first in the query counts: put
 *   the special before the general. Other captures of the match (`(modifiers)? @modifiers`) are there for `exported`.
 * - `@use` on a name that is used, `@use.member` where it is named through something else (`a.name`); the latter wins at one place.
 *   Catch all is fine, `(identifier) @use`: names of definitions, and what is in `@skip`, are taken out again.
 * - `@import` on a whole import; the match is handed to `imports`. Its names are not uses: the whole node is skipped.
 *   Where an import is an expression (`require("a")`), capture only its argument as `@import`.
 * - `@skip` on a node in which nothing is a use: attributes, comments with code, labels.
 * - `@local` on a name declared for a function alone (parameters, variables): it is no use, and the file's uses of that name, other than
 *   member uses, are taken out unless the file also imports or defines it. Local variables are most of a file's names, so it pays.
 * - `@note` on anything: the match is kept for `finish`.
 * - `@package` on the name of the package or namespace that the file is in; the first counts, and its text is taken as written.
 *
 * Patterns of many steps below a node that is large (`(program …)`) cost the most, each for itself: make one with alternatives of them.
 * Predicates such as `(#eq? @name "require")` and `(#match? @name "^[A-Z]")` work, and are evaluated outside of the parser: prefer
 * anchors, fields and literal tokens. Text that is not understood is an `ERROR` node around what is; patterns match inside of it.
 * Rejects only when a text takes longer than `MAX_MS` to parse; the indexer notes it as the file's problem.
 */
export function outlineByQuery(options: Options): (source: SourceText) => Promise<Outline> {
  let ready: Promise<{ parser: Parser; query: Query }> | undefined;
  return async (source) => {
    const { text } = source;
    const { parser, query } = await (ready ??= prepare(options));
    const deadline = performance.now() + MAX_MS;
    const overdue = () => performance.now() > deadline;
    const tree = parser.parse(text, null, { progressCallback: overdue });
    if (tree === null) {
      // Otherwise the next text would be taken for the rest of this one.
      parser.reset();
      throw new Error(`parsing it takes more than ${MAX_MS} ms`);
    }
    try {
      return collect(query.matches(tree.rootNode, { progressCallback: overdue }), { source, options });
    } finally {
      // Its memory is not the collector's.
      tree.delete();
    }
  };
}

const MAX_MS = 10_000;

async function prepare({ grammar: name, query }: Options): Promise<{ parser: Parser; query: Query }> {
  const grammar = await loadGrammar(name);
  return { parser: new Parser().setLanguage(grammar), query: new Query(grammar, query) };
}

interface Place {
  start: number;
  end: number;
}

interface Placed {
  start: number;
  name: string;
  line: number;
  member: boolean;
}

interface Found extends Place {
  name: string;
  kind: DefinitionKind;
  line: number;
  endLine: number;
  captures: Captures;
  whole: Node;
  /** Which of the query's patterns found it. */
  pattern: number;
}

function collect(matches: readonly QueryMatch[], { source, options }: { source: SourceText; options: Options }): Outline {
  const { text } = source;
  const definitions = new Map<number, Found>();
  const uses: Placed[] = [];
  const locals = new Map<number, string>();
  const skipped: Place[] = [];
  const imports: Import[] = [];
  const notes: Captures[] = [];
  let packageName: string | undefined;

  const addUse = ({ startIndex: start, startPosition, endIndex }: Node, member: boolean) => {
    if (endIndex > start) uses.push({ start, name: text.slice(start, endIndex), line: startPosition.row + 1, member });
  };

  function take(captures: Captures, pattern: number): void {
    const [name] = captures["name"] ?? [];
    for (const [capture, nodes] of Object.entries(captures)) {
      const [node] = nodes;
      if (node === undefined) continue;
      // A name of nothing is what the parser has put in to go on.
      if (capture.startsWith(DEFINITION) && name !== undefined && name.endIndex > name.startIndex) {
        const earlier = definitions.get(name.startIndex);
        if (earlier !== undefined && earlier.pattern <= pattern) continue;
        const kind = capture.slice(DEFINITION.length) as DefinitionKind;
        definitions.set(name.startIndex, {
          ...toFound({ node, name, text }),
          kind: options.kind?.(captures, kind) ?? kind,
          captures,
          whole: node,
          pattern,
        });
      } else if (capture === "import") {
        const found = options.imports?.(captures);
        if (found === undefined) continue;
        skipped.push({ start: node.startIndex, end: node.endIndex });
        // Of one that is broken off, nothing is known that could be looked for.
        imports.push(...(isMany(found) ? found : [found]).filter(({ specifier }) => specifier !== ""));
      } else if (capture === "note") {
        notes.push(captures);
      } else if (capture === "package") {
        packageName ??= text.slice(node.startIndex, node.endIndex);
      } else if (capture === "skip") {
        for (const each of nodes) skipped.push({ start: each.startIndex, end: each.endIndex });
      } else if (capture === "local") {
        for (const each of nodes) locals.set(each.startIndex, text.slice(each.startIndex, each.endIndex));
      } else if (capture === "use" || capture === "use.member") {
        for (const each of nodes) addUse(each, capture !== "use");
      }
    }
  }

  for (const { captures, patternIndex } of matches) {
    const [first] = captures;
    // Most of all matches, by far.
    if (captures.length === 1 && first!.name === "use") addUse(first!.node, false);
    else if (captures.length === 1 && first!.name === "use.member") addUse(first!.node, true);
    else take(byName(captures), patternIndex);
  }

  const outline = {
    ...(packageName !== undefined && { package: packageName }),
    definitions: nest([...definitions.values()], options.exported),
    uses: keepUses({ uses, locals, skipped, definitions, imports, onlyKnown: options.onlyKnownNames === true }),
    imports,
  };
  return options.finish?.(outline, notes, source) ?? outline;
}

const DEFINITION = "definition.";

const isMany = (found: Import | readonly Import[]): found is readonly Import[] => Array.isArray(found);

function toFound({ node, name, text }: { node: Node; name: Node; text: string }): Omit<Found, "kind" | "captures" | "whole" | "pattern"> {
  const { row, column } = node.endPosition;
  return {
    name: text.slice(name.startIndex, name.endIndex),
    line: name.startPosition.row + 1,
    // A definition that ends with its line break does not reach into the next line.
    endLine: column === 0 && row > name.startPosition.row ? row : row + 1,
    start: node.startIndex,
    end: node.endIndex,
  };
}

function byName(captures: QueryMatch["captures"]): Record<string, Node[]> {
  const found: Record<string, Node[]> = {};
  for (const { name, node } of captures) (found[name] ??= []).push(node);
  return found;
}

/** In the order of the text; each knows what it is in. */
function nest(found: readonly Found[], exported: Options["exported"]): Definition[] {
  const definitions: Definition[] = [];
  const open: { start: number; end: number; index: number }[] = [];
  for (const { captures, whole: node, start, end, pattern: _, ...facts } of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    // What begins and ends with another is beside it: two names of one declaration.
    while (open.length > 0 && (open.at(-1)!.end <= start || (open.at(-1)!.start === start && open.at(-1)!.end === end))) open.pop();
    const within = open.at(-1)?.index;
    const parent = within === undefined ? undefined : definitions[within];
    const own = { ...facts, ...(within !== undefined && { within }) };
    definitions.push({ ...own, exported: exported?.({ ...own, captures, node, ...(parent !== undefined && { parent }) }) ?? true });
    open.push({ start, end, index: definitions.length - 1 });
  }
  return definitions;
}

function keepUses(found: {
  uses: Placed[];
  locals: ReadonlyMap<number, string>;
  skipped: Place[];
  definitions: ReadonlyMap<number, { name: string }>;
  imports: readonly Import[];
  onlyKnown: boolean;
}): Use[] {
  const known = new Set([...found.definitions.values()].map(({ name }) => name));
  for (const { names, reexports } of found.imports) if (reexports !== true) for (const { local } of names) known.add(local);
  // Whatever is taken over from elsewhere as a whole may be what brings a name.
  const onlyKnown = found.onlyKnown && !known.has("*");
  const local = new Set([...found.locals.values()].filter((name) => !known.has(name)));
  const skipped = found.skipped.sort((a, b) => a.start - b.start);
  const kept: Use[] = [];
  let next = 0;
  let skippedTo = 0;
  let last = -1;
  // Nearly in order already; of two at one place the member comes first.
  for (const { start, name, line, member } of found.uses.sort((a, b) => a.start - b.start || Number(b.member) - Number(a.member))) {
    for (let place = skipped[next]; place !== undefined && place.start <= start; place = skipped[++next])
      skippedTo = Math.max(skippedTo, place.end);
    if (start === last || start < skippedTo) continue;
    last = start;
    if (!member && ((onlyKnown && !known.has(name)) || local.has(name))) continue;
    if (found.definitions.has(start) || found.locals.has(start)) continue;
    kept.push(member ? { name, line, member } : { name, line });
  }
  return kept;
}
