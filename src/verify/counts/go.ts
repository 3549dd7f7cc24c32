import { defineCounter } from "../../contract/counter.ts";
import type { Failure } from "../summaries.ts";

type State = "passed" | "failed" | "skipped";
const STATES: Readonly<Record<string, State>> = { pass: "passed", fail: "failed", skip: "skipped" };

interface Ended {
  /** With its package, where that is told. */
  key: string;
  state: State;
}

/** `go test` tells each test only with `-v` or `-json`, a subtest as one of its own. Without them: see `go-packages.ts`. */
export default defineCounter({
  name: "go test",
  marks: ["=== RUN", '"Action":"'],
  adds: true,
  read(lines) {
    /** Tests that have begun: a line that tells the end of another one was printed by a test. */
    const begun = new Map<string, number>();
    const ended: Ended[] = [];
    const places = new Map<string, string>();
    let at = -1;
    let current = "";
    for (const [index, line] of lines.entries()) {
      const event = line.startsWith("{") ? readEvent(line) : undefined;
      const name = /^=== (?:RUN|CONT|NAME) +(\S+)$/.exec(line)?.[1];
      if (name !== undefined) current = name;
      if (line.startsWith("=== RUN") && name !== undefined) begun.set(name, (begun.get(name) ?? 0) + 1);
      const end = event ?? readEnd(line);
      if (end !== undefined && (event !== undefined || (begun.get(end.key) ?? 0) > 0)) {
        begun.set(end.key, (begun.get(end.key) ?? 0) - 1);
        ended.push(end);
        [at, current] = [index, end.key];
      }
      const place = /^\s+(\S+_test\.go:\d+): /.exec(line)?.[1];
      if (place !== undefined && !places.has(current)) places.set(current, place);
    }
    if (at < 0) return undefined;
    const numberOf = (state: State): number => ended.filter((end) => end.state === state).length;
    const failures = ended
      .filter(({ state }) => state === "failed")
      .map(({ key }): Failure => {
        const place = places.get(key);
        return { name: key, ...(place !== undefined && { at: place }) };
      });
    return { at: lines.length - 1, passed: numberOf("passed"), failed: numberOf("failed"), skipped: numberOf("skipped"), failures };
  },
});

function readEnd(line: string): Ended | undefined {
  const [, word, key] = /^\s*--- (PASS|FAIL|SKIP): (\S+) \([\d.]+s\)$/.exec(line) ?? [];
  return word === undefined || key === undefined ? undefined : { key, state: STATES[word.toLowerCase()]! };
}

function readEvent(line: string): Ended | undefined {
  try {
    const { Action: action, Package: folder, Test: test } = JSON.parse(line) as Record<string, unknown>;
    const state = STATES[String(action)];
    return typeof test === "string" && state !== undefined
      ? { key: typeof folder === "string" ? `${folder}.${test}` : test, state }
      : undefined;
  } catch {
    return undefined;
  }
}
