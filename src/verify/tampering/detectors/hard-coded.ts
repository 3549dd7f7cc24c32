import type { Assertion, Routine } from "../anatomy.ts";
import { defineDetector, type Suspicion } from "../detector.ts";
import type { Work } from "../work.ts";

/** Who writes more of them in one routine writes a table. */
const MAX_CASES = 20;
/** And in one file, a program. */
const MAX_ROUTINES = 500;

/** Answers that are in the code for exactly what the tests ask. */
export default defineDetector({
  name: "hard-coded",
  look(work) {
    return work.files.flatMap(({ path, role, was, is }): Suspicion[] => {
      if (role !== "source" || is === undefined) return [];
      const before = new Map((was?.routines ?? []).map((routine) => [routine.name, routine]));
      const answering = is.routines.filter(({ constant, specialCases }) => constant !== undefined || specialCases.length > 0);
      return answering.slice(0, MAX_ROUTINES).flatMap((routine) => judge(routine, { before: before.get(routine.name), work, path }));
    });
  },
});

function judge(routine: Routine, { before, work, path }: { before: Routine | undefined; work: Work; path: string }): Suspicion[] {
  const said = (line: number, what: string, decides: boolean): Suspicion => ({
    rule: "answer-hard-coded",
    path,
    line,
    reason: `${routine.name} ${what}, which is what a test asks for.`,
    text: `${routine.name}\0${what}`,
    decides,
    topic: "sources",
  });
  const failed = work.failedBefore.has("tests");
  if (routine.constant !== undefined && before !== undefined && before.constant !== routine.constant) {
    const { constant } = routine;
    if (isAsked(work, { routine, inputs: [], output: constant })) return [said(routine.line, `always gives back ${constant}`, failed)];
  }
  const known = new Set((before?.specialCases ?? []).map(({ inputs, output }) => `${inputs.join()} ${output}`));
  const fresh = routine.specialCases.filter(({ inputs, output }) => !known.has(`${inputs.join()} ${output}`));
  // Many cases are a table, and a table may be what is wanted.
  return fresh
    .slice(0, MAX_CASES)
    .filter(
      ({ inputs, output }) => !(inputs.every(isTrivial) && isTrivial(output)) && inputs.some((input) => !/^(?:""|''|``)$/.test(input)),
    )
    .filter((special) => isAsked(work, { routine, ...special }))
    .map(({ line, inputs, output }) => said(line, `gives back ${output} for ${inputs.join(" and ")}`, failed && routine.computes));
}

function isTrivial(literal: string): boolean {
  return /^(?:-?[01]|0\.0|1\.0|""|''|``|true|false|True|False|\[\])$/.test(literal);
}

/** Whether a test that names the routine asks for this output, of these inputs. */
function isAsked(work: Work, { routine, inputs, output }: { routine: Routine; inputs: readonly string[]; output: string }): boolean {
  const wanted = normal(output);
  const given = inputs.map(normal);
  const name = routine.name.replace(/^.*\./, "");
  const asks = ({ subject, expected, text }: Pick<Assertion, "subject" | "expected" | "text">): boolean => {
    const all = normal(`${subject} ${expected} ${text}`);
    return (
      literalsIn(all).has(wanted) && given.every((input) => literalsIn(all).has(input)) && new RegExp(`\\b${escape(name)}\\b`).test(all)
    );
  };
  if (
    work.files.some(
      ({ is, was, role }) => role !== "source" && [is, was].some((anatomy) => anatomy?.tests.some(({ asserts }) => asserts.some(asks))),
    )
  )
    return true;
  const bare = output.replace(/^["'`]|["'`]$/g, "");
  return work.otherTests.some(
    ({ text }) =>
      text.includes(name) &&
      text.split("\n").some((line) => line.includes(name) && line.includes(bare) && asks({ subject: line, expected: "", text: "" })),
  );
}

function normal(text: string): string {
  return text.replaceAll("'", '"').replaceAll("`", '"');
}

/** Lists, and what is in them. */
function literalsIn(text: string): Set<string> {
  const lists = text.match(/\[[\d\s,."-]*\]/g) ?? [];
  return new Set([...lists, ...(text.match(/-?\b\d[\w.]*|-\d[\w.]*|"[^"\n]*"|\b(?:true|false|True|False)\b/g) ?? [])]);
}

function escape(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\#]/g, "\\$&");
}
