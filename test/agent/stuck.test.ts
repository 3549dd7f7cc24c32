import { expect } from "vitest";
import { StuckDetector } from "../../src/agent/stuck.ts";
import { verifies } from "../verifies.ts";

const call = { name: "shell", inputText: '{"script":"npm test"}', resultText: "1 failed", ok: true, mayHaveChanged: false };

function states(calls: readonly (typeof call)[]): string[] {
  const stuck = new StuckDetector();
  return calls.map((each) => stuck.observe(each).state);
}

verifies("agent.stuck", "the same call with the same result", () => {
  expect(states(Array.from({ length: 6 }, () => call))).toEqual(["fine", "fine", "warn", "warn", "warn", "stop"]);
});

verifies("agent.stuck", "failures in a row", () => {
  const failures = Array.from({ length: 10 }, (_, index) => ({ ...call, ok: false, resultText: `failure ${index}` }));
  expect(states(failures).at(-1)).toBe("stop");
  const success = { ...call, resultText: "fine" };
  expect(states([...failures.slice(1), success, ...failures.slice(1)])).not.toContain("stop");
});

verifies("agent.stuck", "another result, another input or a change between is progress", () => {
  const twice = [call, call];
  expect(
    states([...twice, { ...call, resultText: "2 failed" }, ...twice.slice(1).map((each) => ({ ...each, inputText: "{}" }))]),
  ).not.toContain("warn");
  expect(states([...twice, { ...call, name: "edit", mayHaveChanged: true }, ...twice])).not.toContain("warn");
});
