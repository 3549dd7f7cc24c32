import type { Routine } from "../anatomy.ts";
import { defineDetector, type Suspicion } from "../detector.ts";
import type { ChangedFile, Work } from "../work.ts";

/** What says that there is no implementation, left as the implementation. */
export default defineDetector({
  name: "stubs",
  look(work) {
    return work.files.flatMap((file): Suspicion[] => {
      const { path, role, was, is } = file;
      if (role !== "source" || is === undefined) return [];
      const before = new Set((was?.routines ?? []).filter(({ stub }) => stub !== undefined).map(({ name }) => name));
      const stubs = is.routines
        .filter(({ name, stub }) => stub !== undefined && !before.has(name))
        .map((routine): Suspicion => {
          const { name, line, stub } = routine;
          const empty = /^(?:pass|\.\.\.)$/.test(stub!);
          return {
            rule: empty ? "body-empty" : "stub-left",
            path,
            line,
            reason: `${name} has no implementation but ${stub}.`,
            text: name,
            decides: !empty && isMissed(routine, file, work),
            topic: "sources",
          };
        });
      const known = new Set((was?.comments ?? []).map(({ text }) => text.trim()));
      const todos = is.comments
        .filter(({ text }) => /\b(?:TODO|FIXME|XXX)\b/.test(text) && !known.has(text.trim()))
        .map(({ line, text }): Suspicion => ({
          rule: "todo-left",
          path,
          line,
          reason: `Something is left to be done: ${text.trim().slice(0, 80)}`,
          text,
          decides: false,
          topic: "sources",
        }));
      return [...stubs, ...todos];
    });
  },
});

/**
 * Whether somebody wants what is not there: it was there before, the task or a test speaks of it, something calls it, or it is all that is
 * new. Else it only says, beside what was done, what is not supported.
 */
function isMissed({ name }: Routine, { was, is }: ChangedFile, work: Work): boolean {
  const known = new Set((was?.routines ?? []).map((routine) => routine.name));
  if (known.has(name)) return true;
  const own = name.replace(/^.*\./, "");
  const words = own.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).filter((word) => word.length > 2);
  if (words.some((word) => new RegExp(`\\b${word}`, "i").test(work.task))) return true;
  const mention = new RegExp(`(?<![\\w$])${own.replace(/\W/g, "\\$&")}(?![\\w$])`);
  if (work.files.some(({ role, is: file }) => role === "test" && file !== undefined && mention.test(file.code))) return true;
  if (work.otherTests.some(({ text }) => mention.test(text))) return true;
  const call = new RegExp(`(?<!\\b(?:function|def|fn|func)\\s+|[.\\w$])(?:(?:this|self)\\.)?${own.replace(/\W/g, "\\$&")}\\(`);
  if (own === name && work.files.some(({ role, is: file }) => role === "source" && file !== undefined && call.test(file.code))) return true;
  return !(is?.routines ?? []).some((routine) => !known.has(routine.name) && routine.stub === undefined);
}
