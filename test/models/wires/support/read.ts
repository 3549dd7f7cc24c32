import type { ModelEvent, OutputItem, StopReason, Usage } from "../../../../src/contract/model.ts";
import type { Wire } from "../../../../src/contract/wire.ts";
import { createSse } from "../../../../src/models/framing/sse.ts";

export interface Reply {
  items: OutputItem[];
  stop: StopReason | undefined;
  usage: Usage | undefined;
}

/** What a server says, and what it means. Strings are frames that are no JSON. */
export interface Transcript {
  frames: readonly (object | string)[];
  reply: Reply;
}

/** The bytes as the vendor sends them: with the event's name where it has one. */
export function toSse(frames: Transcript["frames"]): Buffer {
  const blocks = frames.map((frame) => {
    const data = typeof frame === "string" ? frame : JSON.stringify(frame);
    const type = typeof frame === "object" && "type" in frame ? `event: ${String(frame.type)}\n` : "";
    return `${type}data: ${data}\n\n`;
  });
  return Buffer.from(blocks.join(""));
}

export function readEvents<State>(wire: Wire<State>, chunks: Iterable<Uint8Array>): ModelEvent[] {
  const framing = createSse();
  const events: ModelEvent[] = [];
  let state = wire.start();
  for (const chunk of chunks) {
    for (const frame of framing.push(chunk)) {
      const step = wire.step(state, frame);
      state = step.state;
      events.push(...step.events);
    }
  }
  framing.end();
  return events;
}

/** The reply that the events add up to. */
export function toReply(events: readonly ModelEvent[]): Reply {
  const reply: Reply = { items: [], stop: undefined, usage: undefined };
  for (const event of events) {
    if (event.type === "item") reply.items[event.index] = event.item;
    if (event.type === "usage") reply.usage = event.usage;
    if (event.type === "end") reply.stop = event.stop;
  }
  return { ...reply, items: reply.items.filter(() => true) };
}

export function readReply<State>(wire: Wire<State>, frames: Transcript["frames"]): Reply {
  return toReply(readEvents(wire, [toSse(frames)]));
}

/** What is thrown, as a plain object; undefined when nothing is. */
export function failureOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as { failure?: unknown }).failure ?? error;
  }
}
