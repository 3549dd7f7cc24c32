import type { Node } from "../../../knowledge/syntax/node.ts";
import { collapse } from "../anatomy.ts";
import { strengthOf } from "../strength.ts";
import { argumentsOf, type Demand, type Dialect, named, type TestStart } from "./dialect.ts";

function annotationsOf(node: Node): string[] {
  const modifiers = named(node).find(({ type }) => type === "modifiers");
  return named(modifiers ?? null)
    .filter(({ type }) => type.endsWith("annotation"))
    .map(({ text }) => collapse(text));
}

function test(node: Node): TestStart | undefined {
  const body = node.childOf("body");
  if (body === null) return undefined;
  const annotations = annotationsOf(node);
  const skip = annotations.map(skipOf).find((found) => found !== undefined);
  const title = node.childOf("name")?.text ?? "";
  const timeout = annotations
    .map((text) => /^@(?:Timeout\((?:value\s*=\s*)?|Test\(.*timeout\s*=\s*)(\d+)/.exec(text)?.[1])
    .find((found) => found !== undefined);
  const limits = timeout === undefined ? {} : { timeoutMs: Number(timeout) };
  if (node.type === "class_declaration") return { kind: "group", title, body, ...(skip !== undefined && { skip }) };
  if (node.type !== "method_declaration" || !annotations.some((text) => /^@(?:\w*Test|TestFactory|Property)\b/.test(text)))
    return undefined;
  const disabled = annotations.some((text) => /^@Test\(.*enabled\s*=\s*false/.test(text)) ? { when: false } : skip;
  return { kind: "test", title, body, ...(disabled !== undefined && { skip: disabled }), ...limits };
}

function skipOf(annotation: string): { when: boolean } | undefined {
  if (/^@(?:Disabled|Ignore)\b(?!On|If)/.test(annotation)) return { when: false };
  return /^@(?:Disabled|Enabled)(?:On|If|For)/.test(annotation) ? { when: true } : undefined;
}

function demand(node: Node): Demand | undefined {
  if (node.type !== "method_invocation") return undefined;
  const how = node.childOf("name")?.text ?? "";
  const args = argumentsOf(node).map(({ text }) => collapse(text));
  const about = aboutOf(node);
  if (about !== undefined && how !== "assertThat") {
    if (
      node.parent?.type === "method_invocation" &&
      node.parent.childOf("object") === node &&
      !/^(?:is|has|contains|equal|starts|ends|matches|satisfies|all|any|none)/.test(how)
    )
      return undefined;
    const asked = { how, subject: about, expected: args.join(", ") };
    return { ...asked, strength: strengthOf(asked) };
  }
  if (how === "verify" && node.childOf("object")?.text !== undefined) return undefined;
  if (!/^(?:assert\w+|fail|verify)$/.test(how)) return undefined;
  if (how === "assertThat") {
    if (args.length < 2) return undefined;
    const asked = { how: /^(?:is|equalTo|sameInstance)\(/.test(args[1]!) ? "equalTo" : "that", subject: args[0]!, expected: args[1]! };
    return { ...asked, strength: strengthOf(asked) };
  }
  const [first = "", second] = args;
  const unary = /^assert(?:True|False|Null|NotNull|DoesNotThrow|Timeout\w*|All)$/.test(how);
  const asked = unary || second === undefined ? { how, subject: first, expected: "" } : { how, subject: second, expected: first };
  return { ...asked, strength: strengthOf(asked) };
}

/** What `assertThat(…)` at the root of a chain is about. */
function aboutOf(node: Node): string | undefined {
  for (let at: Node | null = node; at?.type === "method_invocation"; at = at.childOf("object")) {
    if (at.childOf("name")?.text === "assertThat" && argumentsOf(at).length === 1) return collapse(argumentsOf(at)[0]!.text);
  }
  return undefined;
}

export default {
  comments: ["line_comment", "block_comment"],
  branches: [
    "if_statement",
    "switch_expression",
    "for_statement",
    "enhanced_for_statement",
    "while_statement",
    "ternary_expression",
    "catch_clause",
  ],
  functions: ["method_declaration", "lambda_expression", "constructor_declaration"],
  test,
  skips: (node) =>
    node.type === "method_invocation" && (/^assume\w*$/.test(node.childOf("name")?.text ?? "") || /^Assumptions?\./.test(node.text)),
  demand,
  swallows(node) {
    if (node.type !== "try_statement") return undefined;
    const idle = named(node).some(
      (clause) =>
        clause.type === "catch_clause" &&
        /\b(?:Throwable|Error|AssertionError|AssertionFailedError|ComparisonFailure)\b/.test(
          clause.text.slice(0, clause.text.indexOf("{")),
        ) &&
        named(clause.childOf("body")).every(
          ({ type, text }) => type.endsWith("comment") || /^(?:System\.(?:out|err)\.|\w+\.printStackTrace|log\w*\.)/.test(text),
        ),
    );
    return idle ? (node.childOf("body") ?? undefined) : undefined;
  },
  routine(node) {
    const body = node.type === "method_declaration" ? node.childOf("body") : null;
    if (body === null) return undefined;
    const parameters = named(node.childOf("parameters")).map(({ text }) => text);
    return { name: node.childOf("name")?.text ?? "", body, method: false, parameters: parameters.join(", ") };
  },
  stub: (body) =>
    /^\{\s*throw new (?:UnsupportedOperationException|NotImplementedException|RuntimeException|IllegalStateException)\(\s*(?:"[^"]*(?:not (?:yet )?implemented|unimplemented|todo)[^"]*")\s*\);\s*\}$/i.test(
      body.text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ""),
    ),
  mock(node) {
    if (node.type !== "method_invocation" || !/^(?:mock|mockStatic|mockConstruction|spy)$/.test(node.childOf("name")?.text ?? ""))
      return undefined;
    return /^(\w+)\.class$/.exec(argumentsOf(node)[0]?.text ?? "")?.[1];
  },
  imports: (node) => (node.type === "import_declaration" ? named(node)[0]?.text : undefined),
} satisfies Dialect;
