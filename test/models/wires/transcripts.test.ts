import { fc } from "../../properties.ts";
import { expect } from "vitest";
import { verifies } from "../../verifies.ts";
import { readEvents, readReply, toReply, toSse } from "./support/read.ts";
import { allTranscripts } from "./transcripts/index.ts";

for (const { wire, title, frames, reply } of allTranscripts) {
  verifies("wires.transcripts", title, () => {
    expect(readReply(wire, frames)).toEqual(reply);
  });

  verifies("wires.transcripts", `${title}; deltas add up to the items`, () => {
    const events = readEvents(wire, [toSse(frames)]);
    const texts = new Map<number, string>();
    for (const event of events) if (event.type === "delta") texts.set(event.index, (texts.get(event.index) ?? "") + event.text);
    const shown = toReply(events).items.flatMap((item, index) => {
      if (item.type === "other") return [];
      const text = item.type === "call" ? item.inputText : item.text;
      // Vendors that send no arguments mean none, and what is redacted is never streamed.
      return text === "{}" || text === "" ? [] : [[index, text] as const];
    });
    expect(shown).toEqual([...texts].filter(([, text]) => text !== "" && text !== "{}").toSorted(([a], [b]) => a - b));
  });

  verifies("wires.split", title, () => {
    const bytes = toSse(frames);
    const whole = readEvents(wire, [bytes]);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        expect(readEvents(wire, chunks)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
    expect(
      readEvents(
        wire,
        Array.from(bytes, (_, index) => bytes.subarray(index, index + 1)),
      ),
    ).toEqual(whole);
  });

  verifies("wires.terminal", title, () => {
    const ends = frames.map(
      (_, index) => readEvents(wire, [toSse(frames.slice(0, index + 1))]).filter(({ type }) => type === "end").length,
    );
    expect(ends).toEqual([...frames.slice(1).map(() => 0), 1]);
    expect(readEvents(wire, [toSse([...frames, ...frames])]).filter(({ type }) => type === "end")).toHaveLength(1);
  });
}
