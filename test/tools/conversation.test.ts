import { expect } from "vitest";
import ask from "../../src/tools/ask.ts";
import plan from "../../src/tools/plan.ts";
import { verifies } from "../verifies.ts";
import { openBench } from "./context.ts";

verifies("tools.plan", async () => {
  await using bench = await openBench();
  const items = [
    { text: "find it", status: "done" as const },
    { text: "mend it", status: "active" as const },
  ];
  expect(await bench.call(plan, { items })).toEqual({ ok: true, text: "Noted." });
  expect([bench.plans, plan.title?.({ items })]).toEqual([[items], "plan 1/2"]);
});

verifies("tools.ask", async () => {
  await using bench = await openBench();
  const asked: unknown[] = [];
  const answered = {
    ...bench.context,
    async ask(question: string, choices: readonly string[]) {
      asked.push([question, choices]);
      return "blue";
    },
  };
  const input = { question: "Which colour?", choices: ["red", "blue"] };
  expect([await ask.run(input, answered), await ask.run(input, bench.context)]).toEqual([
    { ok: true, text: "blue" },
    { ok: false, text: "Nobody is there to answer. Go on with the assumption you find best, and state it in your final answer." },
  ]);
  expect(asked).toEqual([["Which colour?", ["red", "blue"]]]);
});
