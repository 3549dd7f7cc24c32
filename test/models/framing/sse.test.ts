import { fc } from "../../properties.ts";
import { expect } from "vitest";
import type { Frame } from "../../../src/contract/wire.ts";
import { createSse, readSse } from "../../../src/models/framing/sse.ts";
import { verifies } from "../../verifies.ts";

function read(...chunks: (string | Uint8Array)[]): Frame[] {
  const sse = createSse();
  return chunks.flatMap((chunk) => sse.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk));
}

const message = (data: string): Frame => ({ event: "message", data });

/** The examples of the standard, and its corners. */
const cases: Record<string, [string, Frame[]]> = {
  "data lines are joined": ["data: YHOO\ndata: +2\ndata: 10\n\n", [message("YHOO\n+2\n10")]],
  "comments, fields of no interest and unknown fields are skipped": [
    ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\nretry: 5\nfoo: bar\n\n",
    [message("first event"), message("second event")],
  ],
  "one space after the colon is dropped, and no more": [
    "data:test\n\ndata: test\n\ndata:  test\n\n",
    [message("test"), message("test"), message(" test")],
  ],
  "data without value is an empty line": ["data\n\ndata\ndata\n\n", [message(""), message("\n")]],
  "an event that has no data is none, and its name is gone": ["event: x\n\ndata: 1\n\n", [message("1")]],
  names: [
    "event: add\ndata: 1\n\nevent: a\nevent: b\ndata: 2\n\n",
    [
      { event: "add", data: "1" },
      { event: "b", data: "2" },
    ],
  ],
  "all kinds of line ends": [
    "data: 1\r\rdata: 2\r\n\r\ndata: 3\n\ndata: 4\r\n\n",
    [message("1"), message("2"), message("3"), message("4")],
  ],
  "a byte order mark at the start only": ["\uFEFFdata: 1\n\n\uFEFFdata: 2\n\n", [message("1")]],
  "the last event without its blank line is dropped": ["data: 1\n\ndata: 2\n", [message("1")]],
  "colons within a value": ['data: {"a":"b: c"}\n\n', [message('{"a":"b: c"}')]],
};

for (const [title, [text, frames]] of Object.entries(cases)) {
  verifies("framing.sse", title, () => {
    expect(read(text)).toEqual(frames);
    expect(read(...Array.from(Buffer.from(text), (byte) => Uint8Array.of(byte)))).toEqual(frames);
  });
}

verifies("framing.sse", "split anywhere, within characters and line ends too", () => {
  const block = fc.record({
    event: fc.constantFrom("", "delta", "fin"),
    lines: fc.array(
      fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n]/g, "")),
      { minLength: 1, maxLength: 3 },
    ),
    end: fc.constantFrom("\n", "\r", "\r\n"),
  });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 20 }), (blocks, cuts) => {
      const text = blocks
        .map(({ event, lines, end }) =>
          [event && `event: ${event}`, ": comment", ...lines.map((line) => `data: ${line}`), "", ""]
            .filter((line, index) => index > 0 || line)
            .join(end),
        )
        .join("");
      const bytes = Buffer.from(text);
      const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
      const frames = read(...at.slice(1).map((to, index) => bytes.subarray(at[index], to)));
      expect(frames).toEqual(blocks.map(({ event, lines }) => ({ event: event || "message", data: lines.join("\n") })));
    }),
  );
});

verifies("framing.sse", "a chunk's memory may be used again once it was pushed", () => {
  const sse = createSse();
  const chunk = Buffer.from("data: he");
  sse.push(chunk);
  chunk.fill(0);
  expect(sse.push(Buffer.from("llo\n\n"))).toEqual([message("hello")]);
});

verifies("framing.sse", "as a stream of frames", async () => {
  const frames: Frame[] = [];
  for await (const frame of readSse(
    (async function* () {
      yield Buffer.from("data: 1\n\nda");
      yield Buffer.from("ta: 2\n\n");
    })(),
  ))
    frames.push(frame);
  expect(frames).toEqual([message("1"), message("2")]);
});

verifies("framing.bounded", "server-sent events", () => {
  const long = { code: "model.malformed", message: expect.stringContaining("100 bytes") as string };
  for (const chunk of ["data: 56789\n", "data:56789", ": 23456789\n"]) {
    const sse = createSse(100);
    expect(() => Array.from({ length: 20 }, () => sse.push(Buffer.from(chunk)))).toThrow(expect.objectContaining(long));
  }
  const within = createSse(100);
  expect(Array.from({ length: 20 }, () => within.push(Buffer.from("data: 56789\n\n"))).flat()).toHaveLength(20);
});

verifies("framing.cut", "server-sent events", () => {
  for (const [text, cut] of [
    ["data: 1\n\n", false],
    [": comment\n", false],
    ["data: 1\n", true],
    ["data: 1", true],
    ["", false],
  ] as const) {
    const sse = createSse();
    sse.push(Buffer.from(text));
    if (cut)
      expect(() => sse.end()).toThrow(
        expect.objectContaining({ code: "model.truncated", failure: expect.objectContaining({ retryable: true }) }),
      );
    else sse.end();
  }
});
