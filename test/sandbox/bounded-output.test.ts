import { createHash } from "node:crypto";
import { fc } from "../properties.ts";
import { expect } from "vitest";
import { BoundedOutput } from "../../src/sandbox/bounded-output.ts";
import { readEnding, readGroup } from "../../src/sandbox/reporter.ts";
import { RingBuffer } from "../../src/sandbox/ring-buffer.ts";

import { verifies } from "../verifies.ts";

const chunks = fc.array(
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 20 },
);

verifies("sandbox.output-bounded", "B54: whatever the chunks are", () => {
  fc.assert(
    fc.property(chunks, fc.nat(50), (chunks, maxBytes) => {
      const bounded = new BoundedOutput(maxBytes);
      for (const chunk of chunks) bounded.push(chunk);
      const all = Buffer.concat(chunks);
      const omittedBytes = Math.max(0, all.length - maxBytes);
      const head = all.subarray(0, Math.ceil(maxBytes / 2));
      const tail = all.subarray(all.length - Math.floor(maxBytes / 2));
      expect(bounded.finish()).toEqual({
        output: omittedBytes === 0 ? all : Buffer.concat([head, Buffer.from(`\n[${omittedBytes} bytes omitted]\n`), tail]),
        totalBytes: all.length,
        omittedBytes,
        outputHash: createHash("sha256").update(all).digest("hex"),
      });
    }),
  );
});

verifies("sandbox.jobs", "the ring holds the last bytes", () => {
  fc.assert(
    fc.property(chunks, fc.nat(30), (chunks, capacity) => {
      const ring = new RingBuffer(capacity);
      for (const chunk of chunks) ring.push(chunk);
      const all = Buffer.concat(chunks);
      expect(ring.contents()).toEqual(all.subarray(Math.max(0, all.length - capacity)));
      expect([ring.totalBytes, ring.length]).toEqual([all.length, Math.min(all.length, capacity)]);
    }),
  );
});

verifies("sandbox.signal", "the reporter's words", () => {
  const begin = "started 8\n";
  const readings: [string, number][] = [
    ["", 0],
    [`${begin}[1]+      8 Done                    ( fettle_run )\n`, 0],
    [`${begin}[1]+      8 Exit 137                ( fettle_run )\n`, 137],
    [`${begin}[1]+      8 Killed                  ( fettle_run )\n`, 137],
    [`${begin}[1]+      8 Running                 ( fettle_run ) &\n[1]+      8 Exit 143                ( fettle_run )\n`, 143],
    // Killed before its last word.
    [begin, 137],
    [`${begin}[1]+      8 Exit 255                ( fettle_run )\n`, 255],
    [`${begin}never\n[1]+      8 Exit 127                ( fettle_run )\n`, 127],
  ];
  expect(readings.map(([words, code]) => readEnding(words, code))).toEqual([
    { how: "exit", code: 0 },
    { how: "exit", code: 0 },
    { how: "exit", code: 137 },
    { how: "signal", signal: "SIGKILL" },
    { how: "exit", code: 143 },
    { how: "signal", signal: "SIGKILL" },
    { how: "exit", code: 255 },
    { how: "never" },
  ]);
  expect(["", "star", "started 1\n", "ready\nstarted 17\n"].map(readGroup)).toEqual([undefined, undefined, undefined, 17]);
});
