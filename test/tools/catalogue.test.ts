import { expect } from "vitest";
import { entries } from "../../src/tools/index.gen.ts";
import { verifies } from "../verifies.ts";

verifies("tools.small", () => {
  const told = entries.map(({ name, summary, schema }) => JSON.stringify({ name, description: summary, schema }));
  expect(told.join("").length).toBeLessThan(6000);
});

verifies("tools.small", "each in a line, and none without a use of its own", () => {
  expect(entries.map(({ name }) => name)).toEqual([
    "ask",
    "edit",
    "fetch",
    "glob",
    "grep",
    "job",
    "list",
    "patch",
    "plan",
    "read",
    "remember",
    "shell",
    "write",
  ]);
  for (const { summary } of entries) expect(summary.length).toBeLessThanOrEqual(160);
});

verifies("tools.offered", () => {
  const offered = (edits: "replace" | "patch") =>
    entries.filter((entry) => entry.edits === undefined || entry.edits === edits).map(({ name }) => name);
  expect([offered("replace").includes("edit"), offered("replace").includes("patch")]).toEqual([true, false]);
  expect([offered("patch").includes("edit"), offered("patch").includes("patch")]).toEqual([false, true]);
});

verifies("tools.offered", "what the index says is what the tools are", async () => {
  for (const entry of entries) {
    const { default: tool } = await entry.load();
    expect([tool.name, tool.summary, tool.effect, tool.edits]).toEqual([entry.name, entry.summary, entry.effect, entry.edits]);
  }
});
