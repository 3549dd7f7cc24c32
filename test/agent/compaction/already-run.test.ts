import { expect } from "vitest";
import { earlierRun } from "../../../src/agent/already-run.ts";
import { facts, type Facts } from "../../../src/context/facts/facts.ts";
import type { Event, EventBody } from "../../../src/contract/event.ts";
import { sha256 } from "../../../src/lib/hash.ts";
import shell from "../../../src/tools/shell.ts";
import { verifies } from "../../verifies.ts";

const entry = { name: "shell", summary: "", effect: "execute", schema: {}, load: async () => ({ default: shell }) } as const;
const call = (script: string, more: object = {}) => ({ entry, tool: shell as never, input: { script, ...more } });

function fold(...bodies: EventBody[]): Facts {
  let view = facts.start();
  for (const [seq, body] of bodies.entries()) {
    const event: Event = { v: 1, seq, at: 0, thread: "t", prev: "", ...body };
    view = facts.step(view, event);
  }
  return view;
}

interface Run {
  kind?: "call" | "user";
  input?: unknown;
  changes?: number;
  repeats?: string;
  recovered?: "not-done" | "unknown";
}

function ran(
  item: string,
  script: string,
  { kind = "call", input = { script }, changes = 0, repeats = "", recovered }: Run = {},
): EventBody[] {
  const began: EventBody = { type: "item.started", item, kind, name: "shell", effect: "execute", input };
  const changed: EventBody = {
    type: "transaction.committed",
    item,
    checkpoints: [],
    changes: [{ path: "a", change: "modified", before: "0", after: "1" }],
    total: 1,
  };
  return [
    ...(repeats === "" ? [began] : []),
    ...(changes > 0 ? [changed] : []),
    {
      type: "item.completed",
      item,
      kind,
      name: "shell",
      ok: true,
      parts: [],
      ms: 1,
      ...(repeats !== "" && { repeats }),
      ...(recovered !== undefined && { recovered }),
    },
  ];
}

const unseen = new Set<string>();
const found = (view: Facts, asked = call("make"), visible: ReadonlySet<string> = unseen) =>
  earlierRun(asked, { facts: view, visible })?.item;

verifies("compaction.no-repeat", "which calls are the very same, and when nothing new would come of them", () => {
  const long = { script: "make", note: "x".repeat(20_000) };
  const blob = { blob: sha256(JSON.stringify(long)), bytes: 20_030, preview: "…" };
  const table: [string, string | undefined, string | undefined][] = [
    ["the same script", found(fold(...ran("c1", "make"))), "c1"],
    ["the last of several", found(fold(...ran("c1", "make"), ...ran("c2", "make"))), "c2"],
    ["with another time limit", found(fold(...ran("c1", "make")), call("make", { timeout: 7 })), "c1"],
    ["what it changed itself", found(fold(...ran("c1", "make", { changes: 1 }))), "c1"],
    ["a long input, as a blob", found(fold(...ran("c1", "", { input: blob })), { ...call(""), input: long }), "c1"],
    ["it was cut off, after what effects nobody knows", found(fold(...ran("c1", "make", { recovered: "unknown" }))), "c1"],
    ["it was cut off before it had an effect", found(fold(...ran("c1", "make", { recovered: "not-done" }))), undefined],
    ["another script", found(fold(...ran("c1", "make all"))), undefined],
    ["another folder", found(fold(...ran("c1", "make")), call("make", { cwd: "sub" })), undefined],
    ["the model sees it still", found(fold(...ran("c1", "make")), call("make"), new Set(["c1"])), undefined],
    ["something has changed since", found(fold(...ran("c1", "make"), ...ran("c2", "sed", { changes: 1 }))), undefined],
    ["a person ran it", found(fold(...ran("user-1", "make", { kind: "user" }))), undefined],
    ["it has been told already", found(fold(...ran("c1", "make"), ...ran("c2", "make", { repeats: "c1" }))), undefined],
    [
      "it was never carried out",
      found(fold({ type: "item.completed", item: "c1", kind: "call", name: "shell", ok: false, parts: [], ms: 0 })),
      undefined,
    ],
  ];
  expect(table.map(([what, item]) => [what, item])).toEqual(table.map(([what, , expected]) => [what, expected]));
});
