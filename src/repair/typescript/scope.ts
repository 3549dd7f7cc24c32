import type ts from "@typescript/typescript6";
import type { Compiler } from "./compiler.ts";
import { ancestor } from "./nodes.ts";

/** An expression that could be written at some place, and the type that it would have there. */
export interface AtHand {
  text: string;
  /** What it is called, without what it is reached through: `signal` of `options.signal`. */
  name: string;
  type: ts.Type;
  symbol: ts.Symbol;
}

/** Variables, parameters, functions and imports of this file that can be named at `node` and have a value there. */
export function namesAt(node: ts.Node, checker: ts.TypeChecker, compiler: Compiler): AtHand[] {
  const file = node.getSourceFile();
  return checker
    .getSymbolsInScope(node, compiler.SymbolFlags.Value | compiler.SymbolFlags.Alias)
    .filter(({ declarations }) => declarations?.some((each) => each.getSourceFile() === file && !isInside(node, each, compiler)))
    .map((symbol) => ({ text: symbol.name, name: symbol.name, type: checker.getTypeOfSymbolAtLocation(symbol, node), symbol }));
}

/** A variable has no value yet in what it is initialised with. */
function isInside(node: ts.Node, declaration: ts.Declaration, compiler: Compiler): boolean {
  return (
    compiler.isVariableDeclaration(declaration) &&
    node.pos >= declaration.pos &&
    node.end <= declaration.end &&
    !hasFunctionBetween(node, declaration, compiler)
  );
}

function hasFunctionBetween(node: ts.Node, outer: ts.Node, compiler: Compiler): boolean {
  for (let at = node.parent; at !== outer && at !== undefined; at = at.parent) if (compiler.isFunctionLike(at)) return true;
  return false;
}

/** Those that the functions around `node` declare themselves: what somebody has prepared to be used here. */
export function locals(names: readonly AtHand[], node: ts.Node, compiler: Compiler): AtHand[] {
  return names.filter(({ symbol }) =>
    symbol.declarations?.some((declaration) => {
      const owner = ancestor(declaration.parent, isFunction(compiler));
      return owner !== undefined && node.pos >= owner.pos && node.end <= owner.end;
    }),
  );
}

function isFunction(compiler: Compiler) {
  return (node: ts.Node): node is ts.SignatureDeclaration => compiler.isFunctionLike(node);
}

/** What can be reached under `name`: as it is, as a member of `this`, or of exactly one variable. Likeliest first. */
export function reachable(name: string, node: ts.Node, checker: ts.TypeChecker, compiler: Compiler): AtHand[] {
  const names = namesAt(node, checker, compiler);
  const direct = names.filter((each) => each.name === name);
  const own = membersOfThis(name, node, checker, compiler);
  const through = locals(names, node, compiler).flatMap((holder) => {
    const property = holder.type.getProperty(name);
    if (property === undefined || !isPlain(holder.type, compiler)) return [];
    return [{ text: `${holder.text}.${name}`, name, type: checker.getTypeOfSymbolAtLocation(property, node), symbol: property }];
  });
  return [...direct, ...own, ...(through.length === 1 ? through : [])];
}

function membersOfThis(name: string, node: ts.Node, checker: ts.TypeChecker, compiler: Compiler): AtHand[] {
  const owner = ancestor(node, (each): each is ts.ClassLikeDeclaration => compiler.isClassLike(each));
  if (owner === undefined) return [];
  const type = checker.getTypeAtLocation(owner);
  const members = owner.members.filter(
    (member) => member.name !== undefined && [name, `#${name}`, `_${name}`].includes(member.name.getText()),
  );
  const inherited = members.length === 0 ? type.getProperty(name) : undefined;
  const found = members.map((member) => ({ text: member.name!.getText(), symbol: checker.getSymbolAtLocation(member.name!) }));
  if (inherited !== undefined) found.push({ text: name, symbol: inherited });
  return found.flatMap(({ text, symbol }) =>
    symbol === undefined ? [] : [{ text: `this.${text}`, name, type: checker.getTypeOfSymbolAtLocation(symbol, node), symbol }],
  );
}

/** An object with properties of its own, and not text or a list, which have a `length` and a `name` whatever they are. */
function isPlain(type: ts.Type, compiler: Compiler): boolean {
  return (type.flags & compiler.TypeFlags.Object) !== 0 && type.getCallSignatures().length === 0 && type.getNumberIndexType() === undefined;
}

/** Whether a type says so little, or is had by so many things, that fitting it is no sign. */
export function isVague(type: ts.Type, { TypeFlags }: Compiler): boolean {
  const vague =
    TypeFlags.Any | TypeFlags.Unknown | TypeFlags.StringLike | TypeFlags.NumberLike | TypeFlags.BooleanLike | TypeFlags.TypeParameter;
  return type.isUnion() ? type.types.some((each) => (each.flags & vague) !== 0) : (type.flags & vague) !== 0;
}

/** The text of a literal type's only value. */
export function onlyValue(type: ts.Type, checker: ts.TypeChecker, quote: string, { TypeFlags }: Compiler): string | undefined {
  if (type.isStringLiteral()) return quote + type.value.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote;
  if (type.isNumberLiteral() || (type.flags & TypeFlags.BooleanLiteral) !== 0) return checker.typeToString(type);
  return undefined;
}

/** The quote that most strings of the text have. */
export function quoteIn(text: string): string {
  return text.split("'").length > text.split('"').length ? "'" : '"';
}
