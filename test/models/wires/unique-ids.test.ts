import { expect } from "vitest";
import type { CallResult, Entry, ModelCall, OutputItem } from "../../../src/contract/model.ts";
import anthropic from "../../../src/models/wires/anthropic.ts";
import chat from "../../../src/models/wires/chat.ts";
import { withUniqueIds } from "../../../src/models/wires/common/unique-ids.ts";
import gemini from "../../../src/models/wires/gemini.ts";
import responses from "../../../src/models/wires/responses.ts";
import { verifies } from "../../verifies.ts";
import { request } from "./support/conversation.ts";

/** A vendor's own call, whose arguments hold its id as well. */
const natives: Record<string, (id: string, input: object) => unknown> = {
  anthropic: (id, input) => ({ type: "tool_use", id, name: "read", input, caller: { type: "direct" } }),
  responses: (id, input) => ({ type: "function_call", id: "fc_1", call_id: id, name: "read", arguments: JSON.stringify(input) }),
  chat: (id, input) => ({ id, type: "function", function: { name: "read", arguments: JSON.stringify(input) } }),
  gemini: (id, input) => ({ functionCall: { id, name: "read", args: input }, thoughtSignature: "s" }),
};

function callOf(wire: string, id: string): ModelCall {
  const input = { id };
  return { type: "call", id, name: "read", inputText: JSON.stringify(input), raw: { wire, value: natives[wire]!(id, input) } };
}

const callsOf = (items: readonly OutputItem[]) => items.filter((item) => item.type === "call");

/** Three calls of the same id, two of them in one reply, each answered with its number. */
function conversation(wire: string, unique: typeof withUniqueIds): Entry[] {
  const first = unique([callOf(wire, "call_0"), callOf(wire, "call_0")], new Set());
  const second = unique([callOf(wire, "call_0")], new Set(callsOf(first).map(({ id }) => id)));
  let number = 0;
  const answer = (items: readonly OutputItem[]): Entry => ({
    type: "results",
    results: callsOf(items).map(({ id }): CallResult => ({
      callId: id,
      name: "read",
      ok: true,
      parts: [{ type: "text", text: `${++number}` }],
    })),
  });
  return [{ type: "output", items: first }, answer(first), { type: "output", items: second }, answer(second)];
}

/** All values of the fields that hold ids, but for those in arguments. */
function idsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    if (["input", "args", "arguments"].includes(key)) return [];
    const isId = ["id", "call_id", "tool_use_id", "tool_call_id"].includes(key) && child !== "fc_1";
    return isId ? [String(child)] : idsIn(child);
  });
}

for (const wire of [anthropic, responses, chat, gemini]) {
  verifies("wires.unique-ids", wire.name, () => {
    const body = wire.lower(request({ entries: conversation(wire.name, withUniqueIds) }), {});

    const [one, two, answerOne, answerTwo, three, answerThree] = idsIn(body.list);
    expect({ answers: [answerOne, answerTwo, answerThree], different: new Set([one, two, three]).size }).toEqual({
      answers: [one, two, three],
      different: 3,
    });
    expect({ first: one, others: [two, three] }).toEqual({
      first: "call_0",
      others: [expect.stringMatching(/^[a-z0-9]{9}$/), expect.stringMatching(/^[a-z0-9]{9}$/)],
    });
    // What the model wrote itself stays as it was.
    expect(JSON.stringify(body.list).match(/\\?"id\\?": ?\\?"call_0\\?"\}/g)).toHaveLength(3);
  });

  verifies("wires.unique-ids", `control: ${wire.name} cannot send them as they are`, () => {
    const asTheyAre = conversation(wire.name, (items) => [...items]);
    expect(() => wire.lower(request({ entries: asTheyAre }), {})).toThrow("2 calls have 2 results, 1 of them different");
  });
}
