import type { Node } from "../../../knowledge/syntax/node.ts";
import type { Assertion } from "../anatomy.ts";

export interface TestStart {
  kind: "test" | "group";
  title: string;
  body: Node;
  skip?: { when: boolean };
  only?: boolean;
  timeoutMs?: number;
  retries?: number;
}

export type Demand = Pick<Assertion, "subject" | "how" | "expected" | "strength">;

/** What the reader has to know of a language. Nodes are those of its grammar. */
export interface Dialect {
  comments: readonly string[];
  /** In a branch or loop of these nothing is sure to run. */
  branches: readonly string[];
  functions: readonly string[];
  /** A failing assertion is a branch of its own there. */
  assertsInBranches?: true;
  test(node: Node): TestStart | undefined;
  /** A call in a test that skips it. */
  skips(node: Node): boolean;
  /** `undefined` for what demands nothing. */
  demand(node: Node): Demand | undefined;
  /** The part of a `try` that is guarded, when what it throws is dropped. */
  swallows(node: Node): Node | undefined;
  /** Milliseconds or retries that a call in a test sets for it. */
  limits?(node: Node): { timeoutMs?: number; retries?: number } | undefined;
  routine(node: Node): { name: string; body: Node; method: boolean; parameters: string } | undefined;
  /** A body that is no implementation. */
  stub(body: Node): boolean;
  mock(node: Node): string | undefined;
  imports(node: Node): string | undefined;
}

/** The text of a string literal. */
export function unquote(text: string): string {
  return text.replace(/^[a-zA-Z]*("""|'''|["'`])([\s\S]*)\1$/, "$2");
}

export function named(node: Node | null): Node[] {
  return node?.namedChildren ?? [];
}

/** Arguments of a call without comments. */
export function argumentsOf(call: Node): Node[] {
  return named(call.childOf("arguments")).filter(({ type }) => !type.includes("comment"));
}

/** At the commas that stand in no bracket and no string. */
export function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let quote = "";
  for (let index = 0; index < text.length; index++) {
    const char = text[index]!;
    if (quote !== "") {
      if (char === "\\") index++;
      else if (char === quote) quote = "";
    } else if (char === '"') quote = char;
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === "" ? parts : [...parts, last];
}
