/**
 * A thread once more, with no model and no network: the agent's own code runs in a world that does what was recorded.
 * Each event it makes must be the recorded one, to the byte; where a process was killed, the next one goes on as it did.
 */
import type { Event } from "../contract/event.ts";
import { openBlobs, type ThreadBlobs } from "../log/blobs.ts";
import { readEvents } from "../log/events.ts";
import { entries as rules } from "../policy/rules/index.gen.ts";
import { Inbox } from "./inbox.ts";
import { readPast } from "./past.ts";
import { createRecordedWorld } from "./recorded-world.ts";
import { type NewEvent, Recorder } from "./recorder.ts";
import { Tape, TapeEnd } from "./tape.ts";
import type { Terms } from "./terms.ts";
import { Thread } from "./thread.ts";

/** Hands every event to `onEvent` as it is made. Throws `replay.diverged` at the first that is not as recorded. */
export async function replayThread({
  home,
  thread,
  onEvent,
}: {
  home: string;
  thread: string;
  onEvent(event: Event): void;
}): Promise<void> {
  const blobs = openBlobs(home, thread);
  const earlier: Event[] = [];
  let process: Event[] = [];
  /** It has begun something and not said how it ended: what a person does next is done by another process. */
  let isBusy = false;
  for await (const event of readEvents(home, thread)) {
    if (event.thread !== thread) {
      earlier.push(event);
      continue;
    }
    isBusy = staysBusy(event, isBusy);
    const isBetween = isPersonal(event) && (isBusy || process.length === 0);
    if (isBetween || event.type === "thread.resumed") {
      await replayProcess(process, { blobs, earlier, onEvent });
      earlier.push(...process);
      process = [];
      isBusy = false;
    }
    if (isBetween) {
      earlier.push(event);
      onEvent(event);
    } else {
      process.push(event);
    }
  }
  await replayProcess(process, { blobs, earlier, onEvent });
}

const TURN_ENDS: ReadonlySet<Event["type"]> = new Set<Event["type"]>(["turn.completed", "turn.failed", "turn.interrupted"]);

/** Turns begin with a prompt; people's commands may run between them. */
function staysBusy(event: Event, isBusy: boolean): boolean {
  if (event.type === "prompt.admitted" || (event.type === "item.started" && event.turn === undefined)) return true;
  return isBusy && !TURN_ENDS.has(event.type) && !(event.type === "item.completed" && event.turn === undefined);
}

/** What a person did between turns and around the agent, such as an undo: it is passed on as it is. */
function isPersonal(event: Event): boolean {
  if (event.type === "transaction.committed") return event.item === "user";
  // Of a turn's own verdicts each says which turn.
  if (event.type === "verdict.reached") return event.turn === undefined;
  return event.type === "finding.accepted" || event.type === "transaction.undone" || event.type === "transaction.redone";
}

/** What one process did between its opening of the thread and its end, or the moment it was killed. */
async function replayProcess(
  events: readonly Event[],
  { blobs, earlier, onEvent }: { blobs: ThreadBlobs; earlier: readonly Event[]; onEvent(event: Event): void },
): Promise<void> {
  if (events.length === 0) return;
  const tape = new Tape(events, onEvent);
  const reading = readPast(blobs);
  for (const event of earlier) reading.take(event);
  const takeAsItIs = () => {
    const event = tape.take();
    reading.take(event);
    return event;
  };
  const begun = takeAsItIs();
  while (tape.next?.type === "fact.recorded" && tape.next.turn === undefined) takeAsItIs();
  const past = await reading.finish();
  const terms = past.state.facts.get("terms") as Terms | undefined;
  // The process was killed before it could do anything.
  if (terms === undefined) while (tape.next !== undefined) tape.take();
  if (terms === undefined || tape.next === undefined) return;
  const model = past.state.model ?? "none";

  const recorder = new Recorder(tape, begun.thread);
  const world = createRecordedWorld({ tape, blobs, interrupt: (cause) => thread.interrupt(cause) });
  const thread: Thread = new Thread(
    {
      id: begun.thread,
      blobs,
      world,
      inbox: new Inbox(),
      policies: await Promise.all(rules.map(async (entry) => (await entry.load()).default)),
      model: model === "none" ? undefined : { name: model, id: model, contextTokens: 0, maxOutputTokens: 1, effort: undefined },
      system: "",
      terms,
      validateAnswer: (text) => recordedObjection(text, tape),
      turnMs: null,
      past: begun.type === "thread.started" ? undefined : past,
      aftermath: async ({ item }) => tape.ahead("item.completed", (event) => event.item === item)?.recovered ?? "unknown",
      jobs: { list: () => [], stop: () => Promise.reject(new Error("unreachable: a replay has no jobs")), watch: () => () => {} },
      // What was recorded holds none.
      redact: (text) => text,
      close: async () => {},
    },
    recorder,
  );
  try {
    for (let left = events.length; tape.left > 0 && tape.left < left;) {
      left = tape.left;
      while (tape.next !== undefined && isPersonal(tape.next)) recorder.record(bodyOf(tape.next));
      if (tape.next !== undefined) await thread.work();
    }
  } catch (error) {
    if (!(error instanceof TapeEnd)) throw error;
  }
  tape.finish();
}

function bodyOf({ v: _v, seq: _seq, at: _at, thread: _thread, prev: _prev, ...body }: Event): NewEvent {
  return body;
}

/** What the check of the final answer said: it is in the prompt that sent the answer back. */
function recordedObjection(_text: string, { next }: Tape): string | undefined {
  if (next?.type !== "prompt.admitted" || next.by !== "harness") return undefined;
  const [part] = next.parts;
  const text = part?.type === "text" && typeof part.text === "string" ? part.text : "";
  return /^Your final answer does not have the required shape:\n([\s\S]*)\nAnswer again/.exec(text)?.[1];
}
