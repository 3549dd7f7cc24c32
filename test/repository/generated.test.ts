import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect } from "vitest";
import { verifies } from "../verifies.ts";

const root = resolve(import.meta.dirname, "../..");

verifies("repository.generated-current", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/gen.ts", "--check"], { cwd: root, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
