import { ModelFault } from "../../../contract/model-fault.ts";
import type { Frame } from "../../../contract/wire.ts";
import { isObject, parseJson, type JsonObject } from "./json.ts";

const maxQuoted = 200;

/** The object in a frame; undefined for the blank frames that servers send to keep a connection alive. */
export function readFrame(wire: string, { data }: Frame): JsonObject | undefined {
  if (data.trim() === "") return undefined;
  const value = parseJson(data);
  return isObject(value) ? value : malformed(wire, "a JSON object", data);
}

/** Throws: the stream broke its protocol, which another attempt may not do. */
export function malformed(wire: string, expected: string, got: unknown): never {
  const text = typeof got === "string" ? got : (JSON.stringify(got) ?? "nothing");
  const quoted = text.length > maxQuoted ? `${text.slice(0, maxQuoted)}…` : text;
  const message = `The reply is not the protocol it should be (${wire}): expected ${expected}, got ${quoted}`;
  throw new ModelFault({ code: "model.malformed", message, retryable: true });
}
