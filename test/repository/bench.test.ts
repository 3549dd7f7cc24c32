import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "vitest";
import { verifies } from "../verifies.ts";

const root = resolve(import.meta.dirname, "../..");

verifies("repository.bench-runs", () => {
  const { status, stdout } = spawnSync(process.execPath, ["bench/run.ts", "requests"], { cwd: root, encoding: "utf8" });
  const [, path = ""] = /^every sample: (.+)$/m.exec(stdout) ?? [];
  const { measured } = JSON.parse(readFileSync(resolve(root, path), "utf8")) as { measured: unknown };
  rmSync(resolve(root, path));

  expect({ status, measured }).toMatchObject({
    status: 0,
    measured: { requests: { floor: { samples: { tools: [1], "stable %": [100], "other requests": [0] } } } },
  });
});
