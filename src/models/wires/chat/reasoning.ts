/** Reasoning on Chat Completions, which has no field for it: vendors made their own, and want back what they sent. */
import { isObject, objectsIn, textIn, type JsonObject } from "../common/json.ts";

export interface Reasoning {
  text: string;
  /** The fields of the assistant message that it came in. */
  fields: JsonObject;
}

export const noReasoning: Reasoning = { text: "", fields: {} };

/** DeepSeek, Kimi, GLM, Qwen and llama.cpp; vLLM, Groq and OpenRouter. Servers that send both say the same in each. */
const textFields = ["reasoning_content", "reasoning"] as const;

/** The same object when the delta has no reasoning; `text` is what it adds. */
export function addReasoning(before: Reasoning, delta: JsonObject): { reasoning: Reasoning; text: string } {
  const fields: Record<string, unknown> = {};
  for (const field of textFields) {
    const text = textIn(delta[field]);
    if (text) fields[field] = (textIn(before.fields[field]) ?? "") + text;
  }
  const details = objectsIn(delta["reasoning_details"]);
  if (details.length > 0) fields["reasoning_details"] = details.reduce(addDetail, objectsIn(before.fields["reasoning_details"]));

  if (Object.keys(fields).length === 0) {
    const text = thoughtIn(delta["content"]);
    // Mistral has its reasoning among the text's parts and does not need it back.
    return { reasoning: text === "" ? before : { ...before, text: before.text + text }, text };
  }
  const text = textFields.map((field) => textIn(delta[field])).find(Boolean) ?? "";
  return { reasoning: { text: before.text + text, fields: { ...before.fields, ...fields } }, text };
}

/** OpenRouter streams a readable detail in pieces with one `index`, and wants the pieces back as one. */
function addDetail(details: readonly JsonObject[], piece: JsonObject): readonly JsonObject[] {
  const last = details.at(-1);
  const grows = ["text", "summary"].find((key) => typeof last?.[key] === "string" && typeof piece[key] === "string");
  if (last === undefined || grows === undefined || last["type"] !== piece["type"] || last["index"] !== piece["index"])
    return [...details, piece];
  const told = Object.fromEntries(Object.entries(piece).filter(([, value]) => value != null));
  return [...details.slice(0, -1), { ...last, ...told, [grows]: `${String(last[grows])}${String(piece[grows])}` }];
}

function thoughtIn(content: unknown): string {
  return objectsIn(content)
    .flatMap((part) => (part["type"] === "thinking" && Array.isArray(part["thinking"]) ? part["thinking"] : []))
    .map((part: unknown) => (isObject(part) ? (textIn(part["text"]) ?? "") : ""))
    .join("");
}
