import type { Event, EventBody } from "../../src/contract/event.ts";
import { Recorder } from "../../src/agent/recorder.ts";

/** A recorder whose events are kept in memory, without their envelope. */
export function recordInMemory(): { recorder: Recorder; recorded: EventBody[] } {
  const recorded: EventBody[] = [];
  const append = (body: EventBody): Event => {
    recorded.push(body);
    return { v: 1, seq: recorded.length - 1, at: 0, thread: "t", prev: "", ...body };
  };
  return { recorder: new Recorder({ append }, "t"), recorded };
}
