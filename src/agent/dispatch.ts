import type { StoredPart } from "../contract/event.ts";
import type { ModelCall } from "../contract/model.ts";
import type { Policy, PolicyFacts } from "../contract/policy.ts";
import type { Effect } from "../contract/sandbox.ts";
import type { ToolEntry } from "../contract/tool.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { completeItem, type ItemEnd, NOT_RUN, refusal, runItem } from "./item-run.ts";
import { parseCall } from "./parse-call.ts";
import { ruleOn } from "./ruling.ts";
import { storeInput } from "./storage.ts";
import type { Recorder } from "./recorder.ts";
import type { ReadyCall, World } from "./world.ts";

export interface Dispatch {
  recorder: Recorder;
  world: World;
  blobs: Pick<ThreadBlobs, "put" | "store">;
  tools: readonly ToolEntry[];
  policies: readonly Policy[];
  /** As they are now: answers add rules. */
  policyFacts(): PolicyFacts;
  /** The end of a call that need not be run, because it was and its outcome is known; undefined for all others. */
  alreadyRun(ready: ReadyCall): Promise<ItemEnd | undefined>;
  /** Awaited before the first effect of a turn: what must have happened on the untouched workspace. */
  beforeEffect(): Promise<void>;
}

export interface Answer {
  call: ModelCall;
  ok: boolean;
  text: string;
  /** It has changed the workspace, or may have. */
  mayHaveChanged: boolean;
  /** Set when a rule kept the call from running. */
  denied: boolean;
}

const harmless: ReadonlySet<Effect> = new Set<Effect>(["none", "read"]);

/**
 * Answers every call of one reply, in the order of the reply: neighbouring reads together, everything else one after the other.
 * The answers are in the log when it returns; also when `signal` is aborted, then as interrupted.
 */
export async function dispatch(
  calls: readonly ModelCall[],
  { step, cutOff, signal, ...context }: Dispatch & { step: number; cutOff: boolean; signal: AbortSignal },
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const prepared = await Promise.all(
    calls.map(async (call, index) => ({
      call,
      parsed: await parseCall(call, { tools: context.tools, cutOff: cutOff && index === calls.length - 1 }),
    })),
  );
  for (const group of groupReads(prepared)) {
    // Begun and ended in the order of the reply, whatever finishes first: the same replies always make the same log.
    const begun: { call: ModelCall; start: Start }[] = [];
    for (const { call, parsed } of group) begun.push({ call, start: await begin(call, parsed, { ...context, step, signal }) });
    const ended = await Promise.all(
      begun.map(async ({ start }) => ("ready" in start ? await runItem(start.ready, { ...context, step, signal }) : start)),
    );
    for (const [index, { call }] of begun.entries()) {
      const end = ended[index]!;
      completeItem(context.recorder, { item: call.id, kind: "call", name: call.name }, end);
      answers.push(toAnswer(call, end));
    }
  }
  return answers;
}

interface Prepared {
  call: ModelCall;
  parsed: Awaited<ReturnType<typeof parseCall>>;
}

function groupReads(calls: readonly Prepared[]): Prepared[][] {
  const groups: Prepared[][] = [];
  let open: Prepared[] | undefined;
  for (const call of calls) {
    const reads = !("ready" in call.parsed) || (harmless.has(call.parsed.ready.entry.effect) && call.parsed.ready.entry.asks !== true);
    if (reads && open !== undefined) open.push(call);
    else groups.push((open = [call]));
    if (!reads) open = undefined;
  }
  return groups;
}

/** A call that may run now, its intent in the log, or what it is answered with instead. */
type Start = { ready: ReadyCall } | ItemEnd;

async function begin(
  call: ModelCall,
  parsed: Prepared["parsed"],
  context: Dispatch & { step: number; signal: AbortSignal },
): Promise<Start> {
  const { recorder, world, signal } = context;
  world.reach(call.id);
  if (signal.aborted) return refusal(NOT_RUN);
  if ("problem" in parsed) return refusal(parsed.problem);

  const { ready } = parsed;
  const known = await context.alreadyRun(ready);
  if (known !== undefined) return known;
  const ruling = await ruleOn(ready, context);
  if (ruling === undefined) return refusal(NOT_RUN);
  if (ruling.decision !== "allow")
    return refusal(`Not allowed: ${ruling.reason} (rule ${ruling.rule}, ${ruling.where}). Go on without it.`, true);

  const { effect } = ready.entry;
  if (!harmless.has(effect)) {
    try {
      await context.beforeEffect();
    } catch (error) {
      if (signal.aborted) return refusal(NOT_RUN);
      throw error;
    }
  }
  const before = await world.before(ready);
  recorder.record(
    {
      type: "item.started",
      item: call.id,
      kind: "call",
      name: call.name,
      effect,
      input: storeInput(ready.input, context.blobs),
      ...(before !== undefined && { before }),
    },
    { durable: !harmless.has(effect) },
  );
  return { ready };
}

function toAnswer(call: ModelCall, { outcome: { ok, parts, committed }, denied }: ItemEnd): Answer {
  return { call, ok, text: textOf(parts), mayHaveChanged: committed !== undefined, denied };
}

function textOf(parts: readonly StoredPart[]): string {
  return parts
    .map((part) => (part.type === "text" ? (typeof part.text === "string" ? part.text : part.text.blob) : part.image.blob))
    .join("\n");
}
