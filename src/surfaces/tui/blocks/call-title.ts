import { type Line, lineOf, type Span, span } from "../text/line.ts";
import type { OpenCall } from "../state/open-call.ts";
import type { BlockLook } from "./look.ts";

/** What a call does, in one line; what a person has run themselves, and what was mended without a model, is told apart. */
export function callTitle({ kind, name, input }: Pick<OpenCall, "kind" | "name" | "input">, look: BlockLook): Line {
  const title = look.titleOf(name, input);
  const text = title ?? [name, firstTexts(input)].filter((part) => part !== "").join(" ");
  if (kind === "user") return lineOf(span("! ", "accent"), text);
  // A title that does not begin with the tool's name is what is run itself.
  const runs = title !== undefined && !title.startsWith(name);
  return lineOf(...(runs ? [span("$ ", "dim")] : []), text);
}

/** The first texts of an input: enough to know what it is about. */
function firstTexts(input: unknown): string {
  const values = typeof input === "object" && input !== null ? Object.values(input) : [input];
  const text = values.filter((value) => typeof value === "string" || typeof value === "number").join(" ");
  return text.trim().split("\n", 1)[0]!.slice(0, MAX_CHARS);
}

const MAX_CHARS = 200;

export function callMark(call: Pick<OpenCall, "kind">, outcome: "ok" | "failed" | "denied"): Span {
  if (outcome !== "ok") return span("✗", "error");
  return call.kind === "repair" ? span("±", "ok") : span("·", "dim");
}
