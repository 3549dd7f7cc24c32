import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";
import { shimsLast } from "./test/shims-last.ts";

// One for all files, and known to who wants to see a failure again.
if (process.env["TEST_SEED"] === "random") {
  process.env["TEST_SEED"] = `${randomInt(2 ** 31)}`;
  console.log(`TEST_SEED=${process.env["TEST_SEED"]}`);
}

process.env["PATH"] = shimsLast(process.env["PATH"] ?? "");

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/fixtures/**"],
    setupFiles: ["test/setup.ts"],
    // A hang guard, not a speed assertion: tests wait for events, and the machine may be busy.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    // The longest tests wait, for the disk and for programs that they have started: with one worker for each core, a fifth of a small machine is idle.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
  },
});
