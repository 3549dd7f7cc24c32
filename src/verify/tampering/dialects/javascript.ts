import type { Node } from "../../../knowledge/syntax/node.ts";
import { collapse } from "../anatomy.ts";
import { strengthOf } from "../strength.ts";
import { argumentsOf, type Demand, type Dialect, named, type TestStart, unquote } from "./dialect.ts";

const TESTS = new Set(["it", "test", "specify", "step", "scenario"]);
const GROUPS = new Set(["describe", "suite", "context", "feature"]);
const MARKED: Readonly<Record<string, { base: string; skip?: true; only?: true }>> = {
  xit: { base: "it", skip: true },
  xtest: { base: "test", skip: true },
  xspecify: { base: "it", skip: true },
  xdescribe: { base: "describe", skip: true },
  xcontext: { base: "describe", skip: true },
  fit: { base: "it", only: true },
  ftest: { base: "test", only: true },
  fdescribe: { base: "describe", only: true },
  fcontext: { base: "describe", only: true },
};
const HOOKS = /^(?:before|after|setup|teardown|suiteSetup|suiteTeardown)(?:Each|All)?$/;
/** Ways of asking that mean nothing else, whoever is asked. */
const DEMANDS =
  /^(?:not)?(?:equals?|(?:strict|deep|deepStrict|loose|deepLoose|partialDeepStrict)Equals?|(?:strict)?same|isEqual|isDeeply|ok|notOk|throws|doesNotThrow|rejects|doesNotReject|ifError|truthy|falsy|include|includes|like|looseEqual|notDeepEqual|notStrictEqual|notSame|deepLooseEqual|hasProp|isNot|doesNotMatch)$/i;
/** Ways of asking that other things have, too. */
const DEMANDS_OF_ASSERTERS =
  /^(?:is|not|match|error|fail|true|false|assert|notMatch|snapshot|matchSnapshot|has|type|resolves|regex|notRegex|throwsAsync|instanceOf|calledOnce|calledWith|called|notCalled|callCount|pass|lengthOf|property|isTrue|isFalse|isNull|isDefined|isUndefined|exists)$/;
const ASSERTERS = /^(?:s*t+\d*|assert|tap|test|qunit|ctx|it|chai|sinon|should)$/i;
const HELPERS = /^(?:expect|assert|verify|check|should|ensure)[A-Z_]/;
const FUNCTIONS = ["function_expression", "arrow_function", "function_declaration", "method_definition", "generator_function", "function"];

interface Chain {
  root: string;
  /** Arguments of the call at the root: of `expect(a)`. */
  about: Node[] | undefined;
  segments: string[];
}

/** `expect(a).not.toBe` of the function of a call. */
function chainOf(node: Node | null): Chain | undefined {
  const segments: string[] = [];
  for (let at = node; at !== null;) {
    if (at.type === "member_expression") {
      segments.unshift(at.childOf("property")?.text ?? "");
      at = at.childOf("object");
    } else if (at.type === "subscript_expression" && at.childOf("index")?.type === "string") {
      segments.unshift(unquote(at.childOf("index")?.text ?? ""));
      at = at.childOf("object");
    } else if (at.type === "call_expression") {
      const callee = at.childOf("function");
      const inner = callee?.type === "identifier" ? callee.text : callee?.type === "member_expression" ? rootOf(callee) : undefined;
      if (inner !== undefined && /^(?:expect|expectTypeOf|assertType|should)$/.test(inner))
        return { root: inner, about: argumentsOf(at), segments };
      if (callee?.type === "identifier") return { root: callee.text, about: undefined, segments };
      at = callee;
    } else if (at.type === "identifier" || at.type === "this") {
      return { root: at.text, about: undefined, segments };
    } else if (at.type === "await_expression" || at.type === "parenthesized_expression" || at.type === "non_null_expression") {
      at = at.namedChildren[0] ?? null;
    } else {
      return undefined;
    }
  }
  return undefined;
}

/** `expect` of `expect.soft`. */
function rootOf(member: Node): string | undefined {
  const object = member.childOf("object");
  return object?.type === "identifier" ? object.text : undefined;
}

function isInner(node: Node): boolean {
  const { parent } = node;
  if (parent === null || parent.type !== "member_expression") return false;
  // What is done with the promise of an assertion is no part of it.
  if (/^(?:catch|then|finally)$/.test(parent.childOf("property")?.text ?? "")) return false;
  return parent.childOf("object") === node;
}

function test(node: Node): TestStart | undefined {
  if (node.type !== "call_expression") return undefined;
  const chain = chainOf(node.childOf("function"));
  if (chain === undefined || chain.about !== undefined) return undefined;
  const args = argumentsOf(node);
  const body = args.findLast(({ type }) => FUNCTIONS.includes(type));
  const marked = MARKED[chain.root];
  const names = [marked?.base ?? chain.root, ...chain.segments];
  const at = names.findLastIndex((name) => TESTS.has(name) || GROUPS.has(name));
  if (at < 0 || at > 1) return undefined;
  const marks = names.slice(at + 1);
  if (
    marks.some(
      (mark) => !/^(?:skip|only|todo|each|concurrent|sequential|skipIf|runIf|fails|failing|serial|for|extend|parallel|cb)$/.test(mark),
    )
  )
    return undefined;
  const [first] = args;
  if (first === undefined || (body === undefined && !marks.some((mark) => mark === "skip" || mark === "todo"))) return undefined;
  const title = FUNCTIONS.includes(first.type) ? "" : collapse(unquote(first.text));
  const options = args.find(({ type }) => type === "object");
  const option = (name: string) => valueOf(options, name);
  const skips = (value: string | undefined) =>
    value === undefined || value === "false" ? undefined : { when: !/^(?:true|["'`])/.test(value) };
  const skip =
    marked?.skip === true || marks.some((mark) => mark === "skip" || mark === "todo")
      ? { when: false }
      : marks.some((mark) => mark === "skipIf" || mark === "runIf")
        ? { when: true }
        : (skips(option("skip")) ?? skips(option("todo")));
  const last = args.at(-1);
  const timeout = last?.type === "number" ? last.text : option("timeout");
  return {
    kind: GROUPS.has(names[at]!) ? "group" : "test",
    title,
    body: body ?? first,
    ...(skip !== undefined && { skip }),
    ...((marked?.only === true || marks.includes("only") || option("only") === "true") && { only: true }),
    ...numberOf("timeoutMs", timeout),
    ...numberOf("retries", option("retry") ?? option("retries")),
  };
}

/** Whether it stands in a function that a test, a group or a hook is given: elsewhere `this` is something else, a parser that skips. */
function isGivenToRunner(node: Node): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    const call = FUNCTIONS.includes(at.type) ? at.parent?.parent : undefined;
    const root = call?.type === "call_expression" ? chainOf(call.childOf("function"))?.root : undefined;
    if (root !== undefined && (TESTS.has(root) || GROUPS.has(root) || root in MARKED || HOOKS.test(root))) return true;
  }
  return false;
}

function numberOf(name: "timeoutMs" | "retries", text: string | undefined): { timeoutMs?: number; retries?: number } {
  const value = Number(text?.replaceAll("_", ""));
  return text === undefined || Number.isNaN(value) ? {} : { [name]: value };
}

function valueOf(object: Node | undefined, key: string): string | undefined {
  const pair = named(object ?? null).find((child) => child.type === "pair" && unquote(child.childOf("key")?.text ?? "") === key);
  return pair?.childOf("value")?.text;
}

function demand(node: Node): Demand | undefined {
  if (isInner(node)) return undefined;
  const property = node.type === "member_expression" && node.parent?.type === "expression_statement";
  if (node.type !== "call_expression" && !property) return undefined;
  const chain = chainOf(property ? node : node.childOf("function"));
  if (chain === undefined || /^(?:catch|then|finally)$/.test(chain.segments.at(-1) ?? "")) return undefined;
  const args = property ? [] : argumentsOf(node);
  if (chain.about !== undefined) {
    const words = chain.segments.filter(
      (segment) => !/^(?:to|be|been|is|that|which|and|has|have|with|at|of|resolves|rejects|deep|a|an)$/.test(segment),
    );
    // `to.be(1)`, `to.be.a("string")`: what links others asks when it is called itself.
    const last = chain.segments.at(-1);
    if (!property && (last === "be" || last === "a" || last === "an")) words.push(last);
    const how = words.join(".");
    return how === "" ? undefined : toDemand(how.replace(/^not\./, "not."), { subject: chain.about[0], rest: args });
  }
  if (property) return undefined;
  const { root, segments } = chain;
  const how = segments.at(-1) ?? root;
  const asserts = segments.includes("assert") || ASSERTERS.test(root);
  if (segments.length === 0 ? root === "assert" || root === "t" : DEMANDS.test(how) ? true : asserts && DEMANDS_OF_ASSERTERS.test(how))
    return toDemand(segments.length === 0 ? "ok" : how, { subject: args[0], rest: args.slice(1) });
  // Who is given the tester asserts with it.
  const isHelper = HELPERS.test(how) || (segments.length === 0 && (DEMANDS.test(root) || args.some(({ text }) => /^s*t$/.test(text))));
  if (!isHelper) return undefined;
  return { how, subject: collapse(args.map(({ text }) => text).join(", ")), expected: "", strength: 2 };
}

const UNARY =
  /^(?:ok|notOk|truthy|falsy|true|false|assert|error|ifError|fail|pass|throws|doesNotThrow|rejects|snapshot|isTrue|isFalse|isNull|isDefined|isUndefined|exists)$/;

function toDemand(how: string, { subject, rest }: { subject: Node | undefined; rest: readonly Node[] }): Demand {
  const texts = (UNARY.test(how) ? [] : rest).map(({ text }) => collapse(text));
  // The last of three is a message.
  const expected = texts.length > 1 && /^["'`]/.test(texts.at(-1)!) ? texts.slice(0, -1) : texts;
  const asked = { how, subject: collapse(subject?.text ?? ""), expected: expected.join(", ") };
  return { ...asked, strength: strengthOf(asked) };
}

function swallows(node: Node): Node | undefined {
  if (node.type === "call_expression") {
    const callee = node.childOf("function");
    const body = argumentsOf(node)[0]?.childOf("body");
    const drops = callee?.childOf("property")?.text === "catch" && body?.type === "statement_block" && isIdle(body);
    return drops ? (callee ?? undefined) : undefined;
  }
  if (node.type !== "try_statement") return undefined;
  const handler = node.childOf("handler");
  const body = handler?.childOf("body");
  if (handler === null || body == null) return undefined;
  return isIdle(body) ? (node.childOf("body") ?? undefined) : undefined;
}

/** Nothing, or no more than a line in the output. */
function isIdle(block: Node): boolean {
  return named(block).every((statement) => statement.type === "comment" || /^(?:console\.\w+\(|return;?$)/.test(statement.text));
}

const NOT_THERE = /^throw new \w*Error\(\s*(?:["'`][^"'`]*(?:not (?:yet )?implemented|unimplemented|to ?do\b|stub)[^"'`]*["'`])?\s*\);?$/i;
const EXPECTS_OVERRIDE = /sub-?class|overrid|abstract|must be implemented|implemented by|implement this/i;

export default {
  comments: ["comment"],
  branches: [
    "if_statement",
    "switch_statement",
    "for_statement",
    "for_in_statement",
    "while_statement",
    "ternary_expression",
    "catch_clause",
  ],
  functions: FUNCTIONS,
  test,
  skips(node) {
    if (node.type !== "call_expression") return false;
    const chain = chainOf(node.childOf("function"));
    return (
      chain?.about === undefined &&
      chain?.segments.length === 1 &&
      /^(?:skip|todo)$/.test(chain.segments[0]!) &&
      (/^(?:s*t+|ctx|context)$/.test(chain.root) || (chain.root === "this" && isGivenToRunner(node)))
    );
  },
  demand,
  swallows,
  limits(node) {
    if (node.type !== "call_expression") return undefined;
    const chain = chainOf(node.childOf("function"));
    const name = chain?.segments.at(-1);
    const value = argumentsOf(node)[0]?.text;
    if (name === "timeout" || name === "setTimeout")
      return chain?.root === "this" || chain?.root === "jest" || /^s*t$/.test(chain?.root ?? "") ? numberOf("timeoutMs", value) : undefined;
    if (name === "retries" || name === "retryTimes") return numberOf("retries", value);
    return undefined;
  },
  routine(node) {
    if (!FUNCTIONS.includes(node.type)) return undefined;
    const body = node.childOf("body");
    if (body === null) return undefined;
    const { parent } = node;
    const holder =
      parent?.type === "variable_declarator"
        ? "name"
        : parent?.type === "pair"
          ? "key"
          : parent?.type === "assignment_expression"
            ? "left"
            : undefined;
    const name = node.childOf("name")?.text ?? (holder === undefined ? undefined : parent?.childOf(holder)?.text);
    if (name === undefined) return undefined;
    const parameters = node.childOf("parameters") ?? node.childOf("parameter");
    return { name, body, method: node.type === "method_definition", parameters: (parameters?.text ?? "").replace(/^\(|\)$/g, "").trim() };
  },
  stub(body) {
    const [only, ...more] = named(body).filter(({ type }) => type !== "comment");
    return only !== undefined && more.length === 0 && NOT_THERE.test(only.text) && !EXPECTS_OVERRIDE.test(only.text);
  },
  mock(node) {
    if (node.type !== "call_expression") return undefined;
    const callee = node.childOf("function")?.text ?? "";
    const args = argumentsOf(node);
    // What is mocked in part keeps the rest of it.
    if (/importActual|requireActual|importOriginal|\.\.\.(?:actual|original|mod)/i.test(node.text)) return undefined;
    if (!/^(?:(?:vi|jest)\.(?:mock|doMock|unstable_mockModule|setMock)|(?:t\.)?mock\.module|td\.replace)$/.test(callee)) return undefined;
    const text = args[0]?.text ?? "";
    return unquote(/import\(\s*(["'`][^"'`]+["'`])/.exec(text)?.[1] ?? text);
  },
  imports(node) {
    if (node.type === "import_statement" || node.type === "export_statement") {
      const source = node.childOf("source");
      return source === null ? undefined : unquote(source.text);
    }
    if (node.type !== "call_expression" || !/^(?:require|import)$/.test(node.childOf("function")?.text ?? "")) return undefined;
    const [first] = argumentsOf(node);
    return first?.type === "string" ? unquote(first.text) : undefined;
  },
} satisfies Dialect;
