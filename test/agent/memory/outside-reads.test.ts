import { expect } from "vitest";
import { proposalFacts } from "../../../src/agent/outside-reads.ts";
import type { Event, EventBody } from "../../../src/contract/event.ts";
import { verifies } from "../../verifies.ts";
import { call } from "./place.ts";

async function* events(bodies: readonly EventBody[]): AsyncGenerator<Event> {
  for (const [seq, body] of bodies.entries()) yield { v: 1, seq, at: 0, thread: "t", prev: "", ...body };
}

const connection = { item: "c", port: 443, rule: "r", bytesUp: 0, bytesDown: 0, ms: 0, times: 1 } as const;

verifies("memory.accept", "what counts as read from outside", async () => {
  const outside: EventBody[] = [
    call("fetch", "network", { url: "https://example.org" }),
    call("read", "read", { path: "/etc/hosts" }),
    call("read", "read", { path: "../other/README.md" }),
    call("grep", "read", { pattern: "x", path: "node_modules/a/b" }),
    call("shell", "execute", { script: "cat a.txt\nhead vendor/x.md" }),
    { type: "connection.judged", ...connection, host: "example.org", method: "GET", decision: "allow" },
    {
      type: "prompt.admitted",
      prompt: "p",
      by: "user",
      parts: [{ type: "image", mediaType: "image/png", image: { blob: "0".repeat(64), bytes: 1 } }],
    },
  ];
  const inside: EventBody[] = [
    call("read", "read", { path: "src/a.ts" }),
    call("read", "read", { path: "/w/src/a.ts" }),
    call("shell", "execute", { script: "npm test\nls" }),
    { type: "connection.judged", ...connection, host: "example.org", method: "GET", decision: "deny" },
    { type: "connection.judged", ...connection, host: "localhost", method: "LOCAL", decision: "allow" },
    { type: "prompt.admitted", prompt: "p", by: "user", parts: [{ type: "text", text: "../x" }] },
  ];
  const proposal: EventBody = { type: "item.started", item: "it", kind: "call", name: "remember", effect: "none", input: {} };
  const later = call("fetch", "network", { url: "https://example.org/later" });
  const facts = await proposalFacts(events([...outside, ...inside, proposal, later]), { item: "it", workspace: "/w" });
  expect({ seqs: facts.reads.map(({ seq }) => seq), event: facts.event, receipt: facts.receipt }).toEqual({
    seqs: outside.map((_, seq) => seq),
    event: outside.length + inside.length,
    receipt: undefined,
  });
  // A log that does not have the call says nothing of what came before it.
  expect((await proposalFacts(events(inside), { item: "it", workspace: "/w" })).event).toBe(undefined);
});
