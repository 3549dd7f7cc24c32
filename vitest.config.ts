import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

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
