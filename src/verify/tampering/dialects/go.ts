import type { Node } from "../../../knowledge/syntax/node.ts";
import { collapse } from "../anatomy.ts";
import { strengthOf } from "../strength.ts";
import { argumentsOf, type Demand, type Dialect, named, type TestStart, unquote } from "./dialect.ts";

const TESTER = /^(?:t|tb|b|f|s|suite)$/;

function test(node: Node): TestStart | undefined {
  if (node.type === "call_expression") {
    if (!/^(?:t|tt|s)\.Run$/.test(node.childOf("function")?.text ?? "")) return undefined;
    const [name, body] = argumentsOf(node);
    return name !== undefined && body?.type === "func_literal" ? { kind: "test", title: unquote(name.text), body } : undefined;
  }
  if (node.type !== "function_declaration" && node.type !== "method_declaration") return undefined;
  const title = node.childOf("name")?.text ?? "";
  const body = node.childOf("body");
  if (body === null || !/^(?:Test|Fuzz|Example)(?:[^a-z]|$)/.test(title) || title === "TestMain") return undefined;
  return { kind: "test", title, body };
}

function demand(node: Node): Demand | undefined {
  if (node.type !== "call_expression") return undefined;
  const callee = node.childOf("function");
  const object = callee?.childOf("operand")?.text ?? "";
  const how = callee?.childOf("field")?.text ?? "";
  const args = argumentsOf(node).map(({ text }) => collapse(text));
  if (TESTER.test(object) && /^(?:Errorf?|Fatalf?|Fail(?:Now)?)$/.test(how)) {
    const branch = branchAround(node);
    const condition = collapse(branch?.childOf("condition")?.text ?? "");
    const given = collapse(branch?.childOf("initializer")?.text ?? "");
    const [left, right, ...more] = condition.split(/\s*!=\s*/);
    if (right === undefined || more.length > 0 || /&&|\|\|/.test(condition))
      return { how: "if", subject: given === "" ? condition : `${given}; ${condition}`, expected: "", strength: 3 };
    return { how: "!=", subject: given === "" ? left! : `${given}; ${left}`, expected: right, strength: right === "nil" ? 1 : 3 };
  }
  if (/^(?:assert|require|is|g|Ω|Expect)$/.test(object)) {
    const [first, second, third] = TESTER.test(args[0] ?? "") ? args.slice(1) : args;
    const swapped = /^(?:Equal|EqualValues|NotEqual|Same|Exactly|JSONEq|InDelta|InEpsilon)f?$/.test(how) && third !== "";
    const unary = /^(?:True|False|Nil|NotNil|NoError|Error|Empty|NotEmpty|Zero|NotZero|Panics|NotPanics)f?$/.test(how);
    const bare = how.replace(/f$/, "");
    const asked = unary
      ? { how: bare, subject: first ?? "", expected: "" }
      : { how: bare, subject: (swapped ? second : first) ?? "", expected: (swapped ? first : second) ?? "" };
    return { ...asked, strength: strengthOf(asked) };
  }
  return undefined;
}

/** The `if` whose branch the call stands in. */
function branchAround(node: Node): Node | undefined {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === "if_statement") return at;
    if (at.type === "func_literal" || at.type === "function_declaration" || at.type === "method_declaration") return undefined;
  }
  return undefined;
}

export default {
  comments: ["comment"],
  branches: [],
  functions: ["function_declaration", "method_declaration", "func_literal"],
  assertsInBranches: true,
  test,
  skips: (node) => node.type === "call_expression" && /^(?:t|tb|s\.T\(\))\.Skip(?:f|Now)?$/.test(node.childOf("function")?.text ?? ""),
  demand,
  swallows(node) {
    // `defer func() { recover() }()`
    return node.type === "defer_statement" && /recover\(\)/.test(node.text) && !/(?:Error|Fatal|Fail|panic)/.test(node.text)
      ? (node.parent ?? undefined)
      : undefined;
  },
  routine(node) {
    const body = node.type === "function_declaration" || node.type === "method_declaration" ? node.childOf("body") : null;
    if (body === null) return undefined;
    const parameters = named(node.childOf("parameters")).map(({ text }) => text);
    return {
      name: node.childOf("name")?.text ?? "",
      body,
      method: node.type === "method_declaration",
      parameters: parameters.join(", "),
    };
  },
  stub: (body) =>
    /^\{\s*panic\(\s*"(?:[^"]*(?:not (?:yet )?implemented|unimplemented|todo)[^"]*)"\s*\)\s*\}$/i.test(withoutComments(body.text)),
  mock: () => undefined,
  imports: (node) => (node.type === "import_spec" ? unquote(node.childOf("path")?.text ?? "") : undefined),
} satisfies Dialect;

function withoutComments(text: string): string {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, "");
}
