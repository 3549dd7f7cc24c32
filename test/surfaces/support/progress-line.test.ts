import { PassThrough } from "node:stream";
import { expect } from "vitest";
import { progressLine } from "../../../src/surfaces/support/progress-line.ts";
import { verifies } from "../../verifies.ts";

function told(isTTY: boolean, steps: readonly [now: number, done: number][]): string {
  const stderr = Object.assign(new PassThrough(), { isTTY });
  let now = 0;
  const tell = progressLine({ stderr }, "reading", () => now);
  for (const [at, done] of steps) {
    now = at;
    tell({ done, total: 200 });
  }
  return String(stderr.read() ?? "");
}

verifies("search.progress", () => {
  expect({
    long: told(true, [
      [0, 1],
      [999, 50],
      [1000, 100],
      [1001, 101],
      [1500, 150],
      [2000, 200],
    ]),
    short: told(true, [
      [0, 1],
      [999, 200],
    ]),
    file: told(false, [
      [0, 1],
      [2000, 100],
    ]),
  }).toEqual({ long: "\r\u001b[Kreading: 50 %\r\u001b[Kreading: 75 %\r\u001b[K", short: "", file: "" });
});
