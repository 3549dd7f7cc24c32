import { fc } from "../properties.ts";
import { expect } from "vitest";
import type { Entry } from "../../src/contract/model.ts";
import type { Body } from "../../src/contract/wire.ts";
import { encode } from "../../src/models/encode.ts";
import { verifies } from "../verifies.ts";
import { call, image, output, request, results, user } from "./wires/support/conversation.ts";
import { wires } from "./wires/transcripts/index.ts";

function bytesOf(body: Body): Buffer {
  const { chunks, bytes } = encode(body);
  const whole = Buffer.concat(chunks);
  expect(whole.length).toBe(bytes);
  return whole;
}

/** One exchange of a conversation: what the user says, what the model calls and says. */
const exchange = fc
  .record({ said: fc.string({ unit: "grapheme" }), calls: fc.nat(3), answer: fc.string({ unit: "binary" }), picture: fc.boolean() })
  .map(({ said, calls, answer, picture }): Entry[] => {
    const ids = Array.from({ length: calls }, (_, index) => `call_${index}`);
    return [
      user(said, ...(picture ? [image] : [])),
      output({ type: "text", text: answer }, ...ids.map((id) => call(id))),
      ...(calls === 0 ? [] : [results(Object.fromEntries(ids.map((id) => [id, [answer]])))]),
    ];
  });

verifies("encode.prefix", () => {
  fc.assert(
    fc.property(fc.constantFrom(...wires), fc.array(exchange, { minLength: 1, maxLength: 6 }), (wire, exchanges) => {
      const entries: Entry[] = [user("Begin")];
      let before: Buffer = Buffer.alloc(0);
      for (const more of exchanges) {
        entries.push(...more);
        const body = wire.lower(request({ entries: [...entries] }), { plain: true });
        const bytes = bytesOf(body);
        expect(JSON.parse(bytes.toString("utf8"))).toEqual(JSON.parse(JSON.stringify({ ...body.fields, [body.listKey]: body.list })));
        const end = before.length - "]}".length;
        if (end > 0) expect(bytes.subarray(0, end).equals(before.subarray(0, end))).toBe(true);
        before = bytes;
      }
    }),
    { numRuns: 60 },
  );
});

verifies("encode.prefix", "but for the cache marks that move", () => {
  const entries = [user("1"), output({ type: "text", text: "2" }), user("3"), output({ type: "text", text: "4" }), user("5")];
  const [anthropic] = wires;
  const unmarked = (count: number) =>
    bytesOf(anthropic!.lower(request({ entries: entries.slice(0, count) }), {}))
      .toString("utf8")
      .replaceAll(',"cache_control":{"type":"ephemeral"}', "");
  expect(unmarked(5).startsWith(unmarked(3).slice(0, -"]}".length))).toBe(true);
});

verifies("encode.prefix", "an empty list", () => {
  expect(bytesOf({ fields: {}, listKey: "input", list: [] }).toString("utf8")).toBe('{"input":[]}');
  expect(bytesOf({ fields: { a: 1 }, listKey: "input", list: [{}] }).toString("utf8")).toBe('{"a":1,"input":[{}]}');
});

verifies("encode.once", () => {
  let serialised = 0;
  const watched = (value: number): object => ({
    value,
    toJSON() {
      serialised++;
      return { value };
    },
  });
  const list = Array.from({ length: 300 }, (_, index) => watched(index));
  const counts = [299, 300, 300].map((length) => {
    encode({ fields: {}, listKey: "input", list: list.slice(0, length) });
    return serialised;
  });
  expect(counts).toEqual([299, 300, 300]);
});

verifies("encode.once", "on every wire, but for the messages whose cache mark comes or goes", () => {
  const turns = 300;
  const entries = Array.from({ length: turns }, (_, turn): Entry[] => {
    const id = `call_${String(turn).padStart(4, "0")}`;
    return [...(turn === 0 ? [user("Begin")] : []), output(call(id)), results({ [id]: ["x".repeat(4000)] })];
  }).flat();
  const fresh = wires.map((wire) => {
    const before = new Set(encode(wire.lower(request({ entries: entries.slice(0, -2) }), {})).chunks);
    const after = encode(wire.lower(request({ entries }), {})).chunks;
    return [wire.name, after.filter((chunk) => !before.has(chunk)).length];
  });
  // The head, the first element without its comma (on Chat the system message), and the two new ones; on Anthropic one that lost its mark.
  expect(Object.fromEntries(fresh)).toEqual({ anthropic: 5, responses: 4, chat: 4, gemini: 4 });
});
