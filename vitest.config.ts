import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

// One for all files, and known to who wants to see a failure again.
if (process.env["TEST_SEED"] === "random") {
  process.env["TEST_SEED"] = `${randomInt(2 ** 31)}`;
  console.log(`TEST_SEED=${process.env["TEST_SEED"]}`);
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/fixtures/**"],
    setupFiles: ["test/setup.ts"],
    // A hang guard, not a speed assertion: tests wait for events, and the machine may be busy.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    // Most tests wait for programs they have started, so that one core fewer, the default, leaves half of a small machine idle.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
  },
});
