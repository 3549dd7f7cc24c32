import { type Assertion, squeeze } from "../anatomy.ts";
import { defineDetector, type Suspicion } from "../detector.ts";
import type { LocatedTest } from "../work.ts";

/** What tests still demand, beside what they demanded. */
export default defineDetector({
  name: "assertions",
  look(work) {
    // What a new test asserts has not gone.
    const moved = new Set(work.added.flatMap(({ test }) => realOnes(test.asserts).map(({ text }) => text)));
    return [
      ...work.kept.flatMap(({ before, after }) =>
        compare({ before, after, failing: work.isFailing(before.test) || work.isFailing(after.test), moved }),
      ),
      ...work.added.flatMap(judgeNew),
    ];
  },
});

interface Comparison {
  before: LocatedTest;
  after: LocatedTest;
  failing: boolean;
  /** Texts of what new tests assert. */
  moved: ReadonlySet<string>;
}

function compare({ before, after, failing, moved }: Comparison): Suspicion[] {
  const path = after.file.path;
  const name = after.test.name;
  const suspicions: Suspicion[] = [];
  const add = (rule: string, suspicion: { line: number; what: string; text: string; decides: boolean }) => {
    const { line, what, text, decides } = suspicion;
    const failed = failing ? " It failed." : "";
    suspicions.push({
      rule,
      path,
      line,
      reason: `The test "${name}" ${what}.${failed}`,
      text: `${name}\0${text}`,
      decides,
      topic: "tests",
    });
  };
  const old = realOnes(before.test.asserts);
  const now = realOnes(after.test.asserts);
  const { lost, fresh, same } = match(before.test.asserts, after.test.asserts);

  const idle = fresh.filter(({ always }) => always);
  if (idle.length > 0 && now.length < old.length)
    add("assertion-always-true", {
      line: idle[0]!.line,
      what: `asserts what is always so: ${shorten(idle[0]!.text)}`,
      text: idle[0]!.text,
      decides: true,
    });
  if (
    old.length > 0 &&
    after.test.asserts.every(({ always }) => always) &&
    idle.length === 0 &&
    after.test.skip === undefined &&
    !hasInner(after) &&
    !asksHelper(after)
  )
    add("assertions-gone", {
      line: after.test.line,
      what: "asserts nothing any more",
      text: "",
      decides: after.test.title !== "" || failing,
    });
  for (const { was, is } of same) {
    if (is.swallowed && !was.swallowed)
      add("assertion-swallowed", {
        line: is.line,
        what: `catches the failure of ${shorten(is.text)} and drops it`,
        text: is.text,
        decides: true,
      });
    else if (is.conditional && !was.conditional)
      add("assertion-conditional", {
        line: is.line,
        what: `asserts ${shorten(is.text)} only under a condition`,
        text: is.text,
        decides: failing,
      });
  }

  const replaced = new Set<Assertion>();
  for (const was of lost) {
    if (was.always) continue;
    const is = fresh.find((candidate) => !replaced.has(candidate) && squeeze(candidate.subject) === squeeze(was.subject));
    if (is === undefined) continue;
    replaced.add(is);
    replaced.add(was);
    if (is.always) continue;
    if (is.swallowed && !was.swallowed)
      add("assertion-swallowed", {
        line: is.line,
        what: `catches the failure of ${shorten(is.text)} and drops it`,
        text: is.text,
        decides: true,
      });
    if (is.strength < was.strength)
      add("assertion-weakened", {
        line: is.line,
        what: `demands less: ${shorten(was.text)} became ${shorten(is.text)}`,
        text: is.text,
        decides: failing,
      });
    else if (is.strength === was.strength && squeeze(is.expected) !== squeeze(was.expected))
      add("expected-changed", {
        line: is.line,
        what: `expects ${shorten(is.expected) || "something else"} where it expected ${shorten(was.expected) || "something else"}`,
        text: is.text,
        decides: failing,
      });
  }
  const removed = lost.filter((assertion) => !replaced.has(assertion) && !assertion.always && !moved.has(assertion.text));
  if (removed.length > 0 && now.length < old.length && now.length > 0)
    add("assertion-removed", {
      line: after.test.line,
      what: `asserts less: ${removed
        .map(({ text }) => shorten(text))
        .slice(0, 3)
        .join(", ")} is gone`,
      text: removed.map(({ text }) => text).join("\0"),
      decides: failing,
    });
  return suspicions;
}

/** Its assertions may be in tests inside of it. */
function hasInner({ file, test: { name } }: LocatedTest): boolean {
  return file.is?.tests.some((inner) => inner.name.startsWith(`${name} > `)) === true;
}

/** What it calls in its own file may assert for it: what several tests have in common. */
function asksHelper({ file, test: { body } }: LocatedTest): boolean {
  return [...(file.is?.asserting ?? [])].some((name) => new RegExp(`(?<![.\\w$])${name.replace(/\W/g, "\\$&")}\\(`).test(body));
}

/** Which of the old are there word for word. */
function match(old: readonly Assertion[], now: readonly Assertion[]) {
  const free = [...now];
  const same: { was: Assertion; is: Assertion }[] = [];
  const lost = old.filter((was) => {
    const index = free.findIndex(({ text }) => text === was.text);
    if (index < 0) return true;
    same.push({ was, is: free[index]! });
    free.splice(index, 1);
    return false;
  });
  return { lost, fresh: free, same };
}

/** What it demands, a test that merely runs the same demands, too. */
const SAYS_THAT_IT_RUNS = /^(?:fail|error|ifError|doesNotThrow|not\.toThrow|notThrows|doesNotReject|assertDoesNotThrow|NotPanics)$/;

function realOnes(asserts: readonly Assertion[]): Assertion[] {
  return asserts.filter(({ always, how }) => !always && !SAYS_THAT_IT_RUNS.test(how));
}

function judgeNew({ file: { path }, test }: LocatedTest): Suspicion[] {
  const suspicions: Suspicion[] = [];
  const add = (rule: string, line: number, what: string, decides: boolean) =>
    suspicions.push({ rule, path, line, reason: `The new test "${test.name}" ${what}.`, text: test.name, decides, topic: "tests" });
  if (test.skip !== undefined) return [];
  const always = test.asserts.filter((assertion) => assertion.always);
  const masked = test.asserts.find(({ subject }) => /(?:\|\||\bor)\s*(?:true|True)\s*\)*$/.test(subject));
  if (masked !== undefined) add("assertion-always-true", masked.line, `asserts what is always so: ${shorten(masked.text)}`, true);
  else if (always.length > 0 && always.length === test.asserts.length)
    add("new-test-always-true", test.line, "asserts only what is always so", false);
  if (test.asserts.length > 0 && test.asserts.every(({ swallowed }) => swallowed))
    add("new-test-swallows", test.line, "catches the failures of all its assertions and drops them", false);
  if (test.asserts.length === 0) add("new-test-without-assertion", test.line, "asserts nothing", false);
  return suspicions;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
