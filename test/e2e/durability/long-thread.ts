import type { EventBody, Receipt } from "../../../src/contract/event.ts";
import { noUsage } from "../../../src/contract/model.ts";
import { createLog } from "../../../src/log/writer.ts";

const line = "The quick brown fox jumps over the lazy dog.\n";
const instructions: EventBody = {
  type: "fact.recorded",
  fact: "instructions",
  value: [{ source: "identity", from: "built in", text: "You are an agent." }],
};

/**
 * A thread of many turns, each with a command and five checks whose outputs just fit into the log's lines.
 * Most of it is evidence: what the model said and was told, about 1 MB in 30, must still fit into a context window.
 */
export function writeLongThread({ home, workspace, bytes }: { home: string; workspace: string; bytes: number }): string {
  using log = createLog({ home, workspace, model: "anthropic/claude-opus-5-5", sandbox: "bubblewrap", fettle: "0.1.0" });
  log.append(instructions);
  let written = 0;
  for (let turn = 1; written < bytes; turn++) {
    for (const body of turnOf(turn)) {
      log.append({ turn, ...body });
      written += JSON.stringify(body).length;
    }
  }
  return log.thread;
}

function turnOf(turn: number): EventBody[] {
  const id = `toolu_${turn}`;
  const call = { type: "tool_use", id, name: "shell", input: { script: "npm test" } };
  const said = { type: "text", text: "Done." };
  return [
    { type: "prompt.admitted", prompt: `p${turn}`, by: "user", parts: [{ type: "text", text: "Go on." }] },
    { type: "turn.started", prompt: `p${turn}` },
    ...step(2 * turn - 1, {
      type: "call",
      id,
      name: "shell",
      inputText: JSON.stringify(call.input),
      raw: { wire: "anthropic", value: call },
    }),
    { type: "item.started", item: id, kind: "call", name: "shell", effect: "execute", input: call.input },
    { type: "item.completed", item: id, kind: "call", name: "shell", ok: true, parts: [{ type: "text", text: line.repeat(60) }], ms: 1 },
    ...[1, 2, 3, 4, 5].map((check): EventBody => ({ type: "check.completed", receipt: receiptOf(`check ${check}`, turn) })),
    ...step(2 * turn, { type: "text", text: said.text, raw: { wire: "anthropic", value: said } }),
    { type: "turn.completed", text: said.text, steps: 2 },
  ];
}

type Item = Extract<Extract<EventBody, { type: "step.completed" }>["output"], readonly unknown[]>[number];

function step(number: number, item: Item): EventBody[] {
  return [
    { type: "step.started", step: number, model: "anthropic/claude-opus-5-5", requestBytes: 1, reserved: { tokens: 1, usd: null } },
    {
      type: "step.completed",
      step: number,
      output: [item],
      stop: item.type === "call" ? "calls" : "end",
      usage: noUsage,
      usd: null,
      ms: { first: 1, total: 1 },
      attempts: 1,
    },
  ];
}

function receiptOf(check: string, turn: number): Receipt {
  return {
    id: `${check} of ${turn}`,
    check,
    proves: "tests",
    from: "package.json:1",
    argv: ["npm", "test"],
    cwd: ".",
    phase: "final",
    exitCode: 0,
    signal: null,
    timedOut: false,
    ms: 1,
    outputHash: "",
    output: line.repeat(350),
    treeBefore: `tree ${turn}`,
    treeAfter: `tree ${turn}`,
    startedAt: 1,
  };
}
