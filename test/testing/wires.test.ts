import { fc } from "../properties.ts";
import { expect } from "vitest";
import { reply, startModelServer, type WireName } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { aiClients, clients, type Assembled } from "./clients.ts";

const words = "Grüße 👋🏽 from a text that is long enough for several frames, 漢字 included.\n\n```ts\nconst a = 1;\n```";

const scripted = reply()
  .reasoning("First I read the file, then I run the tests.")
  .text(words)
  .tool("read", { path: "src/größe.ts" })
  .tool("shell", { command: "npm test", lines: [1, 2], nested: { deep: null } })
  .tool("list")
  .usage({ input: 100, output: 50, cacheRead: 30, cacheWrite: 20, reasoning: 10 });

const assembled: Omit<Assembled, "stop"> = {
  reasoning: "First I read the file, then I run the tests.",
  text: words,
  calls: [
    { name: "read", input: { path: "src/größe.ts" } },
    { name: "shell", input: { command: "npm test", lines: [1, 2], nested: { deep: null } } },
    { name: "list", input: {} },
  ],
  usage: { input: 100, output: 50, cacheRead: 30, cacheWrite: 20, reasoning: 10 },
};

const stops: Record<WireName, Record<"end" | "calls" | "length" | "refusal" | "pause", string>> = {
  anthropic: { end: "end_turn", calls: "tool_use", length: "max_tokens", refusal: "refusal", pause: "pause_turn" },
  responses: { end: "completed", calls: "completed", length: "max_output_tokens", refusal: "content_filter", pause: "completed" },
  chat: { end: "stop", calls: "tool_calls", length: "length", refusal: "content_filter", pause: "stop" },
  gemini: { end: "STOP", calls: "STOP", length: "MAX_TOKENS", refusal: "SAFETY", pause: "STOP" },
};

for (const client of clients) {
  // Gemini does not tell what was written to its cache.
  const usage = client.wire === "gemini" ? { ...assembled.usage, input: 120, cacheWrite: 0 } : assembled.usage;
  const expected = { ...assembled, usage, stop: stops[client.wire].calls };

  verifies("testing.wires", `${client.wire}, streamed`, async () => {
    await using server = await startModelServer(scripted);
    expect(await client.stream(server)).toEqual(expected);
  });

  verifies("testing.wires", `${client.wire}, whole`, async () => {
    await using server = await startModelServer(scripted);
    expect(await client.whole(server)).toEqual(expected);
  });

  verifies("testing.split", client.wire, async () => {
    const seeds = [1, 2, 3, 4, 5];
    for (const split of seeds) {
      await using server = await startModelServer({ split }, scripted, scripted);
      expect([await client.stream(server), await client.whole(server)]).toEqual([expected, expected]);
    }
  });

  verifies("testing.split", `${client.wire}, any text and arguments`, async () => {
    const input = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ noUnicodeString: false }), { noNullPrototype: true });
    const text = fc.string({ unit: "binary", minLength: 1, size: "medium" });
    await fc.assert(
      fc.asyncProperty(text, text, input, fc.nat(), async (reasoning, text, input, split) => {
        await using server = await startModelServer({ split }, reply().reasoning(reasoning).text(text).tool("read", input));
        const { usage: _, stop: __, ...said } = await client.stream(server);
        expect(said).toEqual({ reasoning, text, calls: [{ name: "read", input: JSON.parse(JSON.stringify(input)) as unknown }] });
      }),
      { numRuns: 20 },
    );
  });

  verifies("testing.stops", client.wire, async () => {
    await using server = await startModelServer(
      reply().text("Done."),
      reply().text("Done").stop("length"),
      reply().text("No.").stop("refusal"),
      reply().text("Wait").stop("pause"),
      reply().text("Cut").stop("length"),
    );
    expect([
      (await client.stream(server)).stop,
      (await client.stream(server)).stop,
      (await client.stream(server)).stop,
      (await client.stream(server)).stop,
      (await client.whole(server)).stop,
    ]).toEqual([
      stops[client.wire].end,
      stops[client.wire].length,
      stops[client.wire].refusal,
      stops[client.wire].pause,
      stops[client.wire].length,
    ]);
  });
}

for (const client of aiClients) {
  const usage = { ...assembled.usage, cacheWrite: client.tells.cacheWrite ? 20 : 0 };
  const expected = {
    ...assembled,
    usage: { ...usage, input: 120 - usage.cacheWrite },
    reasoning: client.tells.reasoning ? assembled.reasoning : "",
    stop: "tool-calls",
  };

  verifies("testing.wires", `ai, ${client.wire}, streamed`, async () => {
    await using server = await startModelServer(scripted);
    expect(await client.stream(server)).toEqual(expected);
  });

  verifies("testing.wires", `ai, ${client.wire}, whole`, async () => {
    await using server = await startModelServer(scripted);
    expect(await client.whole(server)).toEqual(expected);
  });
}
