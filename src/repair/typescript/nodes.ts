import type ts from "@typescript/typescript6";
import type { Problem } from "./problems.ts";
import type { Candidate } from "./workbench.ts";

/** The smallest node that covers all of the problem's place. */
export function nodeAt({ at }: Problem): ts.Node {
  const end = at.start + at.length;
  let node: ts.Node = at.file;
  for (;;) {
    const inner: ts.Node | undefined = node.forEachChild((child) =>
      child.getStart(at.file) <= at.start && child.end >= end ? child : undefined,
    );
    if (inner === undefined) return node;
    node = inner;
  }
}

/** The node or the nearest one around it that `is` accepts. */
export function ancestor<T extends ts.Node>(node: ts.Node, is: (node: ts.Node) => node is T): T | undefined {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) if (is(at)) return at;
  return undefined;
}

/** Replaces the text of `nodes`, all in one file. */
export function replace(does: string, file: ts.SourceFile, nodes: readonly ts.Node[], newText: string): Candidate {
  const textChanges = nodes.map((node) => {
    const start = node.getStart(file);
    return { span: { start, length: node.end - start }, newText };
  });
  return { does, changes: [{ fileName: file.fileName, textChanges }] };
}

/** For people, of what is done in more than one file. */
export function inFiles({ length }: readonly ts.FileTextChanges[]): string {
  return length > 1 ? `, in ${length} files` : "";
}
