import type { Language } from "../../knowledge/syntax/languages.ts";
import type { Node } from "../../knowledge/syntax/node.ts";
import { parse } from "../../knowledge/syntax/parse.ts";
import { type Anatomy, type Assertion, collapse, type Routine, squeeze, type TestCase } from "./anatomy.ts";
import { dialects } from "./dialects/dialects.ts";
import type { Dialect } from "./dialects/dialect.ts";
import { isAlwaysTrue } from "./strength.ts";

/** Nobody writes deeper by hand; what is deeper is left out. */
const MAX_DEPTH = 400;

interface Place {
  test: TestCase;
  /** Titles of the groups and tests around. */
  path: readonly string[];
  skip: TestCase["skip"];
  only: number | undefined;
  conditional: boolean;
  swallowed: boolean;
  routine: Routine | undefined;
  depth: number;
}

/** Reads one version of a file. What cannot be parsed is read as far as it can be. */
export async function readAnatomy(text: string, language: Language): Promise<Anatomy> {
  return new Reader(text, dialects[language]).read(await parse(text, language));
}

class Reader {
  readonly #dialect: Dialect;
  readonly #anatomy: Anatomy;

  constructor(text: string, dialect: Dialect) {
    this.#dialect = dialect;
    this.#anatomy = { tests: [], loose: undefined, routines: [], asserting: new Set(), mocks: [], imports: [], comments: [], code: text };
  }

  read(root: Node): Anatomy {
    const anatomy = this.#anatomy;
    this.#blankComments(root);
    const loose: TestCase = {
      name: "the file itself",
      title: "",
      line: 1,
      body: "",
      skip: undefined,
      only: undefined,
      asserts: [],
      returns: undefined,
      uses: new Set(),
      timeoutMs: undefined,
      retries: undefined,
    };
    this.#visit(root, {
      test: loose,
      path: [],
      skip: undefined,
      only: undefined,
      conditional: false,
      swallowed: false,
      routine: undefined,
      depth: 0,
    });
    if (loose.asserts.length > 0) anatomy.loose = loose;
    tellApart(anatomy.tests);
    return anatomy;
  }

  #blankComments(root: Node): void {
    const { comments } = this.#dialect;
    const { code } = this.#anatomy;
    const pieces: string[] = [];
    let end = 0;
    for (const node of root.descendants([...comments])) {
      // Some grammars have comments in comments.
      if (node.startIndex < end) continue;
      this.#anatomy.comments.push({ line: node.line, text: node.text });
      pieces.push(code.slice(end, node.startIndex), node.text.replace(/[^\n]/g, " "));
      end = node.endIndex;
    }
    this.#anatomy.code = pieces.join("") + code.slice(end);
  }

  #textOf(node: Node): string {
    return this.#anatomy.code.slice(node.startIndex, node.endIndex);
  }

  #visit(node: Node, place: Place): void {
    if (place.depth > MAX_DEPTH) return;
    const inner = this.#enter(node, { ...place, depth: place.depth + 1 });
    const guarded = this.#dialect.swallows(node);
    for (const child of node.namedChildren) {
      this.#visit(child, guarded !== undefined && guarded === child ? { ...inner, swallowed: true } : inner);
    }
    // A `defer` guards what stands around it.
    if (guarded !== undefined && guarded === node.parent) for (const assertion of inner.test.asserts) assertion.swallowed = true;
  }

  #enter(node: Node, place: Place): Place {
    const { tests, imports, mocks } = this.#anatomy;
    const dialect = this.#dialect;
    const from = dialect.imports(node);
    if (from !== undefined) imports.push({ from, line: node.line });
    const target = dialect.mock(node);
    if (target !== undefined) mocks.push({ target, line: node.line });

    const start = dialect.test(node);
    if (start !== undefined) {
      const line = node.line;
      const path = [...place.path, start.title];
      const skip = start.skip === undefined ? place.skip : { line, when: start.skip.when };
      const only = start.only === true ? line : place.only;
      if (start.kind === "group") return { ...place, path, skip, only };
      const test: TestCase = {
        name: path.join(" > "),
        title: start.title,
        line,
        body: squeeze(this.#textOf(start.body)),
        skip,
        only,
        asserts: [],
        returns: this.#earlyReturn(start.body),
        uses: namesIn(start.body),
        timeoutMs: start.timeoutMs,
        retries: start.retries,
      };
      tests.push(test);
      return { ...place, path, skip, only, test, conditional: false, swallowed: false, routine: undefined };
    }

    this.#observe(node, place);
    const routine = this.#routine(node);
    const conditional = place.conditional || dialect.branches.includes(node.type);
    return { ...place, conditional, routine: routine ?? place.routine };
  }

  #observe(node: Node, { test, conditional, swallowed, routine }: Place): void {
    const dialect = this.#dialect;
    if (dialect.skips(node)) test.skip ??= { line: node.line, when: conditional || isInBranch(node) };
    const limits = dialect.limits?.(node);
    test.timeoutMs = limits?.timeoutMs ?? test.timeoutMs;
    test.retries = limits?.retries ?? test.retries;
    const demand = dialect.demand(node);
    if (demand === undefined) return;
    const assertion: Assertion = {
      ...demand,
      line: node.line,
      // Where the branch asks, the call in it says nothing.
      text: squeeze(dialect.assertsInBranches === true ? Object.values(demand).join(" ") : this.#textOf(node)),
      conditional: conditional && dialect.assertsInBranches !== true,
      swallowed,
      always: isAlwaysTrue(demand),
    };
    test.asserts.push(assertion);
    if (routine !== undefined && !assertion.always && !swallowed) this.#anatomy.asserting.add(routine.name);
  }

  /** The line of a return in the body itself that something to be run stands after. */
  #earlyReturn(body: Node): number | undefined {
    let block: Node = body.childOf("body") ?? body;
    const [only] = block.namedChildren;
    if (block.namedChildren.length === 1 && only?.type === "statement_list") block = only;
    const statements = block.namedChildren.filter((child) => !this.#dialect.comments.includes(child.type));
    const at = statements.findIndex((child) => isReturn(child));
    const rest = statements.slice(at + 1).map((child) => child.text);
    return at >= 0 && rest.some((text) => /assert|expect|should|Error|Fatal|\.(?:ok|equal|is|same)/.test(text))
      ? statements[at]!.line
      : undefined;
  }

  #routine(node: Node): Routine | undefined {
    const found = this.#dialect.routine(node);
    if (found === undefined) return undefined;
    const { name, body, method, parameters } = found;
    const routine: Routine = {
      name,
      line: node.line,
      method,
      stub: this.#dialect.stub(body) ? collapse(body.text).slice(0, 80) : undefined,
      constant: parameters === "" ? undefined : onlyLiteral(this.#textOf(body)),
      specialCases: specialCasesOf(body),
      computes: computes(body),
    };
    this.#anatomy.routines.push(routine);
    return routine;
  }
}

/** Tests of one name are numbered, so that each is found again. */
function tellApart(tests: TestCase[]): void {
  const seen = new Map<string, number>();
  for (const test of tests) {
    const times = (seen.get(test.name) ?? 0) + 1;
    seen.set(test.name, times);
    if (times > 1) test.name = `${test.name} #${times}`;
  }
}

function namesIn(body: Node): Set<string> {
  const names = new Set<string>();
  for (const match of body.text.matchAll(/[A-Za-z_$][\w$]*/g)) names.add(match[0]);
  return names;
}

function isReturn(node: Node): boolean {
  if (/^return_(?:statement|expression)$/.test(node.type)) return !/expect|assert|await|\.then|Promise|\(/.test(node.text);
  if (node.type === "expression_statement") return node.namedChildren.length === 1 && isReturn(node.namedChildren[0]!);
  // `if (true) return`
  if (node.type !== "if_statement" && node.type !== "if_expression") return false;
  return (
    /^\(?\s*(?:true|True|1|!0|1 == 1|1 === 1)\s*\)?$/.test(node.childOf("condition")?.text ?? "") &&
    /\breturn\b/.test(node.childOf("consequence")?.text ?? "")
  );
}

function isInBranch(node: Node): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (/^(?:if_|switch_|match_|for_|while_|conditional|ternary|expression_case|binary_expression|boolean_operator)/.test(at.type))
      return true;
    if (/function|method|lambda|func_literal|closure/.test(at.type)) return false;
  }
  return false;
}

const LITERAL =
  String.raw`-?\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|` +
  "`[^`$]*`" +
  String.raw`|(?<![\w)\]])\[[\d\s,."'-]*\]|true|false|True|False`;
const OUTPUT = new RegExp(String.raw`^(?:\{\s*)?(?:return\s+)?(${LITERAL})(?:\.to_string\(\)|\.into\(\)|\.to_owned\(\))?\s*;?\s*\}?$`);
const COMPARED = new RegExp(
  String.raw`(?:={2,3}\s*|\.equals\(\s*|Object\.is\([^,]+,\s*)(${LITERAL})|(${LITERAL})\s*(?:={2,3}|\.equals\()`,
  "g",
);

function onlyLiteral(body: string): string | undefined {
  return OUTPUT.exec(collapse(body))?.[1];
}

function specialCasesOf(body: Node): Routine["specialCases"] {
  const branches = body.descendants(["if_statement", "if_expression", "ternary_expression", "conditional_expression"]);
  return branches.flatMap((branch) => {
    const parts = branch.type === "conditional_expression" ? branch.namedChildren.map((child) => child.text) : undefined;
    const condition = parts?.[1] ?? branch.childOf("condition")?.text ?? "";
    const output = OUTPUT.exec(collapse(parts?.[0] ?? branch.childOf("consequence")?.text ?? ""))?.[1];
    const inputs = Array.from(condition.matchAll(COMPARED), (match) => match[1] ?? match[2]!);
    return output === undefined || inputs.length === 0 ? [] : [{ line: branch.line, inputs, output }];
  });
}

/** Whether one of its returns, or its last expression, is no literal. */
function computes(body: Node): boolean {
  const returns = body.descendants(["return_statement", "return_expression"]);
  if (
    returns.some(
      (node) =>
        node !== null &&
        node.namedChildren.length > 0 &&
        onlyLiteral(node.text) === undefined &&
        !/^return\s+(?:null|None|nil|undefined)\b/.test(node.text),
    )
  )
    return true;
  const last = body.namedChildren.at(-1);
  return (
    last !== undefined &&
    /expression|identifier|call|operator/.test(last.type) &&
    last.type !== "expression_statement" &&
    onlyLiteral(last.text) === undefined
  );
}
