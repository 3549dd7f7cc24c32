import type { Container, Prefix } from "./containers.ts";
import type { Flow } from "./flow.ts";
import type { CodeColours } from "./highlighter.ts";

/** Where a stream of Markdown is: what is open, and what has come of the line that is not over. */
export interface State {
  /** What has come of the line, unless it goes to the leaf. */
  line: string;
  /** Where the rest of the line goes: it is not known yet, it waits for the end of the line, or it is the leaf's text. */
  rest: "head" | "line" | "text";
  /** The first half of a character. */
  half: string;
  containers: Container[];
  leaf: Leaf | undefined;
  /** The source has an empty line before what comes. */
  blank: boolean;
  /** Whether there was a line. */
  begun: boolean;
}

export interface Fence {
  type: "fence";
  marks: string;
  indent: number;
  colours: CodeColours;
  prefix: Prefix;
}

/** Lines that may be, or are, a table: it is laid out when all of it is known. */
interface Table {
  type: "table";
  source: string[];
  /** How many rows are not in `source`, of a copy that is not to be laid out. */
  left: number;
}

type Leaf = Fence | { type: "text"; flow: Flow; oneLine: boolean } | Table;

export function startState(): State {
  return { line: "", rest: "head", half: "", containers: [], leaf: undefined, blank: false, begun: false };
}

/** What is done with the copy does not change the state. */
export function copyOf(state: State): State {
  const { containers, leaf } = state;
  return { ...state, containers: containers.map((container) => ({ ...container })), leaf: leaf && copyOfLeaf(leaf) };
}

function copyOfLeaf(leaf: Leaf): Leaf {
  if (leaf.type === "text") return { ...leaf, flow: leaf.flow.copy() };
  if (leaf.type === "fence") return { ...leaf, colours: leaf.colours.copy(), prefix: leaf.prefix.copy() };
  return { ...leaf, source: leaf.source.slice(0, 2), left: Math.max(0, leaf.source.length - 2) };
}
