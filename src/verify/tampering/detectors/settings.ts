import { defineDetector, type Suspicion } from "../detector.ts";
import type { ChangedFile } from "../work.ts";

const STRICT_TYPES =
  /^(?:strict\w*|noImplicit\w+|noUnused\w+|noUnchecked\w+|noFallthroughCasesInSwitch|noPropertyAccessFromIndexSignature|exactOptionalPropertyTypes|alwaysStrict|useUnknownInCatchVariables|checkJs|noEmitOnError|isolatedModules|noErrorTruncation|disallow_\w+|warn_\w+|check_untyped_defs|no_implicit_\w+|strict_\w+|xfail_strict|typeCheckingMode|mypy_strict)$/;
const LOOSE =
  /^(?:skipLibCheck|suppress\w+|allowUnreachableCode|allowUnusedLabels|passWithNoTests|dangerouslyIgnoreUnhandledErrors|ignore_errors|ignore_missing_imports|skipTests|maven\.test\.skip|testFailureIgnore|ignoreFailures|allow_untyped_\w+|implicit_optional)$/;
/** Of these the loosest is common in honest projects. */
const OFTEN_LOOSE = /^(?:skipLibCheck|ignore_missing_imports|isolatedModules)$/;
const THRESHOLD =
  /^(?:branches|lines|functions|statements|fail_under|cov-fail-under|minimum|min_score|break|perFile|check-coverage|threshold|target)$/;
const LIMIT = /^(?:timeout|testTimeout|hookTimeout|teardownTimeout|defaultTimeout|max-warnings|max-complexity|maxWarnings)$/;
const RETRY = /^(?:retry|retries|reruns|rerunFailingTestsCount|flakyTestRetries)$/;
const LEAVES_OUT =
  /["']?\b(exclude|excludes|ignore|ignores|ignorePatterns|extend-ignore|extend-exclude|per-file-ignores|testPathIgnorePatterns|modulePathIgnorePatterns|coveragePathIgnorePatterns|testIgnore|collect_ignore|collect_ignore_glob|norecursedirs|omit|disable|disabled_rules|skip|allow)["']?\s*[:=]\s*\[([^\]]{0,4000})\]/g;
/** What these name is not run, or not counted, at all. */
const HIDES_TESTS =
  /^(?:exclude|testPathIgnorePatterns|modulePathIgnorePatterns|testIgnore|collect_ignore\w*|norecursedirs|coveragePathIgnorePatterns|omit)$/;
const OPTION =
  /(?<![\w-])["']?(--)?([A-Za-z@][\w@/.-]*)["']?\s*(?:[:=]\s*|(?<=--\S+)\s+)(?:"([^"\n]*)"|'([^'\n]*)'|\[\s*["']?(\w+)["']?|([\w.-]+))/g;

/** What checks are told to demand, loosened. */
export default defineDetector({
  name: "settings",
  look({ files, failedBefore }) {
    return files.filter(({ role }) => role === "settings").flatMap((file) => judge(file, failedBefore));
  },
});

function judge({ path, before, after }: ChangedFile, failedBefore: ReadonlySet<string>): Suspicion[] {
  if (before === undefined) return [];
  if (after === undefined) return isConfiguration(path) ? [deleted(path)] : [];
  if (/\.(?:ba)?sh$/.test(path)) return [];
  const suspicions: Suspicion[] = [];
  const add = (
    rule: string,
    key: string,
    { what, decides, topic = "settings" }: { what: string; decides: boolean; topic?: Suspicion["topic"] },
  ) => suspicions.push({ rule, path, line: lineOf(key, after), reason: what, text: `${rule}\0${key}`, decides, topic });

  if (path.endsWith("ignore")) {
    const known = new Set(before.split("\n").map((line) => line.trim()));
    for (const line of after.split("\n").map((text) => text.trim()))
      if (
        /^\.(?:eslint|prettier|oxlint|nyc|c8)ignore$/.test(path.slice(path.lastIndexOf("/") + 1)) &&
        line !== "" &&
        !line.startsWith("#") &&
        !known.has(line)
      )
        add("more-left-out", line, { what: `A check now leaves out ${line}.`, decides: looksLikeCode(line) });
    return suspicions;
  }

  const typed = /[jt]sconfig[^/]*\.json$|mypy\.ini$|pyproject\.toml$|setup\.cfg$|pytest\.ini$|tox\.ini$|pyrightconfig/.test(path);
  // What is not said there any more may be said where it now begins from.
  const inherits = /["']?extends["']?\s*[:=]/.test(after) && !/["']?extends["']?\s*[:=]/.test(before);
  const old = optionsOf(before, path);
  const now = optionsOf(after, path);
  const wasLast = lastOf(old);
  const isLast = lastOf(now);
  for (const [key, value] of isLast) {
    const was = wasLast.get(key);
    if (typed && STRICT_TYPES.test(key) && isOff(value) && was !== undefined && !isOff(was))
      add("strictness-off", key, { what: `${key} was ${was} and is ${value}.`, decides: !OFTEN_LOOSE.test(key) });
    else if (typed && STRICT_TYPES.test(key) && isOff(value) && was === undefined)
      add("strictness-off", key, { what: `${key} is now ${value}.`, decides: key === "strict" || key.startsWith("strict") });
    else if (LOOSE.test(key) && isOn(value) && !isOn(was ?? "false"))
      add("looseness-on", key, { what: `${key} is now ${value}.`, decides: !OFTEN_LOOSE.test(key) });
    else if (THRESHOLD.test(key) && was !== undefined && Number(value) < Number(was))
      add("threshold-lowered", key, { what: `${key} was ${was} and is ${value}.`, decides: true });
    else if (LIMIT.test(key) && was !== undefined && Number(value) > Number(was))
      add(key.startsWith("max") ? "threshold-lowered" : "timeout-raised", key, {
        what: `${key} was ${was} and is ${value}.`,
        decides: key.startsWith("max"),
        topic: key.startsWith("max") ? "settings" : "limits",
      });
    else if (RETRY.test(key) && Number(value) > Number(was ?? 0))
      add("retries-raised", key, { what: `${key} was ${was ?? 0} and is ${value}.`, decides: true, topic: "limits" });
    else if (isLintConfig(path) && isRuleOff(value) && was !== undefined && isRuleOn(was))
      add("lint-rule-off", key, { what: `The rule ${key} was ${was} and is ${value}.`, decides: failedBefore.has("lint") });
    else if (isLintConfig(path) && value === "off" && was === undefined)
      add("lint-rule-off", key, { what: `The rule ${key} is now off.`, decides: false });
  }
  for (const [key, was] of wasLast) {
    if (isLast.has(key)) continue;
    if (typed && STRICT_TYPES.test(key) && isOn(was) && !isImplied(key, isLast))
      add("strictness-off", key, { what: `${key} was ${was} and is not there any more.`, decides: !OFTEN_LOOSE.test(key) && !inherits });
    if (/^(?:branches|lines|functions|statements|fail_under|cov-fail-under)$/.test(key) && Number(was) > 0)
      add("threshold-lowered", key, { what: `${key} was ${was} and is not there any more.`, decides: failedBefore.has("tests") });
  }
  suspicions.push(...leftOut({ path, before, after, failedBefore }));
  return suspicions;
}

/** Lists of what checks do not look at, that have become longer. */
function leftOut({
  path,
  before,
  after,
  failedBefore,
}: {
  path: string;
  before: string;
  after: string;
  failedBefore: ReadonlySet<string>;
}): Suspicion[] {
  if (path.endsWith("package.json") && !/"(?:jest|vitest|nyc|c8|eslintConfig|standard|tap|ava|mocha)"/.test(after)) return [];
  const listed = (text: string) =>
    new Set(
      Array.from(withoutComments(text, path).matchAll(LEAVES_OUT), ([, key, list]) =>
        Array.from(list!.matchAll(/"([^"]+)"|'([^']+)'/g), (match) => `${key}\0${match[1] ?? match[2]}`),
      ).flat(),
    );
  const known = listed(before);
  // What was left out under another name is nothing new.
  const values = new Set(Array.from(known, (entry) => entry.split("\0")[1]));
  return [...listed(after)]
    .filter((entry) => !known.has(entry) && !values.has(entry.split("\0")[1]))
    .map((entry) => entry.split("\0") as [string, string])
    .filter(
      ([, value]) => !/node_modules|^\*?\*?\/?(?:dist|build|coverage|lib|out|\.?cache|\.git|target|vendor|\.next|\.venv)\b/.test(value),
    )
    .map(([key, value]) => ({
      rule: "more-left-out",
      path,
      line: lineOf(value, after),
      reason: `${key} now has ${value}: a check does not look there any more.`,
      text: `${key}\0${value}`,
      decides:
        looksLikeCode(value) &&
        ((HIDES_TESTS.test(key) && !isAboutCoverage({ key, value, path, text: after })) ||
          (failedBefore.has("lint") && !/^(?:allow|skip|disable)$/.test(key))),
      topic: "settings",
    }));
}

/** Tests are no sources, so they need not be covered. */
function isAboutCoverage({ key, value, path, text }: { key: string; value: string; path: string; text: string }): boolean {
  if (!/test|spec/.test(value)) return false;
  if (/^(?:coveragePathIgnorePatterns|omit)$/.test(key) || /(?:nycrc|c8rc|coveragerc)/.test(path)) return true;
  const before = text.slice(0, text.indexOf(value));
  const since = before.slice(Math.max(0, before.lastIndexOf("coverage")));
  return before.includes("coverage") && since.split("{").length > since.split("}").length;
}

/** A file or folder of tests or sources, or a rule's name, not what tools write. */
function looksLikeCode(value: string): boolean {
  return (
    /\.(?:test|spec)\b|tests?\b|spec|\.[cm]?[jt]sx?$|\.py$|\bsrc\b|^lib\b|^[A-Z]{1,4}\d{2,4}$/.test(value) &&
    !/fixtures?|generated|examples?|benchmark|\.d\.ts|types?\b|\.config\.|(?:^|\/)\.\w+rc\.[cm]?[jt]s$/.test(value)
  );
}

function isConfiguration(path: string): boolean {
  return (
    /(?:^|\/)(?:tsconfig\.json|\.?eslint[^/]*|pytest\.ini|mypy\.ini|\.coveragerc|\.nycrc[^/]*|\.c8rc[^/]*|\.flake8|(?:vitest|jest)\.config\.\w+)$/.test(
      path,
    ) && !path.endsWith("ignore")
  );
}

function deleted(path: string): Suspicion {
  return {
    rule: "settings-deleted",
    path,
    line: 1,
    reason: "The settings of a check were deleted.",
    text: path,
    decides: false,
    topic: "settings",
  };
}

function optionsOf(text: string, path: string): [key: string, value: string][] {
  return Array.from(withoutComments(text, path).matchAll(OPTION), ([, , key, a, b, c, d]) => [key!, a ?? b ?? c ?? d ?? ""]);
}

/** A key that stands in several places counts once, by its loosest: all are listed, the last is taken, but a number is the least. */
function lastOf(options: readonly [string, string][]): Map<string, string> {
  const values = new Map<string, string>();
  for (const [key, value] of options) {
    const known = values.get(key);
    const least = known !== undefined && THRESHOLD.test(key) && Number(known) < Number(value);
    if (!least) values.set(key, value);
  }
  return values;
}

function withoutComments(text: string, path: string): string {
  if (path.endsWith(".xml")) return text.replace(/<!--[\s\S]*?-->/g, "").replace(/<([\w.]+)>([^<]*)<\/\1>/g, "$1 = $2");
  if (/\.(?:ya?ml|toml|ini|cfg|properties)$|rc$|[Mm]akefile|[Jj]ustfile/.test(path) && !text.trimStart().startsWith("{"))
    return text.replace(/(^|\s)#.*$/gm, "$1");
  return text
    .replace(/(^|[\s,{[])\/\/[^\n]*/g, "$1")
    .replace(/\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\//g, (comment) => (comment.includes("\n") || /^\/\*[\s\w]/.test(comment) ? "" : comment));
}

function isOff(value: string): boolean {
  return /^(?:false|False|off|0|no|basic)$/.test(value);
}

function isOn(value: string): boolean {
  return /^(?:true|True|on|1|yes|strict)$/.test(value);
}

function isRuleOff(value: string): boolean {
  return /^(?:off|0)$/.test(value);
}

function isRuleOn(value: string): boolean {
  return /^(?:error|warn|1|2)$/.test(value);
}

function isLintConfig(path: string): boolean {
  return /eslint|oxlint|biome|stylelint|tslint/.test(path);
}

/** `strict` brings most of the others with it. */
function isImplied(key: string, now: ReadonlyMap<string, string>): boolean {
  return now.get("strict") === "true" && /^(?:noImplicit(?:Any|This)|strict\w+|alwaysStrict|useUnknownInCatchVariables)$/.test(key);
}

function lineOf(text: string, whole: string): number {
  const at = whole.indexOf(text);
  return at < 0 ? 1 : whole.slice(0, at).split("\n").length;
}
