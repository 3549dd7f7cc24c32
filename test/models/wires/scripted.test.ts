import { expect } from "vitest";
import type { Entry } from "../../../src/contract/model.ts";
import { defineProvider } from "../../../src/contract/provider.ts";
import type { Wire } from "../../../src/contract/wire.ts";
import { createClient } from "../../../src/models/client.ts";
import { reply, startModelServer } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";
import { answersTo, image, output, readTool, request, user } from "./support/conversation.ts";
import { wires } from "./transcripts/index.ts";

const script = [
  reply().reasoning("Both of them.").text("I will look.").tool("read", { path: "a" }).tool("read", { path: "ü" }).unknown(),
  reply().status(529, { retryAfter: 0 }),
  reply().reasoning("And one more.").tool("read", { path: "c" }),
  reply().text("Cut").status(500),
  reply().text("Done.").usage({ input: 10, output: 5, cacheRead: 90 }),
];

function connect(wire: Wire, url: string): ReturnType<typeof createClient> {
  const provider = defineProvider({
    name: "scripted",
    title: "Scripted",
    wire,
    baseUrl: url,
    env: { key: [], baseUrl: [] },
    example: "m-1",
  });
  return createClient({ provider, baseUrl: url, access: { key: "k", env: {}, now: () => new Date(0) }, sleep: async () => {} });
}

for (const wire of wires) {
  for (const split of [0, 1, 2]) {
    verifies("wires.scripted", `${wire.name}, bytes cut by seed ${split}`, async () => {
      await using server = await startModelServer({ split }, ...script);
      const client = connect(wire, server.url);
      const entries: Entry[] = [user("Look", image)];
      const replies = [];
      for (let turn = 0; turn < 3; turn++) {
        const { items, stop, attempts } = await client.send(
          request({ tools: [readTool], entries: [...entries], effort: "high", cacheKey: "thread" }),
        );
        replies.push({ stop, attempts, inputs: items.flatMap((item) => (item.type === "call" ? [item.inputText] : [])) });
        entries.push(output(...items), ...answersTo(items));
      }
      client.close();
      expect(replies).toEqual([
        { stop: "calls", attempts: 1, inputs: ['{"path":"a"}', '{"path":"ü"}'] },
        { stop: "calls", attempts: 2, inputs: ['{"path":"c"}'] },
        { stop: "end", attempts: 2, inputs: [] },
      ]);
    });
  }
}
