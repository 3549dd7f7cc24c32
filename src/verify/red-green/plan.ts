import { dirname, join, normalize } from "node:path/posix";
import type { TrialEdits } from "../../contract/sandbox.ts";
import { roleOf } from "../tampering/roles.ts";
import { type ChangedFile, type FileChange, type LocatedTest, readWork } from "../tampering/work.ts";
import { languageOf, type Language } from "../../knowledge/syntax/languages.ts";

/** A test that the work has added or changed. */
export interface NewTest {
  path: string;
  language: Language;
  /** Its own name, without those of its groups; empty for a file that is one test as a whole. */
  title: string;
  line: number;
  added: boolean;
}

/** What is tried: the new tests, and what of the work is put back around them. */
export interface Plan {
  tests: NewTest[];
  /** Everything that was changed besides tests and their data, as it was before the work. */
  base: TrialEdits;
  /** Of it the source code alone, when there is more. */
  code: TrialEdits | undefined;
  /** Of the source code what the new tests import, when that is not all of it. */
  fix: TrialEdits | undefined;
  /** Files in which new tests stand beside what they test: neither can be put back without the other. */
  mixed: string[];
}

const NOTHING_ELSE = { task: "", failing: [], failedBefore: new Set<string>(), shrunk: [], otherTests: [] };

/** Undefined when there is nothing to try: no test is new or changed, or nothing besides tests. */
export async function planRedGreen(changes: readonly FileChange[]): Promise<Plan | undefined> {
  const work = await readWork(changes, NOTHING_ELSE);
  const located = [
    ...work.added.map((test) => ({ ...test, added: true })),
    ...work.kept.filter(isChanged).map(({ after }) => ({ ...after, added: false })),
  ];
  const mixed = new Set(located.filter(({ file }) => isMixed(file)).map(({ file }) => file.path));
  const apart = located.filter(({ file }) => !mixed.has(file.path));
  const put = work.files.filter(({ path, role }) => role !== "test" && !TEST_DATA.has(role) && !mixed.has(path));
  if (located.length === 0 || (put.length === 0 && mixed.size === 0)) return undefined;
  const code = put.filter(({ role }) => role === "source");
  const fix = code.filter(({ path }) =>
    apart.some(({ file }) => importsOf(file).some((from) => leadsTo(from, { by: file.path, to: path }))),
  );
  return {
    tests: apart.map(toNewTest),
    base: toEdits(put),
    code: code.length > 0 && code.length < put.length ? toEdits(code) : undefined,
    fix: fix.length > 0 && fix.length < put.length ? toEdits(fix) : undefined,
    mixed: [...mixed],
  };
}

/** They belong to the tests, or to nobody of the work. */
const TEST_DATA: ReadonlySet<string> = new Set(["snapshot", "fixture", "installed"]);

function isChanged({ before, after }: { before: LocatedTest; after: LocatedTest }): boolean {
  const texts = ({ test }: LocatedTest): string => test.body + test.asserts.map(({ text }) => text).join("\n");
  return texts(before) !== texts(after);
}

/** By its place it is source code, and others may use it as such. */
function isMixed({ path, role, after = "" }: ChangedFile): boolean {
  if (roleOf(path) !== "source") return false;
  return role === "source" || /^\s*export\b|\bmodule\.exports\b|^exports\./m.test(after);
}

function toNewTest({ file: { path }, test: { title, line }, added }: LocatedTest & { added: boolean }): NewTest {
  const language = languageOf(path);
  if (language === undefined) throw new Error(`unreachable: a test was read in ${path}`);
  return { path, language, title, line, added };
}

function toEdits(files: readonly FileChange[]): TrialEdits {
  return new Map(files.map(({ path, before }) => [path, before === undefined ? null : Buffer.from(before)]));
}

function importsOf({ is }: ChangedFile): string[] {
  return is?.imports.map(({ from }) => from) ?? [];
}

/** Whether what a file imports under a name may be that other file. */
function leadsTo(from: string, { by, to }: { by: string; to: string }): boolean {
  const target = to.replace(/(?:\/(?:index|__init__|mod))?\.\w+$/, "");
  if (/^\.{1,2}\//.test(from)) return normalize(join(dirname(by), from)).replace(/(?:\/index)?\.[cm]?[jt]sx?$/, "") === target;
  const path = from.replace(/^\.+/, "").replaceAll(/\.|::/g, "/");
  return path !== "" && (target === path || target.endsWith(`/${path}`));
}
