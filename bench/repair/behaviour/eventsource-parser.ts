import assert from "node:assert/strict";
import type * as Parser from "eventsource-parser";
import type * as Stream from "eventsource-parser/stream";
import { defineBehaviour } from "./behaviour.ts";

type Api = typeof Parser & Pick<typeof Stream, "EventSourceParserStream">;

/** Everything the parser says about `chunks`. */
function parse({ createParser }: Api, chunks: readonly string[], options: { maxBufferSize?: number } = {}): unknown[] {
  const said: unknown[] = [];
  const parser = createParser({
    onEvent: (event) => said.push(event),
    onError: (error) => said.push([error.type, error.message]),
    onRetry: (ms) => said.push(ms),
    onComment: (comment) => said.push(`: ${comment}`),
    ...options,
  });
  for (const chunk of chunks) parser.feed(chunk);
  return said;
}

export default defineBehaviour<Api>({
  "an event": async (api) => assert.deepEqual(parse(api, ["data: hello\n\n"]), [{ id: undefined, event: undefined, data: "hello" }]),
  "name and id": async (api) => assert.deepEqual(parse(api, ["event: add\nid: 7\ndata: 1\n\n"]), [{ id: "7", event: "add", data: "1" }]),
  "several lines of data": async (api) =>
    assert.deepEqual(parse(api, ["data: a\ndata:b\ndata\n\n"]), [{ id: undefined, event: undefined, data: "a\nb\n" }]),
  "several events at once": async (api) =>
    assert.deepEqual(
      parse(api, ["data: a\n\ndata: b\n\nevent: c\ndata: d\n\n"]).map((event) => (event as { data: string }).data),
      ["a", "b", "d"],
    ),
  "chunks cut anywhere": async (api) =>
    assert.deepEqual(parse(api, Array.from("id: 1\nevent: x\ndata: yz\n\n")), [{ id: "1", event: "x", data: "yz" }]),
  "every line end": async (api) =>
    assert.deepEqual(
      parse(api, ["data: a\r\n\r\ndata: b\r\rdata: c\n\n"]).map((event) => (event as { data: string }).data),
      ["a", "b", "c"],
    ),
  "a mark at the beginning": async (api) =>
    assert.deepEqual(parse(api, ["\u00EF\u00BB\u00BFdata: a\n\n"]), [{ id: undefined, event: undefined, data: "a" }]),
  "comments and times": async (api) => assert.deepEqual(parse(api, [": note\n:bare\nretry: 250\n"]), [": note", ": bare", 250]),
  "a time that is none": async (api) =>
    assert.deepEqual(parse(api, ["retry: soon\n"]), [["invalid-retry", 'Invalid `retry` value: "soon"']]),
  "an unknown field": async (api) => assert.equal((parse(api, ["colour: red\n"])[0] as string[])[0], "unknown-field"),
  "an id with a null character is ignored": async (api) =>
    assert.deepEqual(parse(api, ["id: a\0b\ndata: 1\n\n"]), [{ id: undefined, event: undefined, data: "1" }]),
  "nothing without data": async (api) => assert.deepEqual(parse(api, ["event: x\n\n", "\n\n"]), []),
  "reset forgets, or consumes": async ({ createParser }) => {
    const events: string[] = [];
    const parser = createParser({ onEvent: ({ data }) => events.push(data) });
    parser.feed("data: lost");
    parser.reset();
    parser.feed("data: kept\n\n");
    assert.deepEqual(events, ["kept"]);
  },
  "functions are refused": async ({ createParser }) => assert.throws(() => createParser((() => {}) as never), TypeError),
  "errors have names": async ({ ParseError }) => {
    const error = new ParseError("odd", { type: "unknown-field", field: "f", value: "v", line: "f: v" });
    assert.deepEqual([error.name, error.type, error.field, error.value, error.line], ["ParseError", "unknown-field", "f", "v", "f: v"]);
  },
  "a stream": async ({ EventSourceParserStream }) => {
    const events: string[] = [];
    const source = streamOf(["data: a\n", "\nda", "ta: b\n\n"]);
    const parsed = source.pipeThrough(new EventSourceParserStream());
    const reader = parsed.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) events.push(next.value.data);
    assert.deepEqual(events, ["a", "b"]);
  },
  "a stream that ends at an error": async ({ EventSourceParserStream }) => {
    const source = streamOf(["colour: red\n"]);
    const strict = new EventSourceParserStream({ onError: "terminate" });
    await assert.rejects(source.pipeThrough(strict).getReader().read(), { name: "ParseError" });
  },
});

function streamOf(chunks: readonly string[]): ReadableStream<string> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}
