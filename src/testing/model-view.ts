import type { Block } from "./conversation.ts";
import type { SeenRequest } from "./seen-request.ts";

const MAX_TEXT = 120;

/** What the model saw, a line for each thing said, the same for every wire. Long texts are cut; ids are left out. */
export function modelView({ conversation }: SeenRequest): string {
  const system = conversation.system ? [`system ${quote(conversation.system.split("\n", 1)[0]!)}`] : [];
  const said = conversation.messages.flatMap(({ role, blocks }) =>
    blocks.map((block) => toLine(role === "model" ? "assistant" : role, block)),
  );
  return [...system, ...said].map((line, index) => `${String(index).padStart(2, "0")} ${line}`).join("\n");
}

function toLine(role: string, block: Block): string {
  if (block.type === "text") return `${role} ${quote(block.text)}`;
  if (block.type === "image") return `${role} ${block.mediaType} ${block.data.length} characters`;
  if (block.type === "reasoning") return `reasoning ${quote(block.text)}`;
  if (block.type === "call") return `call ${block.name}${cut(toLiteral(block.input))}`;
  if (block.type === "result") return `result ${block.ok ? "ok" : "failed"} ${quote(block.text)}`;
  return `other ${cut(toLiteral(block.value))}`;
}

function quote(text: string): string {
  return cut(JSON.stringify(text));
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text;
}

/** JSON with bare keys. */
function toLiteral(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").replaceAll(/"([A-Za-z_]\w*)":/g, "$1:");
}
