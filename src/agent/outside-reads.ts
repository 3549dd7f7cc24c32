import { isAbsolute } from "node:path";
import type { Event } from "../contract/event.ts";
import { isInside } from "../lib/path.ts";

/** Something that a thread took in and that nobody who works on its workspace has written. */
export interface OutsideRead {
  seq: number;
  /** For people: `fetch https://…`, `read node_modules/a/README.md`. */
  what: string;
}

/** What a proposal is to be judged by, from the thread that made it. */
export interface ProposalFacts {
  /** `seq` of the event that began the call; undefined when the log does not have it. */
  event: number | undefined;
  /** Id of the last receipt before it. */
  receipt: string | undefined;
  reads: OutsideRead[];
}

/** What a thread had read from outside before one of its calls, and what it had last checked. */
export async function proposalFacts(
  events: AsyncIterable<Event>,
  { item, workspace }: { item: string; workspace: string },
): Promise<ProposalFacts> {
  const facts: ProposalFacts = { event: undefined, receipt: undefined, reads: [] };
  for await (const event of events) {
    if (event.type === "item.started" && event.item === item && event.kind === "call") return { ...facts, event: event.seq };
    if (event.type === "check.completed") facts.receipt = event.receipt.id;
    const what = outside(event, workspace);
    if (what !== undefined) facts.reads.push({ seq: event.seq, what });
  }
  return facts;
}

function outside(event: Event, workspace: string): string | undefined {
  if (event.type === "connection.judged" && event.decision === "allow" && event.method !== "LOCAL")
    return `a command reached ${event.host}:${event.port}`;
  if (event.type === "prompt.admitted" && event.by !== "harness" && event.parts.some(({ type }) => type === "image"))
    return "an image in a prompt";
  if (event.type !== "item.started" || event.kind !== "call") return undefined;
  const texts = textsOf(event.input);
  if (event.effect === "network") return `${event.name} ${texts[0] ?? ""}`;
  const path = texts.find((text) => isOutside(text, workspace));
  return path === undefined ? undefined : `${event.name} ${path}`;
}

/** A path out of the workspace, or what names one, or what was brought into it from elsewhere. */
function isOutside(text: string, workspace: string): boolean {
  if (isAbsolute(text) && !/\s/.test(text)) return !isInside(text, workspace) || BROUGHT.test(text);
  return BROUGHT.test(text) || UPWARD.test(text);
}

const BROUGHT = /(?:^|[\s/"'=])(?:node_modules|vendor|third_party|\.venv|site-packages|\.cargo)\//;
const UPWARD = /(?:^|[\s"'=])\.\.(?:\/|$)/;

function textsOf(input: unknown): string[] {
  if (typeof input !== "object" || input === null) return [];
  return Object.values(input).filter((value) => typeof value === "string");
}
