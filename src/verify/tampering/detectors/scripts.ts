import { defineDetector, type Suspicion } from "../detector.ts";
import type { ChangedFile } from "../work.ts";

const CHECK =
  /\b(?:vitest|jest|mocha|ava|tape|tap|c8|nyc|borp|uvu|tsc|vue-tsc|tsd|eslint|oxlint|biome|standard|pytest|unittest|tox|nox|mypy|pyright|ruff|flake8|pylint|golangci-lint|staticcheck|mvn|mvnw|gradlew?|playwright|cypress|phpunit|rspec|ctest)\b|\bnode\s+(?:--\S+\s+)*(?:--test\b|\S*test\S*)|\bprettier\s+(?:--check|-c)\b|\bgo\s+(?:test|vet)\b|\bcargo\s+(?:test|check|clippy|nextest)\b|\b(?:npm|pnpm|yarn|bun|deno)\s+(?:run\s+)?(?:t|test|lint|check|type\S*|verify)\b|\bmake\s+(?:test|check|lint)\b|\bdotnet\s+test\b/;
const MASKS: readonly { pattern: RegExp; what: string }[] = [
  { pattern: /\|\|\s*(?:true\b|:(?:\s|$|["'])|exit\s+0\b|\(exit 0\)|echo\b|\/bin\/true|node -e ["']?0)/, what: "hides its exit code" },
  { pattern: /;\s*(?:true|exit\s+0|:)\s*["']?\s*,?$/, what: "hides its exit code" },
  { pattern: /[^|]\|\s*(?:tee|cat|head|tail|grep|sed|awk)\b/, what: "hides its exit code in a pipe" },
  { pattern: /--pass-?[wW]ith-?[nN]o-?[tT]ests/, what: "passes without tests" },
  {
    pattern:
      /--exit-zero|--no-fail\b|--suppress-tests-exit-code|-Dmaven\.test\.failure\.ignore|-DskipTests|-Dmaven\.test\.skip|-x\s+test\b|--no-error-on-unmatched-pattern/,
    what: "passes although something failed",
  },
  {
    pattern:
      /(?:--testNamePattern|--grep|--testPathIgnorePatterns|(?<!\b(?:c8|nyc)\b.*)--(?:exclude|ignore|ignore-glob|ignore-pattern)[= ]["']?\S*(?:test|spec)|--deselect|--skip[= ]|--coverage\.enabled=false|--no-cov\b|\s-k\s|\s-m\s+["']?\\?["']?not\b|\s-run[ =]|\s-skip[ =])/,
    what: "leaves something out",
  },
];
const NO_OP = /^\s*(?:true|:|exit 0|echo\b[^&|;]*|node -e ["']?(?:0|process\.exit\(0\))?["']?)\s*$/;
const SCRIPT_OF_CHECK =
  /^(?:pre|post)?(?:tests?|checks?|lint|types?|typecheck|type-check|ci|verify|coverage|cov|tsd|unit|e2e|integration)(?:[:-].*)?$/;

/** Commands that check something, made to pass, or to look at less. */
export default defineDetector({
  name: "scripts",
  look({ files, commands = "" }) {
    return files.flatMap((file): Suspicion[] => {
      if (file.role !== "settings" || file.before === undefined || file.after === undefined) return [];
      if (/(?:^|\/)package\.json$/.test(file.path)) return packageScripts(file, commands);
      return /\.[cm]?[jt]s$/.test(file.path) ? [] : lines(file);
    });
  },
});

interface Command {
  name: string;
  text: string;
}

/** A package among tests is what they use, unless a command goes there. */
function isTestData(path: string, commands: string): boolean {
  const folder = /^((?:.*\/)?(?:tests?|__tests__|fixtures?)(?:\/.*)?)\/package\.json$/.exec(path)?.[1];
  return (
    folder !== undefined &&
    !new RegExp(`(?:\\bcd|--prefix|--dir|--cwd|-C|-w|--workspace)[ =]["']?(?:\\./)?${folder.replace(/[^\w/]/g, "\\$&")}(?![\\w/])`).test(
      commands,
    )
  );
}

function packageScripts({ path, before = "", after = "" }: ChangedFile, commands: string): Suspicion[] {
  const old = scriptsOf(before);
  const now = scriptsOf(after);
  const suspicions: Suspicion[] = [];
  const add = (rule: string, { name, text }: Command, what: string, decides = true) =>
    suspicions.push({
      rule,
      path,
      line: lineOf(`"${name}"`, after),
      reason: `The script ${name} ${what}`,
      text: `${name}\0${text}`,
      decides,
      topic: "scripts",
    });
  const texts = new Set(now.values());
  for (const [name, was] of old) {
    const is = now.get(name);
    if (is === was) continue;
    const checks = SCRIPT_OF_CHECK.test(name) || CHECK.test(was);
    if (!checks || NO_OP.test(was)) continue;
    if (is === undefined) {
      // Under another name, or in another script, it is still there.
      const elsewhere = texts.has(was) || [...texts].some((text) => was.split(/\s*&&\s*/).every((part) => text.includes(part)));
      if (SCRIPT_OF_CHECK.test(name) && !elsewhere)
        add(
          "check-removed",
          { name, text: was },
          `is gone: ${shorten(was)}`,
          /^(?:test|lint|check|typecheck|types|ci)$/.test(name) && !isTestData(path, commands),
        );
      continue;
    }
    if (NO_OP.test(is)) add("check-emptied", { name, text: is }, `checks nothing any more: ${shorten(is)}`);
  }
  for (const [name, is] of now) {
    if (!SCRIPT_OF_CHECK.test(name) && !CHECK.test(is)) continue;
    for (const what of masksOf(is, old.get(name))) add("check-masked", { name, text: what }, `${what}: ${shorten(is)}`);
  }
  return suspicions;
}

/** Of any text that has commands in it; a command is a line. */
function lines({ path, before = "", after = "" }: ChangedFile): Suspicion[] {
  const known = new Set(before.split("\n").map(plain));
  const recipes = /[Mm]akefile$/.test(path);
  const suspicions: Suspicion[] = [];
  const now = after.split("\n");
  now.forEach((text, index) => {
    if (known.has(plain(text)) || text.trimStart().startsWith("#")) return;
    const add = (what: string, decides = true) =>
      suspicions.push({
        rule: "check-masked",
        path,
        line: index + 1,
        reason: `A line ${what}: ${shorten(text.trim())}`,
        text: plain(text),
        decides,
        topic: "scripts",
      });
    if (/^\s*set\s+\+e\b/.test(text) || /^\s*-?\s*(?:continue-on-error|allow_failure)\s*:\s*true\b/.test(text)) {
      // A job that is new as a whole takes nothing away from those that were there.
      add("goes on after a failure", known.has(plain(now.slice(0, index).findLast((line) => line.trim() !== "") ?? "")));
      return;
    }
    if (!CHECK.test(text)) return;
    const old = before.split("\n").find((line) => CHECK.test(line) && sharesTool(line, text));
    for (const what of masksOf(text, old)) add(what);
    if (recipes && /^\t\s*@?-/.test(text) && (old === undefined || !/^\t\s*@?-/.test(old))) add("goes on after a failure");
  });
  return suspicions;
}

/** What hides failures in a command and did not before. A new command may leave out what it likes: others were never asked. */
function masksOf(is: string, was: string | undefined): string[] {
  return MASKS.filter(
    ({ pattern, what }) =>
      pattern.test(is) && !(was !== undefined && pattern.test(was)) && (was !== undefined || !/leaves|pipe|without tests/.test(what)),
  )
    .filter(({ pattern }) => isAboutCheck(is, pattern))
    .map(({ what }) => what);
}

/** `rm -f a || true && vitest`: the mask stands behind a check, not behind something else. */
function isAboutCheck(command: string, mask: RegExp): boolean {
  // What a substitution does with its own output hides nothing.
  const parts = command.replace(/\$\([^()]*(?:\([^()]*\)[^()]*)*\)/g, "$").split(/\s*&&\s*|\n/);
  return parts.some((part) => mask.test(part) && (CHECK.test(part) || parts.length === 1));
}

function sharesTool(a: string, b: string): boolean {
  return CHECK.exec(a)?.[0] === CHECK.exec(b)?.[0];
}

function scriptsOf(text: string): Map<string, string> {
  try {
    const { scripts } = JSON.parse(text) as { scripts?: Record<string, unknown> };
    return new Map(Object.entries(scripts ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  } catch {
    return new Map();
  }
}

function plain(line: string): string {
  return line.trim().replace(/\s+/g, " ");
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function lineOf(text: string, whole: string): number {
  const at = whole.indexOf(text);
  return at < 0 ? 1 : whole.slice(0, at).split("\n").length;
}
