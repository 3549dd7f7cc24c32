import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { threadPaths } from "../../../src/log/home.ts";
import { segmentNumbers, segmentPath } from "../../../src/log/segments.ts";
import { verifyLog, type Verification } from "../../../src/log/verify.ts";
import type { Stage } from "../harness.ts";

/** The log holds every line that was acknowledged, byte for byte, and its chain holds. */
export async function expectKept(
  stage: Pick<Stage, "home">,
  acknowledged: readonly string[],
  status: Verification["status"][],
): Promise<void> {
  const home = join(stage.home, ".fettle");
  const { thread } = JSON.parse(acknowledged[0]!) as { thread: string };
  const { dir } = threadPaths(home, thread);
  const logged = new Set(segmentNumbers(dir).flatMap((number) => readFileSync(segmentPath(dir, number), "utf8").split("\n")));
  const verification = await verifyLog({ home, thread });
  expect({
    lost: acknowledged.filter((line) => !logged.has(line)),
    skipped: verification.skipped,
    status: verification.status,
  }).toEqual({ lost: [], skipped: [], status: expect.toBeOneOf(status) });
}

/** What a program printed, without the line that its end cut off. */
export function wholeLines(text: string): string[] {
  return text.split("\n").slice(0, -1);
}
