import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect } from "vitest";
import { BoundedOutput } from "../../src/sandbox/bounded-output.ts";
import { RingBuffer } from "../../src/sandbox/ring-buffer.ts";
import { readStatus } from "../../src/sandbox/status.ts";
import { verifies } from "../verifies.ts";

const chunks = fc.array(
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 20 },
);

verifies("sandbox.output-bounded", "whatever the chunks are", () => {
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

verifies("sandbox.signal", "the keeper's words", () => {
  const begin = "keeping 7\nstarted 8\n";
  expect(
    [
      "keep",
      "keeping 7\nstar",
      begin,
      "keeping 7\nstarted 1\n",
      `${begin}[1]+      8 Done                    ( trap )\nended 0\n`,
      `${begin}[1]+      8 Exit 137                ( trap )\nended 137\n`,
      `${begin}[1]+      8 Killed                  ( trap )\nended 137\n`,
      `${begin}bash: noise\nnever\n[1]+      8 Exit 127                ( trap )\nended 127\n`,
    ].map(readStatus),
  ).toEqual([
    {},
    { keeper: 7 },
    { keeper: 7, group: 8 },
    { keeper: 7 },
    { keeper: 7, group: 8, ending: { how: "exit", code: 0 } },
    { keeper: 7, group: 8, ending: { how: "exit", code: 137 } },
    { keeper: 7, group: 8, ending: { how: "signal", signal: "SIGKILL" } },
    { keeper: 7, group: 8, ending: { how: "never" } },
  ]);
});
