/** Gemini generateContent. Arguments are an object in this protocol, so a call is one frame. */
import type { StopReason, Usage } from "../../contract/model.ts";
import type { Frame } from "../../contract/wire.ts";
import { bareFrame, type Encoder, type ReplyFacts } from "../encoder.ts";
import type { Item } from "../items.ts";
import { isObject, parseJson } from "../json.ts";
import type { FailureCue } from "../cues.ts";

const finishReasons: Record<StopReason, string> = {
  end: "STOP",
  calls: "STOP",
  length: "MAX_TOKENS",
  refusal: "SAFETY",
  pause: "STOP",
};

const statuses: Record<number, string> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  503: "UNAVAILABLE",
};

export function encodeGemini({ id, stop, usage, request }: ReplyFacts): Encoder {
  /** The thought signature waits for the call that the reasoning led to, or else for the end of the text. */
  let seal = "";
  let broken = false;
  const response = (parts: object[], candidate: object = {}): object => ({
    candidates: [{ content: { role: "model", parts }, index: 0, ...candidate }],
    usageMetadata: toUsage(usage),
    modelVersion: request.model,
    responseId: id,
  });
  const sealed = (part: object): object => {
    const signature = seal && { thoughtSignature: seal };
    seal = "";
    return { ...part, ...signature };
  };
  const parts: Record<Item["type"], (item: Item) => object[]> = {
    reasoning(item) {
      const before = seal ? [sealed({ text: "" })] : [];
      seal = item.seal;
      return [...before, ...item.fragments.map((text) => ({ text, thought: true }))];
    },
    text: ({ fragments }) => [...fragments.map((text) => ({ text })), ...(seal && stop !== "calls" ? [sealed({ text: "" })] : [])],
    call(item) {
      const args = parseJson(item.text);
      if (isObject(args)) return [sealed({ functionCall: { id: `call_${item.id}`, name: item.name, args } })];
      broken = true;
      return [];
    },
    unknown: ({ id }) => [{ futurePart: { id } }],
  };
  const finish = (): object =>
    broken && stop === "calls"
      ? { finishReason: "MALFORMED_FUNCTION_CALL", finishMessage: "Malformed function call" }
      : { finishReason: finishReasons[stop] };
  return {
    opening: () => [],
    item: (item): Frame[] => [
      ...parts[item.type](item).map((part) => bareFrame(response([part]))),
      ...(item.type === "unknown" ? [bareFrame({ futureEvent: { id: item.id } })] : []),
    ],
    closing: () => [bareFrame(response([sealed({ text: "" })], finish()))],
    failing: (cue) => [bareFrame(toError(cue))],
    refusal: toError,
    whole(items) {
      const found = items.flatMap((item) => parts[item.type]({ ...item, fragments: [item.text] }));
      return response(seal ? [...found, sealed({ text: "" })] : found, finish());
    },
  };
}

function toUsage(usage: Usage): object {
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  return {
    promptTokenCount: prompt,
    cachedContentTokenCount: usage.cacheRead,
    candidatesTokenCount: usage.output - usage.reasoning,
    thoughtsTokenCount: usage.reasoning,
    totalTokenCount: prompt + usage.output,
  };
}

function toError({ status, message, overflow, retryAfter }: FailureCue): object {
  const retry = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: `${retryAfter}s` };
  return {
    error: {
      code: status,
      message: overflow ? "The input token count (250000) exceeds the maximum number of tokens allowed (200000)." : message,
      status: statuses[status] ?? "INTERNAL",
      ...(retryAfter !== undefined && { details: [retry] }),
    },
  };
}
