import { defineCounter } from "../../contract/counter.ts";
import { type Failure, small } from "../summaries.ts";

/** A JUnit report that was printed. What the outermost element says is believed; a suite within a suite is in its parent's numbers. */
export default defineCounter({
  name: "JUnit XML",
  marks: ["<testsuite"],
  begins: /^\s*<\?xml\b/,
  read(lines) {
    const sum = { tests: 0, failed: 0, skipped: 0 };
    const failures: Failure[] = [];
    let at = -1;
    let depth = 0;
    let summed = false;
    let open: Failure | undefined;
    for (const [index, line] of lines.entries()) {
      for (const [tag, closes, name, , selfCloses] of line.matchAll(
        /<(\/?)(testsuites?|testcase|failure|error)\b((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/g,
      )) {
        const suite = name === "testsuite" || name === "testsuites";
        if (suite && closes === "/") depth = Math.max(0, depth - 1);
        if (suite) at = index;
        if (suite && closes === "") {
          const told = /\btests=/.test(tag);
          if (told && (depth === 0 || (depth === 1 && !summed))) {
            sum.tests += attribute(tag, "tests");
            sum.failed += attribute(tag, "failures") + attribute(tag, "errors");
            sum.skipped += attribute(tag, "skipped") + attribute(tag, "disabled");
          }
          if (depth === 0) summed = told;
          if (selfCloses !== "/") depth++;
        }
        if (name === "testcase" && closes === "") open = caseOf(tag);
        if ((name === "failure" || name === "error") && closes === "" && open !== undefined) {
          failures.push(open);
          open = undefined;
        }
      }
    }
    if (at < 0) return undefined;
    return { at, passed: Math.max(0, sum.tests - sum.failed - sum.skipped), failed: sum.failed, skipped: sum.skipped, failures };
  },
});

function caseOf(tag: string): Failure {
  const [name, folder, file, line] = ["name", "classname", "file", "line"].map((key) => textOf(tag, key));
  const at = file === undefined ? undefined : line === undefined ? file : `${file}:${line}`;
  return { name: folder === undefined ? (name ?? "") : `${folder}.${name}`, ...(at !== undefined && { at }) };
}

function attribute(tag: string, key: string): number {
  return small(/^\d+$/.exec(textOf(tag, key) ?? "")?.[0]);
}

function textOf(tag: string, key: string): string | undefined {
  return new RegExp(String.raw`\s${key}=["']([^"'<>]*)["']`).exec(tag)?.[1];
}
