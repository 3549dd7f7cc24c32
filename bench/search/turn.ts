/** The lines of one turn's events, some thirty: a prompt, eight calls with outputs of up to a hundred lines, a check, a verdict. */
export function makeTurn({ thread, seq, text, random }: { thread: string; seq: number; text(): string; random(): number }): string[] {
  const lines: string[] = [];
  const add = (type: string, body: object) =>
    lines.push(
      `${JSON.stringify({ v: 1, seq: seq + lines.length, at: 1_700_000_000_000 + seq + lines.length, thread, prev: "", turn: 1, type, ...body })}\n`,
    );
  const parts = (count: number) => [{ type: "text", text: Array.from({ length: count }, text).join("\n") }];
  add("prompt.admitted", { prompt: "p", by: "user", parts: parts(1) });
  add("turn.started", { prompt: "p" });
  for (let call = 0; call < 8; call++) {
    const item = `call-${seq}-${call}`;
    add("step.started", { step: call, model: "m", requestBytes: 1, reserved: { tokens: 1, usd: null } });
    add("step.completed", {
      step: call,
      output: [
        { type: "text", text: text() },
        { type: "call", id: item, name: "shell", inputText: "{}" },
      ],
      stop: "calls",
      usage: {},
      usd: 0,
      ms: { first: 1, total: 1 },
      attempts: 1,
    });
    add("policy.decided", { item, decision: "allow", rule: "box", where: "built in", reason: "inside", code: "box" });
    add("item.started", { item, kind: "call", name: "shell", effect: "execute", input: { script: text() } });
    if (call % 3 === 0)
      add("transaction.committed", {
        item,
        checkpoints: ["c1"],
        changes: [{ path: "src/a.ts", change: "modified", before: "", after: "" }],
        total: 1,
      });
    add("item.completed", { item, kind: "call", name: "shell", ok: true, parts: parts(1 + Math.floor(random() ** 3 * 25)), ms: 1 });
  }
  add("check.completed", { receipt: { id: "receipt-1", check: "test", argv: ["npm", "test"], exitCode: 0, output: parts(5)[0]!.text } });
  add("verdict.reached", { verdict: "verified", reasons: ["test passes."], receipts: [], tree: "" });
  add("turn.completed", { text: text(), steps: 8 });
  return lines;
}
