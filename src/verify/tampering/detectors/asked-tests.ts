import { defineDetector } from "../detector.ts";

/** "with a test", "add tests", "write a regression test": not what only speaks of tests. */
const ASKS =
  /\b(?:with|add|adds|adding|write|writing|include|including|plus|and) (?:(?:an?|some|the|its|one|two|three|more|new|unit|regression|good|proper|corresponding|few) )*tests?\b(?! (?:script|command|data|server|runner|suite|folder))|\bmit (?:(?:einem|eigenen|neuen|ein paar) )?tests?\b/i;

/** The task asks for tests, and the new ones assert nothing, or only what is always so. */
export default defineDetector({
  name: "asked-tests",
  look({ task, added }) {
    if (!ASKS.test(task) || added.length === 0 || added.some(({ test }) => test.asserts.some(({ always }) => !always))) return [];
    return added
      .filter(({ test }) => test.skip === undefined)
      .map(({ file: { path }, test: { name, line } }) => ({
        rule: "asked-test-asserts-nothing",
        path,
        line,
        reason: `The task asks for tests, and the new test "${name}" demands nothing.`,
        text: name,
        decides: true,
        topic: "sources" as const,
      }));
  },
});
