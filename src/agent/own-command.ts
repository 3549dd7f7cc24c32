import type { Policy, PolicyFacts, Ruling } from "../contract/policy.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { decide } from "../policy/decide.ts";
import { completeItem, refusal, runItem } from "./item-run.ts";
import { toPolicyCall } from "./policy-call.ts";
import type { Recorder } from "./recorder.ts";
import { storeInput } from "./storage.ts";
import type { OwnCommand, ReadyCall, World } from "./world.ts";

export interface OwnCommandRun {
  /** `user-N`. */
  item: string;
  recorder: Recorder;
  world: World;
  blobs: Pick<ThreadBlobs, "put" | "store">;
  policies: readonly Policy[];
  policyFacts(): PolicyFacts;
  /** The last step of the thread. */
  step: number;
  signal: AbortSignal;
  /** Awaited before it runs: what must have happened on the workspace as the running turn has found it. */
  beforeEffect(): Promise<void>;
}

/**
 * Runs a command that a person has given, in the same box and through the same gate as a call of the model, without a time limit.
 * What rules and floor deny is denied; nobody is asked for leave, because the one who would be has just said so. All of it is in the log when
 * this returns; an interruption ends it, and is in its output.
 */
export async function runOwnCommand({ script, shown }: OwnCommand, run: OwnCommandRun): Promise<void> {
  const { item, recorder, world, blobs, policies, policyFacts, step, signal, beforeEffect } = run;
  const { default: tool } = await import("../tools/shell.ts");
  const { name, summary, effect } = tool;
  const entry: ReadyCall["entry"] = { name, summary, effect, schema: {}, load: async () => ({ default: tool }) };
  // Modes are about what the agent may do by itself; in mode plan the box itself lets nothing be written.
  const facts: PolicyFacts = { ...policyFacts(), mode: "auto" };
  const ruling = withLeave(decide(policies, await toPolicyCall({ id: item, entry, tool, input: { script: shown } }, facts), facts));
  if (ruling.decision === "allow") await beforeEffect();
  recorder.record(
    { type: "item.started", item, kind: "user", name, effect, input: storeInput({ script: shown }, blobs) },
    { durable: true },
  );
  recorder.record({ type: "policy.decided", item, ...ruling });
  const end =
    ruling.decision === "allow"
      ? await runItem({ id: item, entry, tool, input: { script, timeout: 0 } }, { recorder, world, blobs, step, signal })
      : refusal(`[not run: ${ruling.reason} (rule ${ruling.rule}, ${ruling.where})]`, true);
  completeItem(recorder, { item, kind: "user", name }, end);
}

/** Whoever would be asked has given the command. */
function withLeave(ruling: Ruling): Ruling {
  return ruling.decision === "ask" ? { ...ruling, decision: "allow", reason: `${ruling.reason} A person runs it.` } : ruling;
}
