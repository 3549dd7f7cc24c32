import { type Clause, codesIn, negated } from "../clauses.ts";
import { type ClaimEvidence, netChanges } from "../evidence.ts";
import { isFile, looksLikeTest, means } from "../paths.ts";
import { phrase } from "../phrase.ts";
import { contradicted, type Judged, type Statement, supported, unsupported } from "../statement.ts";

const ADDED = phrase(
  ["added", "wrote", "introduced"],
  /(?<!\b(?:the|these|this|both|newly|my|all|your)\s)\b(?:added|wrote|introduced)\b\s+(?:(?:an?|the|new|some|more|several|two|three|four|five|\d+|few|regression|unit|integration|failing|passing|corresponding|additional|missing|e2e|also|comprehensive|focused|small|matching)\s+)*(?:tests?|test cases?|specs?)\b(?!\s+(?:script|command|helper|fixture|data|endpoint|target|runner|utilit|user|page|config|step|id|mode|environment|account|double|matrix|workflow|job|dependenc|framework|plan|suite|setup|server|output|coverage|report|flag|option|case name))/i,
);

/** Files in which tests may stand beside what they test. */
const MAY_HOLD = /\.(?:rs|zig|d|nim|py|ex|exs|vue|dart|clj|lisp|ts|js|rkt|sql|json|ya?ml|toml|sh)$/;

export function readAddedTest(clause: Clause): Statement[] {
  const match = ADDED.exec(clause.text);
  if (clause.hedged || match === null || negated(clause, match.index + match[0].length)) return [];
  const named = codesIn(clause.text.slice(match.index), clause.codes).find((code) => isFile(code) && looksLikeTest(code));
  return [
    {
      kind: "added-test",
      about: named ?? "",
      judge(evidence) {
        const changes = [...netChanges(evidence).values()];
        const inChanges = (holds: (path: string) => boolean) =>
          changes.filter(({ path, change }) => change !== "deleted" && holds(path)).map(({ path }) => path);
        if (named !== undefined) {
          const paths = inChanges((path) => means(named, path));
          if (paths.length > 0) return supported("It was changed in this turn.", paths);
        }
        const missed = named === undefined ? undefined : notThere(named, evidence);
        if (missed !== undefined) return missed;
        const tests = inChanges(looksLikeTest);
        const few = tooFew(numberOf(match[0]), clause, evidence);
        if (few !== undefined && tests.length > 0) return few;
        if (tests.length > 0)
          return unsupported(
            named === undefined ? "A file that looks like a test was changed." : "Another test was changed.",
            tests.slice(0, 5),
          );
        const none = tooFew(1, clause, evidence);
        if (none !== undefined && evidence.complete && evidence.held.size === 0) return none;
        const anyTurn = evidence.changes.some(({ path, change }) => change !== "deleted" && looksLikeTest(path));
        const held = [...evidence.held].some(looksLikeTest);
        if (
          !evidence.complete ||
          anyTurn ||
          inChanges((path) => MAY_HOLD.test(path)).length > 0 ||
          changes.some(({ type }) => type === "directory") ||
          held
        )
          return unsupported("No test file was changed in this turn.");
        return contradicted(
          changes.length === 0 ? "Nothing was changed in this turn." : "No file was changed that could hold a test.",
          changes.slice(0, 5).map(({ path }) => path),
        );
      },
    },
  ];
}

/** A test file that nobody in this thread has changed, where every change is known. */
function notThere(named: string, { complete, changes, held }: ClaimEvidence): Judged | undefined {
  const known = [...changes.map(({ path }) => path), ...held];
  const folders = changes.some(({ type, change }) => type === "directory" && change === "added");
  if (!complete || folders || known.some((path) => means(named, path) || means(path, named))) return undefined;
  return contradicted(`${named} was not changed in this thread.`, []);
}

const NUMBERS: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 };

function numberOf(said: string): number {
  const [word] = /\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\b(?=\s+(?:\w+\s+){0,2}tests?\b)/i.exec(said) ?? [];
  return word === undefined ? 1 : (NUMBERS[word.toLowerCase()] ?? Number(word));
}

/** Where the same runner counted before and after, as many tests must be new, unless others went. */
function tooFew(wanted: number, { message }: Clause, { baseline, final, contract }: ClaimEvidence): Judged | undefined {
  if (/\b(?:remov|delet|replac|renam|merg|mov|split|parametri|cases|assert)/i.test(message)) return undefined;
  const counted = final.filter(({ counts }) => counts !== undefined && !/packages/.test(counts.runner));
  const before = new Map(baseline.map((receipt) => [receipt.check, receipt.counts]));
  const proving = contract.filter(({ proves }) => proves === "tests" || proves === "custom");
  if (counted.length === 0 || counted.length < proving.length || counted.some(({ check }) => before.get(check) === undefined))
    return undefined;
  const more = counted.map(({ check, counts }) => counts!.total - before.get(check)!.total).reduce((sum, one) => sum + one, 0);
  if (more >= wanted || more < 0) return undefined;
  const known = more === 0 ? "no more tests than" : `only ${more} more than`;
  return contradicted(
    `The test runner counted ${known} before the work.`,
    counted.map(({ id }) => id),
  );
}
