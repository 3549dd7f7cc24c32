import type { ModelCall, OutputItem } from "../../../contract/model.ts";
import { narrowId } from "./call.ts";
import { isObject } from "./json.ts";

/**
 * The items of a reply with ids that no call in `taken` and no other of the reply has: some servers count from 0 in each reply or repeat an id,
 * and reject a conversation in which one stands twice. What is sent back of a renamed call has the new id, too.
 */
export function withUniqueIds(items: readonly OutputItem[], taken: ReadonlySet<string>): OutputItem[] {
  const known = new Set(taken);
  return items.map((item) => {
    if (item.type !== "call") return item;
    const id = freeId(item.id, known);
    known.add(id);
    return id === item.id ? item : renamed(item, id);
  });
}

function freeId(id: string, known: ReadonlySet<string>): string {
  let free = id;
  for (let count = 2; known.has(free); count++) free = narrowId(`${id}#${count}`);
  return free;
}

function renamed(call: ModelCall, id: string): ModelCall {
  const { raw } = call;
  return { ...call, id, ...(raw && { raw: { ...raw, value: withId(raw.value, { from: call.id, to: id }) } }) };
}

/** Where the wires have the id of a call, and nowhere in its arguments. */
function withId(value: unknown, ids: { from: string; to: string }): unknown {
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(([key, field]) => {
    if ((key === "id" || key === "call_id") && field === ids.from) return [key, ids.to];
    return [key, key === "functionCall" ? withId(field, ids) : field];
  });
  return Object.fromEntries(fields) as unknown;
}
