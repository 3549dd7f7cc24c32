import { defineCounter } from "../../contract/counter.ts";

/** `go test` without `-v` tells no tests but those that fail: what is counted is packages, and those without tests are skipped. */
export default defineCounter({
  name: "go test (packages)",
  marks: ["ok  \t", "FAIL\t", "[no test files]"],
  adds: true,
  read(lines) {
    const count = { passed: 0, failed: 0, skipped: 0 };
    const failures: { name: string }[] = [];
    let at = -1;
    for (const [index, line] of lines.entries()) {
      const [, passed, ran = ""] = /^ok +\t(\S+)\t(.*)$/.exec(line) ?? [];
      const failed = /^FAIL\t(\S+)(?:\t[\d.]+s| \[.*\])$/.exec(line)?.[1];
      const none = /^(?:\?? +)?\t?\S+\t.*\[no test files\]$/.test(line);
      if (passed === undefined && failed === undefined && !none) continue;
      at = index;
      if (failed !== undefined) failures.push({ name: failed });
      count[failed !== undefined ? "failed" : none || ran.includes("[no tests to run]") ? "skipped" : "passed"]++;
    }
    return at < 0 ? undefined : { at, ...count, failures };
  },
});
