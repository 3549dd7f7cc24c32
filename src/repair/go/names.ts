import type { Fix } from "../compiled/fix.ts";
import { isSlip, slips } from "../slip.ts";
import type { GoFault } from "./faults.ts";

/** A name that is not there, and where one like it may be. */
export type Missing = { name: string; at: number } & (
  | { in: "scope" }
  | { in: "package"; package: string }
  | { in: "type"; type: string }
  | { in: "hint"; hint: string }
);

const UNDECLARED = /^(?:undeclared name|undefined): (\w+)$/;
const OF_PACKAGE = /^(?:undefined: (?<package>\w+)\.(?<name>\w+)|(?<otherName>\w+) not declared by package (?<otherPackage>\w+))$/;
const MEMBER = /\.(\w+) undefined \(type \*?([\w./-]+) has no field or method \w+(?:, but does have (?:(?:field|method) )?(\w+))?\)$/;
const FIELD = /^unknown field '?(\w+)'? in struct literal/;

const BUILTINS =
  "append cap close complex copy delete imag len make new panic print println real recover bool byte error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false nil iota".split(
    " ",
  );

/** What a fault says is not there; undefined when it speaks of something else, or does not stand where it says. */
export function missingOf(fault: GoFault, content: Buffer): Missing | undefined {
  const { message } = fault;
  const at = offsetOf(content, fault);
  const place = (name: string): { name: string; at: number } | undefined => {
    const text = content.subarray(at, at + Buffer.byteLength(name) + 1).toString("utf8");
    return text.startsWith(name) && !/\w/.test(text.slice(name.length)) ? { name, at } : undefined;
  };
  const undeclared = UNDECLARED.exec(message);
  if (undeclared !== null) return where(place(undeclared[1]!), { in: "scope" });
  const { package: home, name, otherName, otherPackage } = OF_PACKAGE.exec(message)?.groups ?? {};
  if (home !== undefined || otherPackage !== undefined)
    return where(place((name ?? otherName)!), { in: "package", package: (home ?? otherPackage)! });
  const member = MEMBER.exec(message);
  if (member !== null) {
    const [, missing, type, hint] = member;
    return where(place(missing!), hint === undefined ? { in: "type", type: type! } : { in: "hint", hint });
  }
  const field = FIELD.exec(message);
  // The innermost literal that is open there.
  const type = field && /([\w.]+)\{[^{}]*$/.exec(content.subarray(0, at).toString("utf8"))?.[1];
  return field && type ? where(place(field[1]!), { in: "type", type }) : undefined;
}

function where<T extends object>(place: { name: string; at: number } | undefined, rest: T): (T & { name: string; at: number }) | undefined {
  return place && { ...place, ...rest };
}

/** The only one of `names` that is the nearest slip of the finger away. */
export function spellingFix({ file }: GoFault, { name, at }: Missing, names: readonly string[]): Fix | undefined {
  const near = [...new Set(names)].filter((each) => each !== name && each.length > 2 && isSlip(name, each));
  const least = Math.min(...near.map((each) => slips(name, each)));
  const [only, ...others] = near.filter((each) => slips(name, each) === least);
  if (only === undefined || others.length > 0) return undefined;
  return { file, start: at, end: at + Buffer.byteLength(name), text: only, reason: `change spelling of ${name} to ${only}` };
}

/** `:=` where nothing is new. */
export function assignmentFix(fault: GoFault, content: Buffer): Fix | undefined {
  if (fault.message !== "no new variables on left side of :=") return undefined;
  const at = content.indexOf(":=", offsetOf(content, fault));
  const end = content.indexOf("\n", offsetOf(content, fault));
  if (at < 0 || (end >= 0 && at > end)) return undefined;
  return { file: fault.file, start: at, end: at + 2, text: "=", reason: "change := to =: nothing on its left side is new" };
}

/** Names that a file may use unqualified: its own words, and what the other files of its package declare. */
export function namesInScope(own: string, others: readonly string[]): string[] {
  const words = withoutComments(own).match(/(?<![.\w])[A-Za-z_]\w*/g) ?? [];
  return [...words, ...others.flatMap(declared), ...BUILTINS];
}

/** What `go doc -all` shows of a package, its types' fields among them. */
export function exportedIn(doc: string): string[] {
  return [...doc.matchAll(/^(?:func|type|const|var) ([A-Z]\w*)|^\t([A-Z]\w*)\b/gm)].map(([, first, other]) => (first ?? other)!);
}

/** Fields and methods of what `go doc -u` shows of a type. */
export function membersIn(doc: string): string[] {
  const methods = [...doc.matchAll(/^func \([^)]*\) (\w+)/gm)].map(([, name]) => name!);
  const body = /^type [^\n]*\b(?:struct|interface) ?\{([\s\S]*?)\}/m.exec(withoutComments(doc))?.[1] ?? "";
  const fields = body.split(/[\n;]/).flatMap((line) => /^\s*(\w+(?:, \w+)*)[ (]/.exec(line)?.[1]?.split(", ") ?? []);
  return [...methods, ...fields];
}

/** The path that a package is imported by under a name. */
export function importedAs(name: string, text: string): string | undefined {
  const imports = [...text.matchAll(/^\s*(?:import\s+)?(?:([\w.]+)\s+)?"([^"\s]+)"\s*(?:\/\/.*)?$/gm)];
  return imports.find(([, alias, path]) => (alias ?? path!.split("/").at(-1)) === name)?.[2];
}

function declared(text: string): string[] {
  return [...withoutComments(text).matchAll(/^(?:func|type|var|const)\s+(\w+)|^\t(\w+)\s*(?:=|$)/gm)].map(
    ([, first, other]) => (first ?? other)!,
  );
}

function withoutComments(text: string): string {
  return text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, "");
}

/** Where a fault is, in bytes. */
export function offsetOf(content: Buffer, { line, column }: GoFault): number {
  let start = 0;
  for (let each = 1; each < line; each++) {
    const end = content.indexOf("\n", start);
    if (end < 0) return content.length;
    start = end + 1;
  }
  return start + column - 1;
}
