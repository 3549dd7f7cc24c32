import type { Program, Reason, ShellAssignment, ShellCommand, ShellRedirect } from "./command.ts";
import { foundCommands, inlineScripts, isShell, mayHold, withoutGitOptions } from "./inline-scripts.ts";
import {
  type Assignment,
  type Command,
  type For,
  forEachChild,
  type HereDoc,
  parse,
  type Redirection,
  type SyntaxNode,
  type Word,
} from "./parse.ts";
import { baseName, isInside } from "./paths.ts";
import { readWord, staticValue, type Token } from "./tokens.ts";
import { isHarmlessVariable, isLoopVariable } from "./variables.ts";
import { unwrap } from "./wrappers.ts";

/** How deep structures, substitutions and scripts within scripts are followed. */
const maxDepth = 64;
const maxScripts = 12;
/** Bodies of loops are walked once for each value, this often at most in one script. */
const maxRounds = 200;
const maxWrappers = 16;

/** What keeps a script from being known, the first thing of several. */
export interface Refused {
  readonly reason: Reason;
  readonly at: number;
}

export interface Walk {
  readonly commands: ShellCommand[];
  readonly refusal: Refused | undefined;
  /** Work done: nodes visited and words read. */
  readonly steps: number;
}

export interface WalkOptions {
  readonly findProgram: (name: string) => Program | undefined;
  readonly isBroughtBy: (ecosystem: string, name: string) => boolean;
  /** Absolute path of the workspace: paths in it count as inside. */
  readonly workspace: string | undefined;
}

/** One script on the way through scripts within scripts. */
interface Place {
  readonly source: string;
  /** Where the outermost script holds it; `undefined` for that script itself, whose offsets count. */
  readonly at: number | undefined;
  readonly wrappers: readonly string[];
  readonly scripts: number;
}

/** What all commands that are read from one simple command have in common, and its own words. */
type Written = Pick<ShellCommand, "words" | "sources" | "text" | "at" | "redirects" | "assignments">;

/** Structures that add nothing to the commands in them. All others keep a script from being known. */
const transparent = new Set<SyntaxNode["type"]>([
  "Script",
  "Statement",
  "AndOr",
  "Pipeline",
  "Negation",
  "Time",
  "CompoundList",
  "If",
  "Elif",
  "Subshell",
  "BraceGroup",
  "Redirected",
  "FileDescriptor",
]);
const writing = new Set([">", ">>", ">|", "&>", "&>>"]);
const bareName = /^[A-Za-z0-9_][\w.+-]*$|^[[:]$|^(?:\.\/)?[\w.-]+(?:\/[\w.-]+)+$/;
const testOperators = /^(-[defhLrswxzn]|==?|!=)$/;

/** Lists all commands that can be seen in a script, and says whether that is all it runs, and all of it harmless in the box. `refused`: what is wrong with it before it is read. */
export function walk(script: string, { findProgram, isBroughtBy, workspace }: WalkOptions, refused?: Refused): Walk {
  const commands: ShellCommand[] = [];
  let refusal = refused;
  let steps = 0;
  let rounds = 0;
  let folder: string | null = ".";
  const bindings = new Map<string, Token>();

  function refuse(reason: Reason, at: number, place: Place): void {
    refusal ??= { reason, at: place.at ?? at };
  }

  function enter(place: Place): void {
    const tree = parse(place.source);
    if (tree.errors?.[0] !== undefined) refuse("syntax", tree.errors[0].pos, place);
    visit(tree, place, 0);
  }

  function visit(node: SyntaxNode, place: Place, depth: number): void {
    steps++;
    if (depth > maxDepth) return refuse("depth", node.pos, place);
    if (node.type === "Script") {
      if (node.errors?.[0] !== undefined) refuse("syntax", node.errors[0].pos, place);
      // Its offsets count in a text of its own.
      if (node.source !== undefined) return descend(node, { ...place, source: node.source, at: place.at ?? node.pos }, depth);
    }
    if (node.type === "Command") return visitCommand(node, place, depth);
    if (node.type === "For") return visitLoop(node, place, depth);
    if (node.type === "Redirect" || node.type === "HereDoc" || node.type === "HereString") return visitRedirect(node, place, depth);
    if (node.type === "TestCommand") {
      visitTest(node.expression, place);
      return descend(node, place, depth);
    }
    if (node.type === "Subshell") {
      const before = folder;
      descend(node, place, depth);
      folder = before;
      return;
    }
    if (!transparent.has(node.type) && !isTestPart(node))
      refuse(/Expansion|Substitution/.test(node.type) ? "expansion" : "structure", node.pos, place);
    descend(node, place, depth);
  }

  function descend(node: SyntaxNode, place: Place, depth: number): void {
    forEachChild(node, (child) => visit(child, place, depth + 1));
  }

  function visitTest(node: SyntaxNode, place: Place): void {
    if (node.type === "TestUnary" || node.type === "TestBinary") {
      if (!testOperators.test(node.operator)) return refuse("argument", node.pos, place);
      const operands = node.type === "TestUnary" ? [node.operand] : [node.left, node.right];
      for (const operand of operands)
        if (read(operand, place)?.every((token) => !token.open) !== true) refuse("expansion", operand.pos, place);
    } else if (node.type === "TestLogical" || node.type === "TestNot" || node.type === "TestGroup") {
      forEachChild(node, (child) => visitTest(child, place));
    }
  }

  function read(word: Word, place: Place): readonly Token[] | undefined {
    steps++;
    return readWord(word, place.source.slice(word.pos, word.end), bindings);
  }

  function visitLoop(node: For, place: Place, depth: number): void {
    const name = node.name.value;
    const values: Token[] = [];
    let literal = node.wordlist !== undefined && isLoopVariable(name) && !bindings.has(name);
    for (const word of node.wordlist ?? []) {
      const tokens = read(word, place);
      if (tokens === undefined || tokens.some((token) => token.open)) {
        literal = false;
        visit(word, place, depth + 1);
      } else values.push(...tokens);
    }
    if (!literal || rounds + values.length > maxRounds) {
      refuse(literal ? "depth" : "expansion", node.pos, place);
      return visit(node.body, place, depth + 1);
    }
    rounds += values.length;
    for (const value of values) {
      bindings.set(name, value);
      visit(node.body, place, depth + 1);
    }
    bindings.delete(name);
  }

  function visitRedirect(node: Redirection, place: Place, depth: number): void {
    if (node.descriptor?.type === "FileDescriptorVariable") refuse("redirect", node.pos, place);
    if (node.type === "HereDoc") {
      if (!isInertHereDoc(node)) {
        refuse("expansion", node.pos, place);
        visit(node.body, place, depth + 1);
      }
      return;
    }
    const tokens = node.target === undefined ? undefined : read(node.target, place);
    if (tokens === undefined && node.target !== undefined) visit(node.target, place, depth + 1);
    if (tokens?.length !== 1 || tokens[0]?.pattern || tokens[0]?.open) return refuse("redirect", node.pos, place);
    const target = inside(tokens[0]?.value ?? "");
    if (node.type === "HereString") return;
    if (node.operator === ">&" || node.operator === "<&") {
      if (!/^(\d|-)$/.test(target)) refuse("redirect", node.pos, place);
    } else if (writing.has(node.operator)) {
      if (target !== "/dev/null" && !isInside(target)) refuse("redirect", node.pos, place);
    } else if (node.operator !== "<" || (target.startsWith("/dev/") && target !== "/dev/null") || target === "") {
      refuse("redirect", node.pos, place);
    }
  }

  function visitCommand(node: Command, place: Place, depth: number): void {
    const tokens: Token[] = [];
    const words: (string | null)[] = [];
    const sources: string[] = [];
    let visible = true;
    const addWord = (word: Word | Assignment) => {
      const source = place.source.slice(word.pos, word.end);
      const resolved = word.type === "Word" ? read(word, place) : readAssigned(word, source);
      if (resolved !== undefined) {
        for (const token of resolved) {
          tokens.push(token);
          words.push(token.pattern || token.standIn || token.open ? null : token.value);
          sources.push(source);
        }
        return;
      }
      visible = false;
      words.push(word.type === "Word" ? staticValue(word) : null);
      sources.push(source);
      refuse(word === node.name ? "head" : "expansion", word.pos, place);
      descend(word, place, depth);
    };
    const redirects: ShellRedirect[] = [];
    const addRedirect = (redirect: Redirection) => {
      visitRedirect(redirect, place, depth);
      const target = redirect.type === "HereDoc" ? undefined : redirect.target;
      redirects.push({ operator: redirect.operator, target: target === undefined ? null : staticValue(target) });
    };

    const assignments: ShellAssignment[] = [];
    for (const prefix of node.prefix) {
      if (prefix.type !== "Assignment") {
        addRedirect(prefix);
        continue;
      }
      const value = prefix.value.type === "Word" ? read(prefix.value, place) : undefined;
      // Patterns are not expanded here.
      const literal = value?.length === 1 && !value[0]?.open ? value[0] : undefined;
      assignments.push({ name: prefix.name, value: literal?.standIn ? null : (literal?.value ?? null) });
      if (literal === undefined || prefix.append || prefix.index !== undefined || !isHarmlessVariable(prefix.name))
        refuse("assignment", prefix.pos, place);
      if (value === undefined) descend(prefix, place, depth);
    }
    if (node.name !== undefined) addWord(node.name);
    for (const suffix of node.suffix) {
      if (suffix.type === "Word" || suffix.type === "Assignment") addWord(suffix);
      else addRedirect(suffix);
    }

    if (words.length > 0 || assignments.length > 0 || redirects.length > 0)
      emit({ words, sources, text: place.source.slice(node.pos, node.end), at: place.at ?? node.pos, redirects, assignments }, node, place);
    if (node.name !== undefined && visible && refusal === undefined) judge(tokens, words, sources[0] ?? "", node, place);
    if (node.name === undefined && words.length > 0) refuse("structure", node.pos, place);
    follow(words);
  }

  function readAssigned(node: Assignment, source: string): readonly Token[] | undefined {
    steps++;
    if (node.value.type !== "Word" || node.append || node.index !== undefined) return undefined;
    const value = readWord(node.value, source.slice(node.name.length + 1), bindings);
    const [only] = value ?? [];
    return value?.length === 1 && only !== undefined && !only.pattern && !only.open
      ? [{ ...only, value: `${node.name}=${only.value}` }]
      : undefined;
  }

  /** Lists a command, and what it starts, and what that starts. */
  function emit(written: Written, node: Command, place: Place): void {
    const { words, sources } = written;
    let { wrappers } = place;
    let at = 0;
    for (let round = 0; ; round++) {
      steps++;
      const wrapped = unwrap(words, at);
      if (round < maxWrappers || !wrapped?.exact) {
        const own = at === 0 ? words : words.slice(at);
        list(written, own, at === 0 ? sources : sources.slice(at), wrappers, wrapped !== undefined);
        inspect(own, written, wrappers, node, place);
      }
      if (wrapped === undefined) break;
      wrappers = [...wrappers.slice(0, 64), words[at] ?? ""];
      if (wrapped.exact) {
        at = wrapped.inner;
        continue;
      }
      // An option is not understood: whatever follows may be what it starts.
      for (let guess = wrapped.inner; guess < Math.min(words.length, wrapped.inner + 8); guess++)
        list(written, words.slice(guess), sources.slice(guess), wrappers, false);
      break;
    }
  }

  /** Scripts and commands that a command's own arguments hold. */
  function inspect(words: readonly (string | null)[], written: Written, wrappers: readonly string[], node: Command, place: Place): void {
    const name = baseName(words[0]);
    if (!mayHold(name)) return;
    const within = [...wrappers, name];
    const git = withoutGitOptions(words);
    if (git !== undefined) list(written, git, git.map(textOf), within, false);
    for (const found of foundCommands(words)) list(written, found, found.map(textOf), within, false);
    const documents = isShell(name) ? node.redirects.flatMap((redirect) => (redirect.type === "HereDoc" ? [redirect.body.text] : [])) : [];
    for (const source of [...inlineScripts(words), ...documents]) {
      refuse("interpreter", node.pos, place);
      if (place.scripts >= maxScripts) return refuse("depth", node.pos, place);
      enter({ source, at: place.at ?? node.pos, wrappers: within, scripts: place.scripts + 1 });
    }
  }

  function list(
    { text, at, redirects, assignments }: Written,
    words: readonly (string | null)[],
    sources: readonly string[],
    wrappers: readonly string[],
    wraps: boolean,
  ): void {
    commands.push({ words, sources, name: words[0] ?? null, text, at, redirects, wrappers, assignments, wraps, folder });
  }

  function judge(tokens: readonly Token[], words: readonly (string | null)[], source: string, node: Command, place: Place): void {
    let at = 0;
    for (;;) {
      const head = tokens[at];
      const name = head?.value ?? "";
      // Quotes, escapes and patterns in a name have no honest use.
      if (head === undefined || words[at] === null || !bareName.test(name) || (at === 0 && name !== source))
        return refuse("head", node.pos, place);
      const wrapped = unwrap(words, at);
      if (wrapped === undefined) break;
      if (!wrapped.harmless || !wrapped.exact || !wrapped.assignments.every((pair) => isHarmlessVariable(pair.slice(0, pair.indexOf("=")))))
        return refuse("interpreter", node.pos, place);
      at = wrapped.inner;
      if (wrapped.ecosystem !== undefined && !isBroughtBy(wrapped.ecosystem, words[at] ?? ""))
        return refuse("interpreter", node.pos, place);
    }
    const program = findProgram(words[at] ?? "");
    if (program === undefined) return refuse("command", node.pos, place);
    const args = tokens.slice(at + 1);
    // What a pattern expands to may begin with a dash, unless letters before it say otherwise.
    if (!program.anyOption && args.some((arg) => arg.open || (arg.pattern && /^(?:[-*?[]|$)/.test(arg.value))))
      return refuse("argument", node.pos, place);
    const reason = program.judge(args.map((arg) => inside(arg.value)));
    if (reason !== undefined) refuse(reason, node.pos, place);
  }

  /** A path in the workspace as one that is relative. */
  function inside(path: string): string {
    if (workspace === undefined || !path.startsWith(workspace)) return path;
    const rest = path.slice(workspace.length);
    return rest === "" ? "." : rest.startsWith("/") ? `./${rest.replace(/^\/+/, "")}` : path;
  }

  /** Keeps track of the folder, for those who judge paths. */
  function follow(words: readonly (string | null)[]): void {
    if (words[0] !== "cd" && words[0] !== "pushd") return;
    const target = words.findLast((word, i) => i > 0 && word !== "--");
    if (target == null || /^[-~]/.test(target)) folder = null;
    else if (target.startsWith("/")) folder = target;
    else if (folder !== null) folder = folder === "." ? target : `${folder}/${target}`;
  }

  enter({ source: script, at: undefined, wrappers: [], scripts: 0 });
  return { commands, refusal, steps };
}

function textOf(word: string | null): string {
  return word ?? "";
}

function isTestPart(node: SyntaxNode): boolean {
  return /^(Word|Literal|SingleQuoted|DoubleQuoted|Glob|Test(Command|Unary|Binary|Logical|Not|Group))$/.test(node.type);
}

/** Nothing in it is expanded, and it ends where it says. */
function isInertHereDoc(node: HereDoc): boolean {
  const { delimiter, body, closing } = node;
  if (delimiter === undefined || closing === undefined) return false;
  if (!/^(?:\w+|'\w+'|"\w+")$/.test(delimiter.text)) return false;
  return delimiter.quoted ? delimiter.text !== delimiter.value : !/[$`\\]/.test(body.text);
}
