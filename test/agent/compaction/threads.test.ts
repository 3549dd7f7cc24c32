import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { canonicalPrefix, reply, type SeenRequest } from "../../../src/testing/index.ts";
import { seed } from "../../random.ts";
import { verifies } from "../../verifies.ts";
import { attend, type Attended } from "../attended.ts";
import { expectedFacts } from "./expected-facts.ts";
import { check, files, isSummary, policy, type Story, storyFrom } from "./story.ts";
import { seenPrompts, toldFacts } from "./told-facts.ts";

const THREADS = 40;
const GROUPS = 4;

type Line = Record<string, unknown>;

/** What the model has been sent, and what was known then. */
interface Sent {
  request: SeenRequest;
  /** How many events there were. */
  events: number;
  /** Of the first request after a compaction. */
  expected: ReturnType<typeof expectedFacts> | undefined;
}

/** Plays a story to its end. */
async function play(stage: Attended, story: Story, sent: Sent[]): Promise<void> {
  const answers = [...story.answers];
  stage.thread.listen((event) => {
    if (event.type === "approval.requested") {
      const { approval, requestHash, rule } = event;
      // Nothing confines commands here, which makes forty threads cheap: only what the story is about is a question.
      const decision = rule !== "deploy" || answers.shift() === true ? "allow" : "deny";
      stage.thread.submit({ type: "approval.decide", approval, requestHash, decision, by: "me", reason: "as I like it" });
    }
    if (event.type === "question.asked")
      stage.thread.submit({ type: "question.answer", question: event.question, answer: "tea", by: "me" });
  });
  await stage.prompt(story.prompts[0]);
  stage.thread.submit({ type: "context.compact" });
  await stage.thread.work();
  await stage.prompt(story.prompts[1]);
  stage.thread.submit({ type: "context.compact" });
  await stage.thread.work();
  await stage.prompt(story.prompts[2]);
  expect(sent.filter(({ expected }) => expected !== undefined).length).toBe(5);
}

/** One thread from its seed: what was sent, what has happened, and what was really run. */
async function threadFrom(threadSeed: number, how: "model" | "facts") {
  const folder = mkdtempSync(join(tmpdir(), "fettle-outside-"));
  const log = join(folder, "ran.log");
  const story = storyFrom(threadSeed, { log });
  const acts = story.acts.flat();
  const sent: Sent[] = [];
  await using stage: Attended = await attend({
    files,
    policy,
    flags: { checks: [check], sandbox: "none", compaction: how, check_rounds: 9, red_green_seconds: 0 },
    server: {
      // It is looked at below, between compactions.
      allow: ["prefix"],
      endless(request) {
        const usage = { input: Math.round(request.raw.length / 4), output: 10 };
        if (isSummary(request)) return reply().text("I had looked at parse.ts; print.ts comes next.").usage(usage);
        const { events } = stage;
        const isCompacted = events.slice(sent.at(-1)?.events).some(({ type }) => type === "context.compacted");
        sent.push({ request, events: events.length, expected: isCompacted ? expectedFacts(events, stage.workspace) : undefined });
        const act = acts.shift();
        if (act?.compacts === true) stage.thread.submit({ type: "context.compact" });
        return (act?.reply ?? reply().text("Done.")).usage(usage);
      },
    },
  });
  try {
    await play(stage, story, sent);
    const ran = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
    if (threadSeed % 8 === 0) await stage.demandReplay();
    return { story, sent, ran, events: [...stage.events], requests: [...stage.model.seen] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The facts of a request in the words of what is expected. */
function readFacts(request: SeenRequest) {
  const told = toldFacts(request);
  expect(told).toBeDefined();
  const section = (title: RegExp) => (Object.entries(told!).find(([name]) => title.test(name))?.[1] ?? []) as Line[];
  const decisions = section(/^Decisions/);
  return {
    asked: section(/^What the user has asked/).map(({ text }) => text),
    contract: section(/^The contract/),
    plan: section(/^The plan/),
    files: Object.fromEntries(section(/^Files that were touched/).map(({ path, after }) => [path, after])),
    commands: section(/^What was carried out/).map(({ item, input, exitCode }) => ({ item, input, exitCode })),
    denied: decisions
      .filter(({ decision, question }) => decision === "deny" && question === undefined)
      .map(({ item, reason }) => ({ item, reason })),
    approvals: decisions
      .filter(({ decision, question }) => decision !== undefined && question !== undefined)
      .map(({ decision, by }) => ({ decision, by })),
    answers: decisions.filter(({ answer }) => answer !== undefined).map(({ answer, by }) => ({ answer, by })),
    checks: section(/^How each check/).map(({ check, receipt, exitCode, output }) => ({ check, receipt, exitCode, output })),
  };
}

for (let group = 0; group < GROUPS; group++)
  verifies("compaction.facts-survive", `threads ${group * (THREADS / GROUPS) + 1} to ${(group + 1) * (THREADS / GROUPS)}`, async () => {
    for (let each = 0; each < THREADS / GROUPS; each++) {
      const threadSeed = seed * 1000 + group * (THREADS / GROUPS) + each;
      const how = each % 2 === 0 ? "model" : "facts";
      const { story, sent, ran, events, requests } = await threadFrom(threadSeed, how);
      const compactions = events.filter((event) => event.type === "context.compacted");
      expect({ threadSeed, compactions: compactions.length, hows: [...new Set(compactions.map((event) => event.how))] }).toEqual({
        threadSeed,
        compactions: 5,
        hows: [how],
      });

      // Nothing was done twice, although the model asked for it.
      expect({ threadSeed, twice: ran.filter((line, index) => ran.indexOf(line) !== index) }).toEqual({ threadSeed, twice: [] });
      const repeats = events.filter((event) => event.type === "item.completed" && event.repeats !== undefined);
      expect({ threadSeed, repeats: repeats.length }).toEqual({ threadSeed, repeats: 3 });

      // The instructions are the same words in every request, and each request begins as the one before it did.
      expect(new Set(requests.map(({ conversation }) => conversation.system)).size).toBe(1);
      demandPrefixes(sent, requests);

      for (const { request, expected, events: length } of sent) {
        if (expected === undefined) continue;
        const told = readFacts(request);
        const begun = events.slice(0, length).filter((event) => event.type === "prompt.admitted" && event.by === "user");
        const prompts = [...told.asked, ...seenPrompts(request)].filter((text) => story.prompts.includes(text as string));
        expect({ threadSeed, prompts }).toEqual({ threadSeed, prompts: story.prompts.slice(0, begun.length) });
        expect({ threadSeed, ...told, asked: [] }).toEqual({ threadSeed, ...expected, asked: [] });
      }
    }
  });

function demandPrefixes(sent: readonly Sent[], requests: readonly SeenRequest[]): void {
  const begins = (request: SeenRequest, before: SeenRequest) => {
    const segments = canonicalPrefix(request);
    expect(segments.slice(0, canonicalPrefix(before).length)).toEqual(canonicalPrefix(before));
  };
  for (const [index, { request, expected }] of sent.entries()) {
    const before = sent[index - 1];
    if (before === undefined) continue;
    if (expected === undefined) begins(request, before.request);
  }
  // What asks for a summary begins as the step before it.
  for (const [index, request] of requests.entries()) {
    const before = requests.slice(0, index).findLast((each) => !isSummary(each));
    if (isSummary(request) && before !== undefined) begins(request, before);
  }
}
