/** Calls and their results as any wire sends them back. */
import type { CallResult, ModelCall } from "../../../contract/model.ts";
import { sha256 } from "../../../lib/hash.ts";
import { isObject, parseJson, type JsonObject } from "./json.ts";

/** The id under which a call is sent back. The wire's own id stays as it is; a foreign one that the wire may reject is narrowed. */
export function sentId(call: ModelCall, wire: string, accepted: RegExp): string {
  if (call.raw?.wire === wire || accepted.test(call.id)) return call.id;
  return narrowId(call.id);
}

/** Nine letters and digits that stand for an id: the narrowest form that any vendor demands (Mistral's). */
export function narrowId(id: string): string {
  return BigInt(`0x${sha256(id)}`)
    .toString(36)
    .slice(-9);
}

/** The arguments as an object, or undefined when the model wrote something else or was cut off. */
export function parseInput(inputText: string): JsonObject | undefined {
  const value = parseJson(inputText);
  return isObject(value) ? value : undefined;
}

/** The arguments as an object in any case: servers reject a history with others, also those that take them as text. */
export function sendableInput({ inputText }: ModelCall): JsonObject {
  return parseInput(inputText) ?? { INVALID_JSON: inputText };
}

/** Each call with its result, in the order of the calls. Anything but exactly one result per call is a defect of the caller. */
export function pairResults(calls: readonly ModelCall[], results: readonly CallResult[]): { call: ModelCall; result: CallResult }[] {
  const byId = new Map(results.map((result) => [result.callId, result]));
  if (byId.size !== results.length || results.length !== calls.length)
    throw new Error(`${calls.length} calls have ${results.length} results, ${byId.size} of them different`);
  return calls.map((call) => {
    const result = byId.get(call.id);
    if (result === undefined) throw new Error(`call ${call.id} has no result`);
    return { call, result };
  });
}
