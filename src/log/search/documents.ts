import type { BlobRef, Event, EventType, Receipt, StoredPart, StoredText } from "../../contract/event.ts";
import type { ThreadBlobs } from "../blobs.ts";

/** What of a thread is found. Their places in this list are in the index: new ones come last. */
export const documentKinds = ["prompt", "reply", "call", "output", "files", "receipt", "verdict", "question", "failure"] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** One text of an event that can be found. */
export interface Document {
  kind: DocumentKind;
  text: string;
}

/** Of one text; what comes after is not found. */
const MAX_CHARS = 1 << 20;

/** What of an event can be searched for; of texts beside the log the whole, where it is there. */
export async function documentOf(event: Event, blobs: TextBlobs): Promise<Document | undefined> {
  const finder: Finder<Event> | undefined = finders[event.type];
  if (finder === undefined) return undefined;
  const text = (await finder.text(event, blobs)).slice(0, MAX_CHARS);
  return text.trim() === "" ? undefined : { kind: finder.kind, text };
}

type TextBlobs = Pick<ThreadBlobs, "get">;

interface Finder<E> {
  kind: DocumentKind;
  text(event: E, blobs: TextBlobs): string | Promise<string>;
}

/** What a turn ended with is in its last reply. */
const finders: { [T in EventType]?: Finder<Event<T>> } = {
  "prompt.admitted": {
    kind: "prompt",
    // What the harness tells a model is found where it comes from: in receipts and verdicts.
    text: ({ by, parts }, blobs) => (by === "harness" ? "" : partsText(parts, blobs)),
  },
  "step.completed": {
    kind: "reply",
    text: async ({ output }, blobs) => replyText(Array.isArray(output) ? output : await load(output, blobs)),
  },
  "item.started": {
    kind: "call",
    text: async ({ name, input }, blobs) => [name, ...strings(isBlob(input) ? await load(input, blobs) : input)].join("\n"),
  },
  "item.completed": {
    kind: "output",
    text: ({ parts, full }, blobs) => (full === undefined ? partsText(parts, blobs) : storedText(full, blobs)),
  },
  "transaction.committed": {
    kind: "files",
    text: async ({ changes, all }, blobs) => pathsIn(all === undefined ? changes : await load(all, blobs)).join("\n"),
  },
  "transaction.quarantined": { kind: "files", text: ({ held }) => held.map(({ path, reason }) => `${path}: ${reason}`).join("\n") },
  "check.completed": { kind: "receipt", text: ({ receipt }, blobs) => receiptText(receipt, blobs) },
  "verdict.reached": { kind: "verdict", text: verdictText },
  "question.asked": {
    kind: "question",
    text: async ({ text, choices }, blobs) => [await storedText(text, blobs), ...choices].join("\n"),
  },
  "question.answered": { kind: "question", text: ({ answer = "" }, blobs) => storedText(answer, blobs) },
  "turn.failed": { kind: "failure", text: ({ error: { code, message, at } }) => strings([code, message, at]).join("\n") },
};

function verdictText({ verdict, reasons, claims = [], findings = [], uncovered }: Event<"verdict.reached">): string {
  const claimed = claims.map(({ text, standing }) => [text, standing]);
  const found = findings.map(({ rule, path, reason }) => [rule, path, reason]);
  return strings([verdict, reasons, claimed, found, uncovered]).join("\n");
}

async function receiptText({ check, argv, exitCode, counts, output }: Receipt, blobs: TextBlobs): Promise<string> {
  const failures = counts?.failures.map(({ name, at }) => [name, at]);
  return strings([check, argv.join(" "), `exit ${exitCode}`, failures, await storedText(output, blobs)]).join("\n");
}

function replyText(output: unknown): string {
  const items = Array.isArray(output) ? (output as { type?: unknown; text?: unknown }[]) : [];
  return items.flatMap(({ type, text }) => (type === "text" && typeof text === "string" ? [text] : [])).join("\n");
}

async function partsText(parts: readonly StoredPart[], blobs: TextBlobs): Promise<string> {
  const texts = parts.map(async (part) => (part.type === "text" ? await storedText(part.text, blobs) : ""));
  return (await Promise.all(texts)).join("\n");
}

/** Of a blob that is missing or damaged, what the event itself holds of it. */
async function storedText(stored: StoredText, blobs: TextBlobs): Promise<string> {
  if (typeof stored === "string") return stored;
  const bytes = await blobs.get(stored.blob).catch(() => undefined);
  return bytes?.toString("utf8", 0, MAX_CHARS) ?? stored.preview ?? "";
}

/** A value that was too long for its line; undefined when it cannot be read. */
async function load(ref: BlobRef, blobs: TextBlobs): Promise<unknown> {
  try {
    return JSON.parse((await blobs.get(ref.blob)).toString("utf8"));
  } catch {
    return undefined;
  }
}

function pathsIn(changes: unknown): string[] {
  return Array.isArray(changes) ? strings((changes as { path?: unknown }[]).map(({ path }) => path)) : [];
}

function isBlob(value: unknown): value is BlobRef {
  return typeof value === "object" && value !== null && "blob" in value && "bytes" in value;
}

/** All texts in a value, without the names of its fields. */
function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(strings);
}
