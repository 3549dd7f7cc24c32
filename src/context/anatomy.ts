import type { CallResult, Entry, ModelCall, ToolSpec } from "../contract/model.ts";
import type { Piece } from "../contract/source.ts";
import { charactersOfImage } from "../models/tokens.ts";
import { factsLead } from "./compaction/texts.ts";

/** What a request is made of. */
export interface Anatomy {
  parts: AnatomyPart[];
  /** Results of calls, largest first. */
  results: { item: string; name: string; input: string; bytes: number }[];
}

export type PartKind = "instructions" | "tools" | "facts" | "summary" | "prompts" | "messages" | "reasoning" | "calls" | "results";

export interface AnatomyPart {
  kind: PartKind;
  /** Where instructions come from, whose schema it is, whose calls and results. Absent where the kind says all. */
  name?: string;
  count: number;
  /** As JSON: about what is sent. An image counts as text that costs as much at most. */
  bytes: number;
}

/** Where it all goes, in the order of a request. `instructions`, `tools`, `calls` and `results` have a part for each name. */
export function dissect({
  pieces,
  tools,
  entries,
}: {
  pieces: readonly Piece[];
  tools: readonly ToolSpec[];
  entries: readonly Entry[];
}): Anatomy {
  const parts = new Map<string, AnatomyPart>();
  const add = (kind: PartKind, value: unknown, name?: string) => {
    const key = `${kind} ${name ?? ""}`;
    const part = parts.get(key) ?? { kind, ...(name !== undefined && { name }), count: 0, bytes: 0 };
    parts.set(key, part);
    part.count++;
    part.bytes += sizeOf(value);
  };
  for (const { source, from, text } of pieces) add("instructions", text, from === "built in" ? source : from);
  for (const tool of tools) add("tools", tool, tool.name);

  const calls = new Map<string, ModelCall>();
  const results: CallResult[] = [];
  for (const entry of entries) {
    if (entry.type === "user") addUser(entry, add);
    if (entry.type === "output")
      for (const item of entry.items) {
        if (item.type === "call") calls.set(item.id, item);
        if (item.type === "call") add("calls", item.inputText, item.name);
        else add(item.type === "text" ? "messages" : "reasoning", item.raw?.value ?? item);
      }
    if (entry.type === "results")
      for (const result of entry.results) {
        results.push(result);
        add("results", result.parts, result.name);
      }
  }
  return {
    parts: [...parts.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.bytes - a.bytes),
    results: results
      .map(({ callId, name, parts: said }) => ({ item: callId, name, input: calls.get(callId)?.inputText ?? "", bytes: sizeOf(said) }))
      .sort((a, b) => b.bytes - a.bytes),
  };
}

const order: readonly PartKind[] = ["instructions", "tools", "facts", "summary", "prompts", "messages", "reasoning", "calls", "results"];

/** What a compaction has put in place of a conversation is no prompt. */
function addUser({ parts }: Extract<Entry, { type: "user" }>, add: (kind: PartKind, value: unknown) => void): void {
  const [first, second, ...others] = parts;
  const isReplaced = first?.type === "text" && first.text.startsWith(factsLead);
  if (!isReplaced) return add("prompts", parts);
  add("facts", first);
  add("summary", second ?? "");
  if (others.length > 0) add("prompts", others);
}

function sizeOf(value: unknown): number {
  let images = 0;
  const text = JSON.stringify(value, (_, each: unknown) => {
    if (!isImage(each)) return each;
    images++;
    return null;
  });
  return Buffer.byteLength(text) + images * charactersOfImage;
}

function isImage(value: unknown): boolean {
  return typeof value === "object" && value !== null && "type" in value && value.type === "image" && "data" in value;
}
