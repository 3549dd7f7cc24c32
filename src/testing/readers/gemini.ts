import type { Block, Conversation } from "../conversation.ts";
import { asObject, asObjects, asString, type JsonObject } from "../json.ts";
import { joinText } from "./content.ts";

export function readGemini(body: JsonObject): Conversation {
  const declarations = asObjects(body.tools).flatMap((tool) => asObjects(tool.functionDeclarations));
  const callIds = numberer();
  const resultIds = numberer();
  return {
    system: joinText(asObjects(asObject(body.systemInstruction).parts)),
    tools: declarations.map((tool) => ({ name: asString(tool.name), schema: tool.parametersJsonSchema ?? tool.parameters })),
    messages: asObjects(body.contents).map((content) => ({
      role: asString(content.role) || "user",
      blocks: asObjects(content.parts).map((part) => toBlock(part, callIds, resultIds)),
    })),
  };
}

type IdOf = (part: JsonObject) => string;

/** A call without an id is known by its name and how many of that name came before; so is its result. */
function numberer(): IdOf {
  const seen = new Map<string, number>();
  return ({ id, name }) => {
    if (typeof id === "string") return id;
    const number = (seen.get(asString(name)) ?? 0) + 1;
    seen.set(asString(name), number);
    return `${asString(name)} ${number}`;
  };
}

function toBlock(part: JsonObject, callIds: IdOf, resultIds: IdOf): Block {
  const seal = typeof part.thoughtSignature === "string" ? { seal: part.thoughtSignature } : {};
  if (part.functionCall) {
    const call = asObject(part.functionCall);
    return { type: "call", id: callIds(call), name: asString(call.name), input: call.args, ...seal };
  }
  if (part.functionResponse) {
    const result = asObject(part.functionResponse);
    const response = asObject(result.response);
    return { type: "result", callId: resultIds(result), ok: response.error === undefined, text: resultText(response) };
  }
  if (part.inlineData) {
    const image = asObject(part.inlineData);
    return { type: "image", mediaType: asString(image.mimeType), data: asString(image.data) };
  }
  if (typeof part.text === "string") return { type: part.thought === true ? "reasoning" : "text", text: part.text, ...seal };
  return { type: "other", value: part };
}

/** The protocol recommends `output` and `error`; any other object is the result as a whole. */
function resultText(response: JsonObject): string {
  const said = response.error ?? response.output ?? response;
  return typeof said === "string" ? said : JSON.stringify(said);
}
