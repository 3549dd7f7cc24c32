import type { Check } from "../../../src/contract/check.ts";
import type { Change, Counts, Event, EventBody, Receipt } from "../../../src/contract/event.ts";
import { work } from "../../../src/log/folds/work.ts";
import { type ClaimEvidence, gatherEvidence } from "../../../src/verify/claims/evidence.ts";

type Step =
  | { script: string; exit?: number; output?: string; background?: true; changes?: readonly string[] }
  | { tool: string }
  /** `added a.ts`, `modified b.ts`, `deleted c.ts`. */
  | { edit: readonly string[] }
  | { held: string };

/** What a log with these steps, and these checks after them, is as evidence. */
export async function evidenceOf(steps: readonly Step[], receipts: Partial<ClaimEvidence> = {}): Promise<ClaimEvidence> {
  const events = [{ type: "turn.started", turn: 1, prompt: "p" }, ...steps.flatMap(eventsOf)] as unknown as Event[];
  const view = events.reduce((folded, event) => work.step(folded, event), work.start());
  return await gatherEvidence(view, { contract: [], baseline: [], final: [], earlier: [], ...receipts });
}

export function eventsOf(step: Step, index: number): EventBody[] {
  const item = `call-${index}`;
  if ("held" in step)
    return [{ type: "transaction.quarantined", item, quarantine: ["q"], held: [{ path: step.held, rule: "r", reason: "r" }] }];
  if ("edit" in step) return [committed(item, step.edit)];
  const call = { item, kind: "call" } as const;
  if ("tool" in step)
    return [
      { type: "item.started", ...call, name: step.tool, effect: "read", input: {} },
      { type: "item.completed", ...call, name: step.tool, ok: true, parts: [], ms: 1 },
    ];
  const { script, exit = 0, output = "", background, changes = [] } = step;
  const input = { script, ...(background && { background }) };
  return [
    { type: "item.started", ...call, name: "shell", effect: "execute", input },
    ...(changes.length > 0 ? [committed(item, changes)] : []),
    {
      type: "item.completed",
      ...call,
      name: "shell",
      ok: exit === 0,
      parts: [{ type: "text", text: `${output}\n[exit code ${exit}]` }],
      ms: 1,
    },
  ];
}

function committed(item: string, said: readonly string[]): EventBody<"transaction.committed"> {
  const changes = said.map((text): Change => {
    const [change, path] = text.split(" ") as [Change["change"], string];
    return { path, change, before: change === "added" ? null : `${item}-before`, after: change === "deleted" ? null : item };
  });
  return { type: "transaction.committed", item, checkpoints: [], changes, total: changes.length };
}

export function checkOf(id: string, proves: Check["proves"], ...argv: string[]): Check {
  return { id, argv, cwd: ".", proves, from: "package.json:3", timeoutMs: 1000 };
}

export function receiptOf(check: Check, exitCode: number, counts?: Counts): Receipt {
  const ended = { exitCode, signal: null, timedOut: false, ms: 1, outputHash: "", output: "", startedAt: 0 };
  const { id, argv, cwd, proves, from } = check;
  const where = { check: id, argv: [...argv], cwd, proves, from, treeBefore: "t", treeAfter: "t" };
  return { id: `receipt-${id}`, ...where, ...ended, phase: "final", ...(counts !== undefined && { counts }) };
}

export function countsOf(passed: number, failed = 0, skipped = 0): Counts {
  return { runner: "vitest", passed, failed, skipped, total: passed + failed + skipped, failures: [] };
}
