import { type Clause, codesIn, negated } from "../clauses.ts";
import { netChanges } from "../evidence.ts";
import { isFile, looksLikeTest, means } from "../paths.ts";
import { contradicted, type Statement, supported, unsupported } from "../statement.ts";

const ADDED =
  /(?<!\b(?:the|these|this|both|newly|my|all|your)\s)\b(?:added|wrote|introduced)\b\s+(?:(?:an?|the|new|some|more|several|two|three|four|five|\d+|few|regression|unit|integration|failing|passing|corresponding|additional|missing|e2e|also|comprehensive|focused|small|matching)\s+)*(?:tests?|test cases?|specs?)\b(?!\s+(?:script|command|helper|fixture|data|endpoint|target|runner|utilit|user|page|config|step|id|mode|environment|account|double|matrix|workflow|job|dependenc|framework|plan|suite|setup|server|output|coverage|report|flag|option|case name))/i;

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
        const tests = inChanges(looksLikeTest);
        if (tests.length > 0)
          return unsupported(
            named === undefined ? "A file that looks like a test was changed." : "Another test was changed.",
            tests.slice(0, 5),
          );
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
