/** What the graph must know of a programming language. One file per language in `languages/`, with `export default defineLanguage({...})`. */

/** A file's text, and where it lies: a path relative to the workspace, with `/`. */
export interface SourceText {
  path: string;
  text: string;
}

/** What is defined, in words that fit every language; `record` is a struct, `section` a COBOL paragraph or a heading, `rule` a CSS selector. */
export type DefinitionKind =
  | "function"
  | "method"
  | "class"
  | "interface"
  | "type"
  | "enum"
  | "record"
  | "variable"
  | "constant"
  | "field"
  | "module"
  | "macro"
  | "table"
  | "section"
  | "rule"
  | "key";

export interface Definition {
  name: string;
  kind: DefinitionKind;
  /** From 1, of the name. */
  line: number;
  /** From 1, the last line of the whole definition. */
  endLine: number;
  /** Others can name it: by an import, through its object, from its package. */
  exported: boolean;
  /** The names under which others know it, where those are not its own: `default`, `b` after `export { a as b }`. */
  exportedAs?: readonly string[];
  /** Index in `definitions` of what it is in: the class of a method. */
  within?: number;
}

/** A name that is used: a call, a type, a value, a member. Declarations and the names in import lists are not uses. */
export interface Use {
  name: string;
  /** From 1. */
  line: number;
  /** It is named through something else: `a.name`, `a::name`. Such a name needs no import of its own. */
  member?: true;
}

/** A name taken over by an import: `import { name as local }`; `*` for everything or the module as a whole, `default` for what the module is. `local` is empty where it gets no name. */
export interface ImportedName {
  name: string;
  local: string;
}

export interface Import {
  /** As written, without quotes: `./a.js`, `os.path`, `<stdio.h>` without the brackets, `crate::a::b`. */
  specifier: string;
  /** From 1. */
  line: number;
  /** Empty where the import is for its effects alone, and where it takes everything without naming it (an include). */
  names: readonly ImportedName[];
  /** What is imported is exported again from here, under the local names. */
  reexports?: true;
  /** It leaves nothing behind when the program runs: `import type`. */
  typeOnly?: true;
  /** It lies in the code and may never be reached: `await import("./a.js")`, `require` in a function. */
  lazy?: true;
}

/** What stands in one file. Pure: the same for the same text. Nothing throws on broken source: what can be read of it is given. */
export interface Outline {
  /** The package, namespace, module path or program that the file says it is (part of): `com.acme.stock`, `main`, `App\\Stock`. */
  package?: string;
  definitions: Definition[];
  uses: Use[];
  imports: Import[];
}

/** The workspace as resolvers see it. All paths are relative to it, with `/`, without `./`. */
export interface ProjectFiles {
  has(path: string): boolean;
  /** Paths of the files (not folders) directly in a folder; `.` for the root. */
  inFolder(folder: string): readonly string[];
  /** All paths whose last part is this: `go.mod`, `stock.h`. */
  named(fileName: string): readonly string[];
  /** Files of this language whose outline says this package. */
  ofPackage(language: string, name: string): readonly string[];
  /** The text of a manifest or another small file (1 MiB at most), undefined when it is not there; remembered. */
  read(path: string): string | undefined;
}

/** Where an import leads: to files of the workspace; to something outside of it (a package's name); `undefined`: it cannot be found. */
export type Target = { files: readonly string[] } | { outside: string } | undefined;

/** Finds what imports mean; made once for a state of the workspace's files, so that it may remember manifests. */
export interface Resolver {
  resolve(imported: Pick<Import, "specifier" | "names">, from: string): Target;
}

export interface Language {
  /** Lower case: `typescript`. */
  name: string;
  /** Endings of file names, with the dot, in lower case; files without one by their whole name in lower case: `makefile`. */
  endings: readonly string[];
  /**
   * Where a name that is not imported may be defined: in the file alone (TypeScript, Python), in the files of its package (Go, Java),
   * or in any file of the language (Ruby, shell, SQL, COBOL).
   */
  scope: "file" | "package" | "everywhere";
  /** Where the language does not tell cases apart: the letters that names have in outlines, and so in the index. */
  letters?: "upper" | "lower";
  outline(source: SourceText): Outline | Promise<Outline>;
  /** Names of files that say where imports lead: when one changes, all imports of the language are resolved again. */
  manifests?: readonly string[];
  /** Left out for languages without imports. */
  resolver?(project: ProjectFiles): Resolver;
  /** Whether the file holds tests, by what the language's runners look for. */
  isTest?(path: string): boolean;
}

export function defineLanguage(language: Language): Language {
  return language;
}

/** What is known of a language without loading it; generated. */
export interface LanguageEntry {
  name: string;
  endings: readonly string[];
  letters?: "upper" | "lower";
  scope: Language["scope"];
  load(): Promise<{ default: Language }>;
}
