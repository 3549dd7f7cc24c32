import type { Finding } from "../../contract/event.ts";
import { languageOf } from "../../knowledge/syntax/languages.ts";
import type { Anatomy, TestCase } from "./anatomy.ts";
import { type Role, roleOf } from "./roles.ts";

/** The two versions of a file that was changed; undefined where there is none. */
export interface FileChange {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** What else is known of the work. */
export interface Circumstances {
  /** What the people who gave the task have written. */
  task: string;
  /** Names of tests that failed before the work or fail after it, as their runner prints them. */
  failing: readonly string[];
  /** What failed before the work: by what a check proves. */
  failedBefore: ReadonlySet<string>;
  /** What the counts of test runners say: that fewer tests run than before. */
  shrunk: readonly Finding[];
  /** Test files that were not changed. */
  otherTests: readonly { path: string; text: string }[];
  /** What failed before the work and passes now: by what a check proves. */
  mended?: ReadonlySet<string>;
  /** What the commands of the checks say, with the scripts they run. */
  commands?: string;
  /** Whether a file is there now. */
  exists?(path: string): boolean;
}

export interface ChangedFile extends FileChange {
  role: Role;
  /** Of the versions that there are and that can be parsed. */
  was: Anatomy | undefined;
  is: Anatomy | undefined;
}

export interface LocatedTest {
  file: ChangedFile;
  test: TestCase;
}

export interface Work extends Circumstances {
  files: readonly ChangedFile[];
  /** Tests that are there before and after, whatever they are called by now and wherever. */
  kept: readonly { before: LocatedTest; after: LocatedTest }[];
  added: readonly LocatedTest[];
  removed: readonly LocatedTest[];
  /** Whether a test failed before the work or fails now. */
  isFailing(test: TestCase): boolean;
  /** Something other than tests, settings and their data was changed. */
  sourcesChanged: boolean;
  /** Names of routines and files that went with the work. */
  gone: ReadonlySet<string>;
}

/** Larger files are nobody's handiwork. */
const MAX_CHARACTERS = 1024 * 1024;

/** Sources in languages whose syntax is not read here. */
const OTHER_SOURCE = /\.(?:rb|php|cs|fs|kts?|exs?|lua|swift|[ch]|cc|[ch]pp|dart|scala|clj|pl|vue|svelte|sql|html?|css|scss)$/;

export async function readWork(changes: readonly FileChange[], circumstances: Circumstances): Promise<Work> {
  const files: ChangedFile[] = [];
  for (const change of changes) if (change.before !== change.after) files.push(await readFile(change));
  const { kept, added, removed } = pairTests(files);
  const failing = new Set(circumstances.failing.map(plain));
  return {
    ...circumstances,
    files,
    kept,
    added,
    removed,
    // Where nobody has counted, any of them may be the one that failed.
    isFailing: (test) => isNamed(test, failing) || (failing.size === 0 && circumstances.failedBefore.has("tests")),
    sourcesChanged: files.some(({ path, role, was, is }) =>
      role === "source" ? codeOf(was) !== codeOf(is) : role === "other" && OTHER_SOURCE.test(path),
    ),
    gone: findGone(files),
  };
}

async function readFile(change: FileChange): Promise<ChangedFile> {
  const role = roleOf(change.path);
  const language = languageOf(change.path);
  const read = async (text: string | undefined): Promise<Anatomy | undefined> => {
    if (language === undefined || role === "installed" || role === "fixture" || text === undefined || text.length > MAX_CHARACTERS)
      return undefined;
    const { readAnatomy } = await import("./read-anatomy.ts");
    return await readAnatomy(text, language);
  };
  const was = await read(change.before);
  const is = await read(change.after);
  // Where they lie, and what they are called, is the project's own.
  const tests =
    role === "source" && language !== "rust" && [was, is].some((anatomy) => anatomy?.tests.some(({ asserts }) => asserts.length > 0));
  if (role === "test") for (const anatomy of [was, is]) if (anatomy?.loose !== undefined) anatomy.tests.push(anatomy.loose);
  return { ...change, role: tests ? "test" : role, was, is };
}

function codeOf(anatomy: Anatomy | undefined): string {
  return anatomy?.code.replace(/\s+/g, "") ?? "";
}

function pairTests(files: readonly ChangedFile[]): Pick<Work, "kept" | "added" | "removed"> {
  const kept: Work["kept"][number][] = [];
  let removed = files.flatMap((file) => (file.was?.tests ?? []).map((test): LocatedTest => ({ file, test })));
  let added = files.flatMap((file) => (file.is?.tests ?? []).map((test): LocatedTest => ({ file, test })));
  const pairBy = (key: (located: LocatedTest) => string | undefined): void => {
    const byKey = Map.groupBy(added, key);
    const taken = new Set<LocatedTest>();
    removed = removed.filter((before) => {
      const wanted = key(before);
      const after = wanted === undefined ? undefined : byKey.get(wanted)?.find((located) => !taken.has(located));
      if (after === undefined) return true;
      taken.add(after);
      kept.push({ before, after });
      return false;
    });
    added = added.filter((located) => !taken.has(located));
  };
  pairBy(({ file, test }) => `${file.path}\0${test.name}`);
  pairBy(({ test: { body } }) => (body.length > 20 ? body : undefined));
  pairBy(({ file, test: { title } }) => (title === "" ? undefined : `${file.path}\0${title}`));
  // Every file has something outside of tests: of another file it is something else.
  pairBy(({ test: { name, title } }) => (name === "" || title === "" ? undefined : name));
  // What asserts mostly the same under another name is the same test.
  removed = removed.filter((before) => {
    const after = added.find((located) => isAlike(before, located));
    if (after === undefined) return true;
    kept.push({ before, after });
    added = added.filter((located) => located !== after);
    return false;
  });
  return { kept, added, removed };
}

function isAlike(a: LocatedTest, b: LocatedTest): boolean {
  const texts = new Set(b.test.asserts.map(({ text }) => text));
  const shared = a.test.asserts.filter(({ text }) => texts.has(text)).length;
  return shared > 0 && shared * 2 >= a.test.asserts.length;
}

/** Names of runners have the file, the groups and times around a test's own. */
function isNamed({ title, name }: TestCase, failing: ReadonlySet<string>): boolean {
  const own = plain(title);
  if (own === "") return false;
  const whole = plain(name.replace(/ #\d+$/, ""));
  for (const text of failing) if (text === own || text === whole || text.endsWith(` ${own}`) || text.startsWith(`${own} `)) return true;
  return false;
}

function plain(name: string): string {
  return name
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();
}

function findGone(files: readonly ChangedFile[]): Set<string> {
  const names = (anatomy: Anatomy | undefined) => (anatomy?.routines ?? []).map(({ name }) => name.replace(/^.*\./, ""));
  const sources = files.filter(({ role }) => role === "source");
  const now = new Set(sources.flatMap(({ is }) => names(is)));
  const gone = new Set(sources.flatMap(({ was }) => names(was)).filter((name) => name !== "" && !now.has(name)));
  for (const { path, after } of sources) if (after === undefined) gone.add(stemOf(path));
  return gone;
}

/** `parser` of `src/parser.test.ts`. */
export function stemOf(path: string): string {
  return path
    .slice(path.lastIndexOf("/") + 1)
    .replace(/\.\w+$/, "")
    .replace(/[._-](?:tests?|spec|e2e)$|^test_|_test$/i, "");
}
