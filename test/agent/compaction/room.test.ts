import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Event } from "../../../src/contract/event.ts";
import { foldEvents } from "../../../src/log/folds/fold.ts";
import { ledger } from "../../../src/log/folds/ledger.ts";
import { spent } from "../../../src/log/folds/spent.ts";
import { reply, type Reply, type SeenRequest } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";
import { contextReport } from "../../../src/surfaces/support/context-report.ts";
import { attend, type AttendedOptions } from "../attended.ts";
import { isSummary } from "./story.ts";
import { toldFacts } from "./told-facts.ts";

/** A model with a window of ten thousand tokens. */
const settings = '[models."anthropic/claude-opus-5-5"]\ncontext_tokens = 10000\nmax_output_tokens = 2000\ninput_usd = 1\noutput_usd = 10\n';
const files = { "long.txt": Array.from({ length: 400 }, (_, line) => `line ${line} of a long file`).join("\n") };
const noted = "long.txt has nothing but lines.";

interface Play {
  /** Steps before it says that it is done. */
  steps?: number;
  act?: (step: number) => Reply;
  sumsUp?: (request: SeenRequest) => Reply;
  /** In place of what is said to the nth request. */
  instead?: (number: number) => Reply | undefined;
}

const look = (step: number) =>
  reply()
    .text(`Looking ${step}.`)
    .tool("read", { path: "long.txt", offset: 1 + ((step * 7) % 300), limit: 50 });
const work = (step: number) => (step % 3 === 0 ? reply().tool("shell", { script: `echo ${step} >> done.txt` }) : look(step));

/** A model that goes on and on; `counts` what it is asked. */
function model({ steps = 40, act = work, sumsUp = () => reply().text(noted), instead = () => undefined }: Play = {}) {
  let step = 0;
  let number = 0;
  const endless = (request: SeenRequest): Reply => {
    const usage = { input: Math.round(request.raw.length / 3.5), output: 20 };
    const other = instead(number++);
    if (other !== undefined) return other;
    if (isSummary(request)) return sumsUp(request).usage(usage);
    return (++step > steps ? reply().text("Done.") : act(step)).usage(usage);
  };
  return { endless, allow: ["prefix" as const] };
}

const stage = (play: Play, more: AttendedOptions = {}) => attend({ files, settings, server: model(play), ...more });

function told(events: readonly Event[]): string[] {
  return events.flatMap((event) => {
    if (event.type === "context.compacted") return [`compacted ${event.cause} ${event.how}`];
    if (event.type === "turn.failed") return [`failed ${event.error.code}`];
    return event.type.startsWith("summary.") || event.type === "turn.completed" ? [event.type] : [];
  });
}

verifies("compaction.in-time", "with a summary that was asked for in advance", async () => {
  await using opened = await stage({});
  const { status } = await opened.prompt("look at all of it").then((outcome) => outcome!);
  const compactions = opened.events.filter((event) => event.type === "context.compacted");
  expect({ status, first: told(opened.events).slice(0, 3) }).toEqual({
    status: "completed",
    first: ["summary.started", "summary.completed", "compacted size model"],
  });
  for (const { tokens, prose } of compactions) {
    expect(tokens.after).toBeLessThan(tokens.before * 0.75);
    expect(prose).toContain(noted);
  }
  // None was ever too large for the window with room for a reply.
  expect(Math.max(...opened.model.seen.map(({ raw }) => raw.length / 3.5))).toBeLessThan(8000);
  const { steps } = await foldEvents(ledger, opened.events);
  expect(steps.filter(({ step }) => step === "summary").length).toBeGreaterThanOrEqual(compactions.length);
  expect(steps.every(({ usd }) => usd !== null)).toBe(true);
  await opened.demandReplay();
});

verifies("compaction.without-model", "because it is set so", async () => {
  await using opened = await stage({}, { flags: { compaction: "facts" } });
  await opened.prompt("look at all of it");
  expect([...new Set(told(opened.events))]).toEqual(["compacted size facts", "turn.completed"]);
  const last = opened.events.findLast((event) => event.type === "context.compacted");
  expect(last?.prose).toContain("- read ");
  await opened.demandReplay();
});

const broken: [string, Play][] = [
  ["because the summary is not ready", { sumsUp: () => reply().text("never").gate("closed") }],
  ["because the summary failed", { sumsUp: () => reply().status(400) }],
  ["because nothing was written", { sumsUp: () => reply().tool("read", { path: "long.txt" }) }],
];
for (const [why, play] of broken)
  verifies("compaction.without-model", why, async () => {
    await using opened = await stage(play);
    const outcome = await opened.prompt("look at all of it");
    expect({ why, status: outcome!.status, how: told(opened.events).find((line) => line.startsWith("compacted")) }).toEqual({
      why,
      status: "completed",
      how: "compacted size facts",
    });
    await opened.demandReplay();
  });

verifies("compaction.overflow", async () => {
  await using opened = await stage({ steps: 12, instead: (number) => (number === 8 ? reply().overflow() : undefined) });
  const outcome = await opened.prompt("look at all of it");
  expect(outcome!.status).toBe("completed");
  expect(told(opened.events)).toContain("compacted overflow facts");
  // What was refused is charged to nobody.
  const { usd, unpricedSteps } = await foldEvents(ledger, opened.events);
  expect({ unpricedSteps, spent: (await foldEvents(spent, opened.events)).usd }).toEqual({ unpricedSteps: 0, spent: usd });
  await opened.demandReplay();
});

verifies("compaction.overflow", "not twice, and not when it is switched off", async () => {
  for (const [flags, refused, compactions] of [[{}, [8, 9], 1] as const, [{ compaction: "off" }, [8], 0] as const]) {
    const isRefused = (number: number) => (refused as readonly number[]).includes(number);
    await using opened = await stage({ steps: 12, instead: (number) => (isRefused(number) ? reply().overflow() : undefined) }, { flags });
    const outcome = await opened.prompt("look at all of it");
    expect({ error: outcome!.error?.code, compactions: told(opened.events).filter((line) => line.startsWith("compacted")).length }).toEqual(
      {
        error: "model.overflow",
        compactions,
      },
    );
    await opened.demandReplay();
  }
});

verifies("compaction.breaker", "what was said last is too large by itself", async () => {
  await using opened = await stage({}, { flags: { compaction: "facts" } });
  const outcome = await opened.prompt(`read this: ${"many words ".repeat(4000)}`);
  expect(outcome!.error).toMatchObject({ code: "model.overflow", at: "context" });
  expect(opened.model.seen).toEqual([]);
  await opened.demandReplay();
});

verifies("compaction.breaker", "a window that is full again and again while nothing is done", async () => {
  const many = (step: number) =>
    Array.from({ length: 8 }, (_, at) => at).reduce(
      (said, at) => said.tool("read", { path: "long.txt", offset: 1 + ((step * 31 + at * 13) % 200), limit: 190 }),
      reply().text("Everything."),
    );
  await using opened = await stage({ act: many }, { flags: { compaction: "facts" } });
  const outcome = await opened.prompt("look at all of it");
  expect(outcome!.error?.code).toBe("model.overflow");
  expect(opened.model.seen.length).toBeLessThan(8);
  await opened.demandReplay();
});

verifies("compaction.asked", "between turns, and nothing when there is nothing to take out", async () => {
  await using opened = await stage({ steps: 6 });
  opened.thread.submit({ type: "context.compact" });
  await opened.thread.work();
  expect(told(opened.events)).toEqual([]);
  await opened.prompt("look at some of it");
  opened.thread.submit({ type: "context.compact" });
  expect(await opened.thread.work()).toBe(undefined);
  expect(told(opened.events).slice(-3)).toEqual(["summary.started", "summary.completed", "compacted asked model"]);
  await opened.prompt("and now?");
  expect(toldFacts(opened.model.seen.at(-1)!)!["What the user has asked for, in order"]).toEqual([{ turn: 1, text: "look at some of it" }]);
  await opened.demandReplay();
});

verifies("compaction.context", "of a compacted thread", async () => {
  await using opened = await stage({ steps: 6 });
  await opened.prompt("look at some of it");
  const report = () => contextReport({ home: opened.home, thread: opened.thread.id, env: {}, named: { providers: {}, models: {} } });
  const whole = await report();
  opened.thread.submit({ type: "context.compact" });
  await opened.thread.work();
  const cut = await report();
  const kinds = ({ parts }: typeof whole) => [...new Set(parts.map(({ kind }) => kind))];
  expect([whole.compactions, kinds(whole).slice(2)]).toEqual([0, ["prompts", "messages", "calls", "results"]]);
  expect([cut.compactions, kinds(cut).slice(2, 5)]).toEqual([1, ["facts", "summary", "messages"]]);
  expect(cut.tokens).toBeLessThan(whole.tokens);
});

verifies("compaction.forks", async () => {
  await using opened = await stage({ steps: 30 });
  await opened.prompt("look at all of it");
  const { seq } = opened.events.filter((event) => event.type === "item.completed")[6]!;
  const before = opened.model.seen.find((request) => toldFacts(request) !== undefined)!;
  const lastWhole = opened.model.seen[opened.model.seen.indexOf(before) - 1]!;
  await opened.fork(seq);
  await opened.thread.work();
  const forked = opened.model.seen.find((request, index) => index > opened.model.seen.indexOf(before) && toldFacts(request) === undefined);
  // It sees what was said, not what came to stand in its place.
  expect(forked?.conversation.messages.slice(0, 5)).toEqual(lastWhole.conversation.messages.slice(0, 5));
});

verifies("compaction.resume", async () => {
  const long = "a very long line of a prompt\n".repeat(700);
  await using opened = await stage({ steps: 14 }, { settings: settings.replace("10000", "40000") });
  await opened.prompt(long);
  opened.thread.submit({ type: "context.compact" });
  await opened.thread.work();
  const told = () => opened.model.seen.at(-1)!.conversation.messages;
  await opened.prompt("one more");
  const before = told();
  await opened.thread.close();
  // What lies before the cut is not needed any more.
  const blobs = join(opened.home, "threads", opened.thread.id, "blobs");
  const facts = opened.events.flatMap((event) => (event.type === "context.compacted" ? [event.facts, event.prose] : []));
  const needed = new Set(facts.flatMap((text) => (typeof text === "string" ? [] : [`${text.blob}.zst`])));
  const gone = existsSync(blobs) ? readdirSync(blobs).filter((name) => !needed.has(name)) : [];
  expect(gone.length).toBeGreaterThan(0);
  for (const name of gone) rmSync(join(blobs, name));
  await opened.reopen();
  await opened.prompt("and another");
  expect(told().slice(0, before.length)).toEqual(before);
});
