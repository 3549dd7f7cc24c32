import { expect } from "vitest";
import { canonicalPrefix, reply, startModelServer } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { listKeys, post, soundRequests, wires } from "./requests.ts";

for (const wire of wires) {
  verifies("testing.prefix", wire, async () => {
    await using server = await startModelServer(reply().text("A"), reply().text("B"));
    const longer = soundRequests[wire]();
    (longer.body[listKeys[wire]] as unknown[]).push({ role: "user", content: "go on", parts: [{ text: "go on" }] });
    await post(server, soundRequests[wire]());
    await post(server, longer);
    const [before, after] = server.seen.map(canonicalPrefix);
    expect(after!.slice(0, before!.length)).toEqual(before);
    expect(after!.slice(before!.length)).toEqual([expect.stringContaining("go on")]);
  });
}

verifies("testing.prefix", "a cache mark that moves changes nothing", async () => {
  await using server = await startModelServer(reply().text("A"), reply().text("B"));
  const marked = soundRequests.anthropic();
  const messages = marked.body.messages as { role: string; content: unknown }[];
  messages[0] = { role: "user", content: [{ type: "text", text: "read it", cache_control: { type: "ephemeral" } }] };
  await post(server, soundRequests.anthropic());
  await post(server, marked);
  expect(canonicalPrefix(server.seen[1]!)).toEqual(canonicalPrefix(server.seen[0]!));
});
