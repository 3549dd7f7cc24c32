import { expect } from "vitest";
import { returnWorkspace } from "../../src/agent/undo.ts";
import type { Delta, Event } from "../../src/contract/event.ts";
import { foldEvents } from "../../src/log/folds/fold.ts";
import { threadState } from "../../src/log/folds/state.ts";
import { reply, type Reply } from "../../src/testing/index.ts";
import { seed, wholeFrom } from "../random.ts";
import { verifies } from "../verifies.ts";
import { attend, type Attended } from "./attended.ts";

type Choose = (below: number) => number;

/** What a model might say. */
function says(choose: Choose): Reply {
  const thought = reply().text("Let me");
  switch (choose(6)) {
    case 0:
      return thought.tool("shell", { script: `echo ${choose(100)} >> a.txt` });
    case 1:
      return thought.tool("ask", { question: "Which?", choices: ["tea"] }).tool("list", { path: "." });
    case 2:
      return thought.tool("write", { path: `b${choose(100)}.txt`, content: "b\n" }).tool("ask", { question: "And now?" });
    case 3:
      return thought.tool("list", { path: "." }).tool("read", { path: "a.txt" });
    default:
      return reply().text("Done.");
  }
}

/** A person who answers, and now and then does something else while the thread works. */
function meddle(stage: Attended, choose: Choose): (event: Event | Delta) => void {
  return (event) => {
    const { thread } = stage;
    const isInterrupting = choose(60) === 0;
    if (isInterrupting) thread.submit({ type: "turn.interrupt", reason: "enough" });
    if (event.type === "approval.requested") {
      const { approval, requestHash } = event;
      const decision = choose(4) === 0 ? "deny" : "allow";
      thread.submit({
        type: "approval.decide",
        approval,
        requestHash,
        decision,
        by: "me",
        reason: "",
        ...(choose(3) === 0 && { remember: "thread" }),
      });
    }
    if (event.type === "question.asked") thread.submit({ type: "question.answer", question: event.question, answer: "tea", by: "me" });
    if (choose(25) === 0) thread.submit({ type: "command.run", script: `echo ${choose(100)} >> own.txt; cat own.txt` });
    if (choose(40) === 0) thread.submit({ type: "prompt.submit", text: "and this" });
    if (choose(40) === 0) thread.submit({ type: "prompt.submit", text: "later", delivery: "queue" });
    const [waiting] = thread.waiting;
    if (waiting !== undefined && choose(20) === 0) thread.submit({ type: "prompt.withdraw", prompt: waiting.id });
    if (waiting !== undefined && choose(20) === 0) thread.submit({ type: "prompt.queue", prompt: waiting.id });
  };
}

async function betweenTurns(stage: Attended, choose: Choose): Promise<void> {
  const { thread, home } = stage;
  const store = await stage.store();
  const done = store.checkpoints().filter(({ kind, state }) => kind === "commit" && state === "done");
  const last = done.at(-1);
  if (last !== undefined && choose(2) === 0)
    await thread.betweenTurns((own) => returnWorkspace({ home, store, kind: "undo", which: { ids: [last.id] }, own }));
  if (choose(3) === 0) await stage.run("ls");
  if (choose(3) === 0) thread.submit({ type: "prompt.release" });
  if (choose(4) === 0) await stage.reopen();
}

for (const story of [seed, seed + 1, seed + 2])
  verifies("agent.replay-processes", `whatever a person does, and when: seed ${story}`, async () => {
    const choose = wholeFrom(story);
    await using stage = await attend({
      files: { "a.txt": "a\n" },
      flags: { mode: "ask", checks: ["cat a.txt"], max_steps: 8 },
      server: { endless: () => says(choose) },
    });
    const meddling = meddle(stage, choose);
    for (let round = 0; round < 4; round++) {
      const stop = stage.thread.listen(meddling);
      await stage.prompt(`prompt ${round}`);
      stop();
      await betweenTurns(stage, choose);
    }
    const { openItems, openApprovals, openQuestions } = await foldEvents(threadState, stage.events);
    expect([...openItems, ...openApprovals, ...openQuestions]).toEqual([]);
    await stage.demandReplay();
  });
