import type { Verdict } from "../contract/event.ts";
import { type ErrorFacts, FettleError, toErrorFacts } from "../contract/error.ts";
import type { ModelReply } from "../contract/model.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { type Answer, dispatch, type Dispatch } from "./dispatch.ts";
import { runFittingStep } from "./fitting-step.ts";
import type { RequestRoom } from "./room.ts";
import { StuckDetector } from "./stuck.ts";
import type { Verification } from "./verification.ts";

export interface TurnContext extends Omit<Dispatch, "beforeEffect"> {
  blobs: ThreadBlobs;
  /** `provider/model`; undefined works without a model. */
  model: string | undefined;
  maxSteps: number;
  /** Nothing is repaired and nobody is asked: what is there is judged. */
  judgesOnly?: boolean;
  verification: Verification;
  /** Where its requests come from; undefined without a model. */
  room: RequestRoom | undefined;
  /** Ids of all calls of the thread so far. */
  takenIds(): ReadonlySet<string>;
  /** The number of the step that is about to start: one more than the last one of the thread. */
  nextStep(): number;
  /** Calls that a rule kept from running before this process went on with the turn. */
  denied: number;
  /** Runs the commands that people have given meanwhile. Rejects when the turn was interrupted. */
  runOwnCommands(options: { signal: AbortSignal; beforeEffect(): Promise<void> }): Promise<unknown>;
  /** What is wrong with the final text, when it must have a certain shape. */
  validateAnswer(text: string): string | undefined;
}

export interface TurnOutcome {
  status: "completed" | "failed" | "interrupted";
  text: string;
  verdict?: Verdict;
  reasons: string[];
  error?: ErrorFacts;
  /** Calls that a rule kept from running. */
  denied: number;
}

/** Times that a final answer of the wrong shape goes back to the model. */
const maxInvalidAnswers = 3;

/** Replies in a row that may be cut off, by their length or by a pause of the vendor's, without a call. */
const maxUnfinished = 10;

/** From an admitted prompt to its outcome, which is in the log when this returns. Rejects only when not even that can be written. */
export async function runTurn(context: TurnContext, signal: AbortSignal): Promise<TurnOutcome> {
  const { recorder, blobs } = context;
  const outcome: TurnOutcome = { status: "completed", text: "", reasons: [], denied: context.denied };
  let steps = 0;
  try {
    const repairs = context.judgesOnly === true ? 0 : await context.verification.repairFirst(signal);
    const { model, room } = context;
    if (model === undefined || room === undefined || context.judgesOnly === true) await judgeAlone(context, { repairs, outcome, signal });
    else steps = await converse(context, { model, room, outcome, signal });
    await room?.takeSummary();
    recorder.record({ type: "turn.completed", text: blobs.store(outcome.text), steps });
  } catch (error) {
    // An expired budget ends a turn by aborting it, too: what counts is why.
    const cause: unknown = signal.aborted ? signal.reason : error;
    if (signal.aborted && !(cause instanceof FettleError)) return { ...outcome, ...interrupted(context, signal) };
    outcome.status = "failed";
    outcome.error = toErrorFacts(cause);
    if (isBudget(cause))
      recorder.record({ type: "budget.reached", budget: cause.budget, limit: cause.limit, used: cause.used, needed: cause.needed });
    recorder.record({ type: "turn.failed", error: outcome.error });
  }
  return outcome;
}

async function converse(
  context: TurnContext,
  { model, room, outcome, signal }: { model: string; room: RequestRoom; outcome: TurnOutcome; signal: AbortSignal },
): Promise<number> {
  const { recorder, world, verification, blobs } = context;
  const stuck = new StuckDetector();
  let invalidAnswers = 0;
  let unfinished = 0;
  const beforeEffect = () => verification.beforeEffect(signal);
  let step = 0;
  const prompt = (text: string) =>
    recorder.record({
      type: "prompt.admitted",
      prompt: `after-step-${step}`,
      by: "harness",
      parts: [{ type: "text", text: blobs.store(text) }],
    });

  for (let steps = 1; steps <= context.maxSteps; steps++) {
    await context.runOwnCommands({ signal, beforeEffect });
    for (const parts of world.steering()) recorder.record({ type: "prompt.admitted", prompt: `after-step-${step}`, by: "steer", parts });
    const done = await runFittingStep({ ...context, model, room, signal, onSent: () => verification.startBaseline(signal) });
    const { reply } = done;
    step = done.step;

    const calls = reply.items.filter((item) => item.type === "call");
    if (calls.length > 0) {
      unfinished = 0;
      const answers = await dispatch(calls, { ...context, beforeEffect, step, cutOff: reply.stop === "length", signal });
      outcome.denied += answers.filter((answer) => answer.denied).length;
      signal.throwIfAborted();
      const note = observe(answers, stuck);
      if (note !== undefined) prompt(note);
      continue;
    }
    if (reply.stop === "refusal")
      throw new FettleError("model.refused", `The model refused: ${textOf(reply) || "it gave no reason"}`, {
        hint: "Put the task differently or choose another model.",
      });
    if (reply.stop === "pause" || reply.stop === "length") {
      if (++unfinished === maxUnfinished)
        throw new FettleError("agent.stuck", `${unfinished} replies in a row were cut off.`, {
          hint: "Resume the thread with a prompt that asks for less at once.",
        });
      if (reply.stop === "length") prompt("Your reply reached its length limit. Go on where it was cut, in smaller pieces.");
      continue;
    }

    outcome.text = textOf(reply);
    const invalid = context.validateAnswer(outcome.text);
    if (invalid !== undefined) {
      if (++invalidAnswers > maxInvalidAnswers)
        throw new FettleError("agent.stuck", `The final answer still does not have the required shape: ${invalid}`, {
          at: "--output-schema",
        });
      prompt(`Your final answer does not have the required shape:\n${invalid}\nAnswer again with the corrected JSON only.`);
      continue;
    }
    const { verdict, reasons, feedback } = await verification.judge(outcome.text, signal, { mends: true });
    Object.assign(outcome, { verdict, reasons });
    if (feedback === undefined) return steps;
    prompt(feedback);
  }
  throw new FettleError("agent.steps", `The turn took ${context.maxSteps} steps without an end.`, {
    at: "max_steps",
    hint: "Raise --max-steps or resume the thread.",
  });
}

/** Without a model, what the repairs reached is all there is to judge. */
async function judgeAlone(
  { verification, judgesOnly }: TurnContext,
  { repairs, outcome, signal }: { repairs: number; outcome: TurnOutcome; signal: AbortSignal },
): Promise<void> {
  const { verdict, reasons } = await verification.judge("", signal);
  if (judgesOnly === true) {
    Object.assign(outcome, { verdict, reasons });
    return;
  }
  const done =
    repairs === 0
      ? "Nothing was found that can be repaired without a model."
      : `Repaired what needs no model, in ${repairs} ${repairs === 1 ? "round" : "rounds"}.`;
  Object.assign(outcome, { verdict, reasons, text: done });
}

/** A note for the model when it repeats itself; throws when it does so for too long. */
function observe(answers: readonly Answer[], stuck: StuckDetector): string | undefined {
  let note: string | undefined;
  for (const { call, ok, text, mayHaveChanged } of answers) {
    const progress = stuck.observe({ name: call.name, inputText: call.inputText, resultText: text, ok, mayHaveChanged });
    if (progress.state === "stop")
      throw new FettleError("agent.stuck", progress.reason, { hint: "Resume the thread with a prompt that says what to do differently." });
    if (progress.state === "warn") note = progress.note;
  }
  return note;
}

function interrupted({ recorder }: TurnContext, signal: AbortSignal): Partial<TurnOutcome> {
  const reason = signal.reason instanceof Error ? signal.reason.message : String(signal.reason);
  recorder.record({ type: "turn.interrupted", reason });
  return { status: "interrupted", error: { code: "turn.interrupted", message: reason } };
}

function textOf(reply: ModelReply): string {
  return reply.items
    .filter((item) => item.type === "text")
    .map((item) => item.text)
    .join("\n")
    .trim();
}

interface BudgetFacts {
  budget: "usd" | "tokens" | "time";
  limit: number;
  used: number;
  needed: number;
}

function isBudget(error: unknown): error is FettleError & BudgetFacts {
  return error instanceof FettleError && error.code === "budget.reached" && "budget" in error;
}
