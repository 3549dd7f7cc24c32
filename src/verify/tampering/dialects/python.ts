import type { Node } from "../../../knowledge/syntax/node.ts";
import { collapse } from "../anatomy.ts";
import { strengthOf } from "../strength.ts";
import { argumentsOf, type Demand, type Dialect, named, type TestStart, unquote } from "./dialect.ts";

function test(node: Node): TestStart | undefined {
  if (node.type !== "function_definition" && node.type !== "class_definition") return undefined;
  const title = node.childOf("name")?.text ?? "";
  const body = node.childOf("body");
  const group = node.type === "class_definition";
  if (body === null || !(group ? /^Test|Tests?$|TestCase$/ : /^test/).test(title)) return undefined;
  const skip = decoratorsOf(node)
    .map(skipOf)
    .find((found) => found !== undefined);
  return { kind: group ? "group" : "test", title, body, ...(skip !== undefined && { skip }) };
}

function decoratorsOf(node: Node): string[] {
  const { parent } = node;
  if (parent?.type !== "decorated_definition") return [];
  return named(parent)
    .filter(({ type }) => type === "decorator")
    .map(({ text }) => collapse(text));
}

function skipOf(decorator: string): { when: boolean } | undefined {
  const [, name, args] = /^@(?:[\w.]*\.)?(skip|skipif|skipIf|skipUnless|xfail|expectedFailure)\b(.*)/.exec(decorator) ?? [];
  if (name === undefined) return undefined;
  const first = /^\(\s*(True|False|[^,)]+)/.exec(args ?? "")?.[1] ?? "";
  if (name === "skipif" || name === "skipIf") return first === "True" ? { when: false } : { when: true };
  if (name === "skipUnless") return first === "False" ? { when: false } : { when: true };
  return { when: name === "xfail" && first !== "" && !/^(?:reason|strict|raises|["'])/.test(first) };
}

function demand(node: Node): Demand | undefined {
  if (node.type === "assert_statement") {
    const condition = named(node).find(({ type }) => type !== "comment");
    if (condition === undefined) return undefined;
    const [left, right] = condition.type === "comparison_operator" ? named(condition) : [];
    const operator =
      left === undefined || right === undefined || named(condition).length > 2
        ? undefined
        : collapse(condition.text.slice(left.endIndex - condition.startIndex, right.startIndex - condition.startIndex));
    const asked =
      operator === "==" || operator === "!=" || operator === "is" || operator === "is not"
        ? {
            how: { "==": "equal", is: "same", "!=": "not.equal", "is not": "not.same" }[operator],
            subject: collapse(left!.text),
            expected: collapse(right!.text),
          }
        : { how: "assert", subject: collapse(condition.text), expected: "" };
    return { ...asked, strength: strengthOf(asked) };
  }
  if (node.type !== "call") return undefined;
  const callee = node.childOf("function")?.text ?? "";
  const how = callee.slice(callee.lastIndexOf(".") + 1);
  if (!/^(?:assert\w*|fail|raises|warns|approve|verify|check_\w+|expect)$/.test(how) || (how === "assert" && !callee.includes(".")))
    return undefined;
  const args = argumentsOf(node)
    .map(({ text }) => collapse(text))
    .filter((text) => !/^(?:msg|err_msg)\s*=/.test(text));
  const unary = /^(?:assertTrue|assertFalse|assertIsNone|assertIsNotNone|fail)$/.test(how);
  const asked = { how, subject: args[0] ?? collapse(callee), expected: unary ? "" : args.slice(1).join(", ") };
  return { ...asked, strength: strengthOf(asked) };
}

const IDLE = /^(?:pass|\.\.\.|continue|return(?: None)?|(?:print|logging\.\w+|logger\.\w+|log\.\w+|warnings\.warn)\(.*\)|["'].*["'])$/s;

export default {
  comments: ["comment"],
  branches: ["if_statement", "for_statement", "while_statement", "match_statement", "conditional_expression", "except_clause"],
  functions: ["function_definition", "lambda"],
  test,
  skips: (node) => node.type === "call" && /(?:^|\.)(?:skip|skipTest|xfail|importorskip)$/.test(node.childOf("function")?.text ?? ""),
  demand,
  swallows(node) {
    if (node.type === "with_statement") {
      const [clause] = named(node);
      return clause !== undefined && /\bsuppress\(\s*(?:\w+Error|Exception|BaseException|AssertionError)/.test(clause.text)
        ? (node.childOf("body") ?? undefined)
        : undefined;
    }
    if (node.type !== "try_statement") return undefined;
    const idle = named(node)
      .filter(({ type }) => type === "except_clause")
      .some((clause) => {
        const caught = clause.text.slice(0, clause.text.indexOf(":"));
        const body = named(clause).findLast(({ type }) => type === "block");
        // What is not an assertion's error passes an assertion's failure on.
        const drops = /^except\s*$|\b(?:Exception|BaseException|AssertionError)\b/.test(caught);
        return drops && body !== undefined && named(body).every(({ type, text }) => type === "comment" || IDLE.test(text));
      });
    return idle ? (node.childOf("body") ?? undefined) : undefined;
  },
  routine(node) {
    const body = node.type === "function_definition" ? node.childOf("body") : null;
    if (body === null) return undefined;
    const holder = node.parent?.type === "decorated_definition" ? node.parent.parent : node.parent;
    const method = holder?.parent?.type === "class_definition";
    const parameters = named(node.childOf("parameters"))
      .map(({ text }) => text)
      .filter((text) => text !== "self" && text !== "cls");
    return { name: node.childOf("name")?.text ?? "", body, method, parameters: parameters.join(", ") };
  },
  stub(body) {
    const statements = named(body).filter(({ type, text }) => type !== "comment" && !/^(?:[rRuU]?["'])/.test(text));
    const [only] = statements;
    if (statements.length !== 1 || only === undefined) return false;
    const definition = body.parent;
    const abstract =
      definition !== null && (decoratorsOf(definition).some((text) => /abstract|overload/.test(text)) || isInClass(definition));
    return !abstract && /^(?:pass|\.\.\.|raise NotImplementedError\b.*)$/s.test(only.text);
  },
  mock(node) {
    if (node.type !== "call" && node.type !== "decorator") return undefined;
    const text = node.type === "decorator" ? (named(node)[0] ?? node) : node;
    if (node.type === "call" && node.parent?.type === "decorator") return undefined;
    const callee = text.childOf("function")?.text ?? "";
    const args = argumentsOf(text);
    const [first, second] = args;
    if (/(?:^|\.)patch$/.test(callee) && first?.type === "string") return unquote(first.text);
    if (/(?:^|\.)patch\.object$|(?:^|\.)setattr$/.test(callee) && /patch|monkeypatch/.test(callee) && first !== undefined) {
      if (first.type === "string") return unquote(first.text);
      return second?.type === "string" ? `${first.text}.${unquote(second.text)}` : undefined;
    }
    return undefined;
  },
  imports(node) {
    if (node.type === "import_from_statement") return node.childOf("module_name")?.text;
    return node.type === "import_statement" ? node.childOf("name")?.text : undefined;
  },
} satisfies Dialect;

function isInClass(definition: Node): boolean {
  const holder = definition.parent?.type === "decorated_definition" ? definition.parent.parent : definition.parent;
  return holder?.parent?.type === "class_definition";
}
