import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/fixtures/**"],
    setupFiles: ["test/setup.ts"],
    // A hang guard, not a speed assertion: tests wait for events, and the machine may be busy.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
  },
});
