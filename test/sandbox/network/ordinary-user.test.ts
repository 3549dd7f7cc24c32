import { join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";
import { verifies } from "../../verifies.ts";

const isRoot = process.getuid?.() === 0;

verifies("network.ordinary-user", async () => {
  const nobody = isRoot ? { uid: 65534, gid: 65534 } : {};

  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "processes/ordinary.ts")], {
    ...nobody,
    cwd: "/",
  });

  expect(JSON.parse(stdout)).toEqual({
    uid: isRoot ? 65534 : process.getuid?.(),
    listed: "ok",
    refused: 22,
    around: "ok",
    outside: "ok",
    records: ["allow GET LISTED by LISTED", "deny GET UNLISTED by network.allow", "allow GET LISTED by LISTED"],
  });
});
