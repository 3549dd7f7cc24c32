import { defineDetector, type Suspicion } from "../detector.ts";

const WAYS: readonly { pattern: RegExp; what: string }[] = [
  {
    pattern:
      /(?:require\(\s*["'](?:node:)?assert(?:\/strict)?["']\s*\)|\bassert)\.\w+\s*=[^=]|\bexpect\.(?:extend\(|\w+\s*=[^=])|\bTestCase\.assert\w+\s*=[^=]|\bsetattr\(\s*(?:unittest\.)?TestCase\b/,
    what: "replaces an assertion",
  },
  { pattern: /\bprocess\.(?:on|once)\(\s*["'](?:uncaughtException|unhandledRejection)["']/, what: "catches what tests throw" },
  { pattern: /\bprocess\.(?:on|once)\(\s*["'](?:exit|beforeExit)["']|\batexit\.register\(/, what: "does something when the process ends" },
  { pattern: /\bprocess\.exitCode\s*=\s*0\b/, what: "ends the process as a success" },
  {
    pattern:
      /\bprocess\.(?:exit|reallyExit)\(\s*0?\s*\)|\bos\._exit\(\s*0\s*\)|\b(?:sys\.)?exit\(\s*0?\s*\)|\bos\.Exit\(\s*0\s*\)|\bSystem\.exit\(\s*0\s*\)/,
    what: "ends the process as a success",
  },
];
/** A program that somebody starts may end when it likes. */
const PROGRAM = /^#!|\bprocess\.argv\b|\bsys\.argv\b|\b__main__\b|\bfunc main\(|\bvoid main\(|\bparseArgs\b|\bcommander\b|\bargparse\b/m;

/** Sources that end the tests' process, or take away what tests fail by. Where tests failed before, nothing else may have been mended. */
export default defineDetector({
  name: "escapes",
  look({ files, failedBefore }) {
    if (!failedBefore.has("tests")) return [];
    return files.flatMap(({ path, role, was, is }): Suspicion[] => {
      if (role !== "source" || is === undefined || was === undefined || PROGRAM.test(is.code)) return [];
      const known = new Set(was.code.split("\n").map((line) => line.trim()));
      return is.code.split("\n").flatMap((line, index): Suspicion[] => {
        const text = line.trim();
        const way = known.has(text) ? undefined : WAYS.find(({ pattern }) => pattern.test(text));
        if (way === undefined) return [];
        return [
          {
            rule: "test-escaped",
            path,
            line: index + 1,
            reason: `A source that tests use ${way.what}: ${text.slice(0, 80)}`,
            text,
            decides: true,
            topic: "runner",
          },
        ];
      });
    });
  },
});
