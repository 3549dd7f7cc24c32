import { describeMatcher, type Policy, type PolicyCall, type PolicyFacts, type Rule, type Ruling } from "../contract/policy.ts";
import { escapeControls, escapeLine } from "../lib/escape.ts";
import { sha256 } from "../lib/hash.ts";
import { decide } from "../policy/decide.ts";
import { toPolicyCall } from "./policy-call.ts";
import type { Recorder } from "./recorder.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import type { AskedQuestion, CallQuestion, ReadyCall, World } from "./world.ts";

/** What begins the name of a fact that holds rules of an answer. */
export const answerFact = "always ";

export interface Judging {
  recorder: Recorder;
  world: Pick<World, "approve">;
  policies: readonly Policy[];
  /** As they are now: answers add rules. */
  policyFacts(): PolicyFacts;
  step: number;
  signal: AbortSignal;
}

/** The ruling on a call, with a person's answer in place of `ask`; undefined when the turn was interrupted before there was one. */
export async function ruleOn(
  ready: ReadyCall,
  { recorder, world, policies, policyFacts, step, signal }: Judging,
): Promise<Ruling | undefined> {
  const { id, entry, tool, input } = ready;
  const facts = policyFacts();
  const call = await toPolicyCall(ready, facts);
  const ruling = decide(policies, call, facts);
  recorder.record({ type: "policy.decided", item: id, ...ruling });
  if (ruling.decision !== "ask") return ruling;

  const approval = `approval-${id}`;
  const hash = () => requestHashOf(call, { asked: [recorder.turn ?? 0, step, id], input });
  const requestHash = hash();
  const [{ answeredRules, storableRules }, { rulesText }] = await Promise.all([
    import("../policy/storable-rules.ts"),
    import("../config/store-rules.ts"),
  ]);
  const storable = storableRules(call, { ruling, facts });
  // Asked before it is told: who hears the request may answer at once.
  const answering = world.approve({ approval, call: ready, ruling, requestHash, storable, signal });
  answering.catch(() => {});
  recorder.record({
    type: "approval.requested",
    approval,
    item: id,
    requestHash,
    question: escapeLine(`${tool.title?.(input) ?? entry.name}: ${ruling.reason}`),
    rule: ruling.rule,
    ...(storable.length > 0 && {
      always: storable.map((matcher) => escapeLine(describeMatcher(matcher))),
      rules: escapeControls(rulesText(answeredRules(storable, { tier: "user", decision: "allow", where: approval }))),
    }),
  });
  const { decision, by, reason, code, remember } = await answering.catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return interrupted;
  });
  const kept = storable.length > 0 ? remember : undefined;
  recorder.record(
    {
      type: "approval.decided",
      approval,
      decision,
      by,
      reason,
      ...(code !== undefined && { code }),
      ...(kept !== undefined && { remember: kept }),
    },
    { durable: true },
  );
  if (code === "interrupted") return undefined;
  if (kept !== undefined) {
    const rules: Rule[] = answeredRules(storable, { tier: kept, decision, where: approval });
    recorder.record({ type: "fact.recorded", fact: `${answerFact}${approval}`, value: rules }, { durable: true });
  }
  if (hash() !== requestHash) return { ...ruling, decision: "deny", reason: "The request changed while it was asked about." };
  return { ...ruling, decision, reason: decision === "deny" ? reason : ruling.reason };
}

interface AskingDuring extends Pick<Judging, "recorder" | "world" | "signal"> {
  ready: ReadyCall;
  approval: string;
}

/** A person's answer to what a call has run into; undefined when it was not waited for any longer. In the log a question always has its answer. */
export async function askDuring(
  { question, rule, requestHash }: CallQuestion,
  { ready, approval, recorder, world, signal }: AskingDuring,
): Promise<"allow" | "deny" | undefined> {
  const ruling: Ruling = { decision: "ask", rule, where: "network", reason: question, code: "host" };
  const answering = world.approve({ approval, call: ready, ruling, requestHash, storable: [], signal });
  answering.catch(() => {});
  recorder.record({ type: "approval.requested", approval, item: ready.id, requestHash, question: escapeLine(question), rule });
  const answer = await answering.catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return { decision: "deny", by: givenUp, reason: "The call does not wait for an answer any longer." } as const;
  });
  const { decision, by, reason } = answer;
  recorder.record({ type: "approval.decided", approval, decision, by, reason }, { durable: true });
  return by === givenUp ? undefined : decision;
}

/** Who decides when nobody has in time. */
const givenUp = "nobody";

const interrupted: Awaited<ReturnType<World["approve"]>> = {
  decision: "deny",
  by: givenUp,
  reason: "The turn was interrupted before there was an answer.",
  code: "interrupted",
};

interface Questioning extends Pick<Judging, "recorder" | "signal"> {
  world: Pick<World, "answer">;
  blobs: Pick<ThreadBlobs, "store">;
  /** Of the call. */
  item: string;
  /** Id of the question. */
  question: string;
}

/** What a person says to the question of a call; undefined when the turn was interrupted first. In the log a question always has its answer. */
export async function askPersonally(
  { text, choices }: AskedQuestion,
  { item, question, recorder, world, blobs, signal }: Questioning,
): Promise<string | undefined> {
  const answering = world.answer({ question, signal });
  answering.catch(() => {});
  recorder.record({ type: "question.asked", question, item, text: blobs.store(text), choices: [...choices] });
  const given = await answering.catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  const said = given === undefined ? { by: givenUp } : { answer: blobs.store(given.answer), by: given.by };
  recorder.record({ type: "question.answered", question, ...said }, { durable: true });
  return given?.answer;
}

/** Binds an answer to one request: the same one asked again is another. */
function requestHashOf(call: PolicyCall, { asked, input }: { asked: readonly unknown[]; input: unknown }): string {
  const { tool, effect, paths, hosts, script = null, folder = null } = call;
  return sha256(JSON.stringify([...asked, tool, effect, paths, hosts, script, folder, input]));
}
