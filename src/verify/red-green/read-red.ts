import type { TrialEdits } from "../../contract/sandbox.ts";
import type { Receipt } from "../../contract/event.ts";
import { outcomeOf } from "../outcome.ts";
import type { NewTest } from "./plan.ts";

/** What a run of new tests on the code from before the work says. */
export type Red =
  /** They fail because of that code. `passing`: those that are known to pass on it. */
  | { says: "fails"; why: Why; failing: readonly NewTest[]; passing: readonly NewTest[] }
  | { says: "passes" }
  /** Nothing: it did not come to them, or fails for a reason of its own. */
  | { says: "nothing"; why: string };

/** An assertion does not hold; what the test needs is not there; something else breaks. */
export type Why = "assertion" | "missing" | "error";

export interface Run {
  receipt: Receipt;
  output: string;
  tests: readonly NewTest[];
  /** What was put back. */
  edits: TrialEdits;
}

/** With more failures than counts keep, the others are not known to pass. */
const MAX_KNOWN_FAILURES = 50;

export function readRed({ receipt, output: printed, tests, edits }: Run): Red {
  const output = tellingPart(printed);
  const outcome = outcomeOf(receipt);
  const { counts } = receipt;
  if (outcome === "timed-out") return nothing("it did not end in the time there was");
  if (outcome === "interrupted" || outcome === "could-not-run") return nothing("the command could not be run on it");
  const none = counts?.total === 0 || ((counts?.passed ?? 0) + (counts?.failed ?? 0) === 0 && NO_TESTS.test(output));
  if (none) return nothing("no test was found there");
  if (outcome === "passed" && (counts?.failed ?? 0) === 0) {
    return counts?.passed === 0 ? nothing("all its tests are skipped") : { says: "passes" };
  }
  const failures = counts?.failures ?? [];
  const failing = tests.filter((test) => failures.some((failure) => isOf(failure, test)));
  if (failing.length > 0) {
    const loaded = new Set(failing.map(({ path }) => path));
    const known = failures.length < MAX_KNOWN_FAILURES;
    return {
      says: "fails",
      why: whyOf(output),
      failing,
      passing: known ? tests.filter((test) => loaded.has(test.path) && test.title !== "" && !failing.includes(test)) : [],
    };
  }
  const needed = missingPackage(output, edits);
  if (needed !== undefined) return nothing(`${needed} is missing there`);
  if (MISSING.test(output)) return { says: "fails", why: "missing", failing: tests, passing: [] };
  if (SYNTAX.test(output)) {
    const own = tests.find(({ path }) => [`${path}:`, `${path}", line`].some((place) => output.includes(place)));
    return own === undefined ? { says: "fails", why: "error", failing: tests, passing: [] } : nothing(`${own.path} cannot be read there`);
  }
  if (counts === undefined) return { says: "fails", why: whyOf(output), failing: tests, passing: [] };
  return nothing("other tests fail there, and of these nothing is said");
}

const MAX_LINES = 4000;
const MAX_LINE_CHARS = 500;

/** Its beginning and end, in lines of bounded length: tests may print whatever they like, and patterns try at every place of a line. */
function tellingPart(output: string): string {
  const lines = output.split(/\r?\n/);
  const chosen = lines.length <= MAX_LINES ? lines : [...lines.slice(0, MAX_LINES / 2), ...lines.slice(-MAX_LINES / 2)];
  return chosen.map((line) => line.slice(0, MAX_LINE_CHARS)).join("\n");
}

function nothing(why: string): Red {
  return { says: "nothing", why };
}

const NO_TESTS =
  /^(?:No test (?:files? |suites? )?found|No tests? found\b.*|(?:=+ )?no tests (?:ran|collected)\b.*|NO TESTS RAN|.*Missing script: .*)/m;

const ASSERTION =
  /\bAssertion(?:Failed)?Error\b|^\s*(?:E\s+)?assert\b|\bassertion [`'"]?.* failed\b|\bERR_ASSERTION\b|^\s*(?:Expected|Received|expected|actual)\b|\bexpect\(|^FAILED .* - assert\b/m;

/** How compilers and interpreters say that a name, or a module of the project's own, is not there. */
const MISSING = new RegExp(
  [
    String.raw`Cannot find module '[^'\n]*'`,
    String.raw`does not provide an export named|is not a (?:function|constructor)\b|is not defined\b|is not exported by\b`,
    String.raw`cannot import name|No module named|has no attribute|NameError:|AttributeError:`,
    String.raw`: undefined: |undefined \(type .* has no field or method|\[build failed\]`,
    String.raw`error\[E0(?:405|412|422|425|432|433|531|560|576|583|599|609)\]`,
    String.raw`error TS(?:2304|2305|2307|2339|2551|2552|2614|2724)\b`,
    String.raw`cannot find symbol|Failed to (?:load|resolve) (?:url|import)`,
  ].join("|"),
);

const SYNTAX = /\bSyntaxError\b|\bIndentationError\b|\bParse(?:r)? ?[Ee]rror\b|\bTransform failed\b|error: expected |syntax error/;

function whyOf(output: string): Why {
  if (ASSERTION.test(output)) return "assertion";
  return MISSING.test(output) ? "missing" : "error";
}

/** A package that is not of the project, and is not there. */
function missingPackage(output: string, edits: TrialEdits): string | undefined {
  for (const [, script, python, bundled] of output.matchAll(
    /Cannot find (?:package|module) '([^'./\n][^'\n]*)'|No module named '?([\w.]+)'?|Could not resolve "(?!\.)([^"\n]+)"/g,
  )) {
    const name = script ?? python ?? bundled;
    if (name === undefined || name.startsWith("/")) continue;
    const path = name.replaceAll(".", "/");
    const own = [...edits.keys()].some((file) => `/${file}`.includes(`/${path}.`) || `/${file}`.includes(`/${path}/`));
    if (!own) return name;
  }
  return undefined;
}

/** Runners print a test's name with its file, groups, parameters or times around it. */
function isOf({ name, at }: { name: string; at?: string | undefined }, { title, path }: NewTest): boolean {
  const printed = plain(name.replace(/\[[^\]]*\]$/, ""));
  const own = plain(title);
  if (own === "") return `${name} ${at ?? ""}`.includes(path.slice(path.lastIndexOf("/") + 1));
  return printed === own || printed.endsWith(` ${own}`) || printed.startsWith(`${own} `);
}

function plain(name: string): string {
  return name
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();
}
