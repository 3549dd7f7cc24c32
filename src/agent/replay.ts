/**
 * A thread once more, with no model and no network: the agent's own code runs in a world that does what was recorded.
 * Each event it makes must be the recorded one, to the byte; where a process was killed, the next one goes on as it did.
 */
import type { Event, StoredPart } from "../contract/event.ts";
import { openBlobs, type ThreadBlobs } from "../log/blobs.ts";
import { readEvents } from "../log/events.ts";
import { entries as rules } from "../policy/rules/index.gen.ts";
import { Inbox } from "./inbox.ts";
import { readPast } from "./past.ts";
import { createRecordedWorld } from "./recorded-world.ts";
import { Recorder } from "./recorder.ts";
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
  for await (const event of readEvents(home, thread)) {
    if (event.thread !== thread) {
      earlier.push(event);
      continue;
    }
    const personal = isPersonal(event);
    if (personal || event.type === "thread.resumed") {
      await replayProcess(process, { blobs, earlier, onEvent });
      earlier.push(...process);
      process = [];
    }
    if (personal) {
      earlier.push(event);
      onEvent(event);
    } else {
      process.push(event);
    }
  }
  await replayProcess(process, { blobs, earlier, onEvent });
}

/** What a person did between processes, such as an undo: it is passed on as it is. */
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
  if (terms === undefined || tape.next === undefined) return;
  const model = past.state.model ?? "none";

  const inbox = new Inbox();
  for (const parts of userPrompts(events)) inbox.queue(parts);
  const recorder = new Recorder(tape, begun.thread);
  const world = createRecordedWorld({ tape, blobs, interrupt: (reason) => thread.submit({ type: "turn.interrupt", reason }) });
  const thread: Thread = new Thread(
    {
      id: begun.thread,
      blobs,
      world,
      inbox,
      policies: await Promise.all(rules.map(async (entry) => (await entry.load()).default)),
      model: model === "none" ? undefined : { name: model, id: model, maxOutputTokens: 1, effort: undefined },
      system: "",
      terms,
      validateAnswer: (text) => recordedObjection(text, tape),
      turnMs: null,
      past: begun.type === "thread.started" ? undefined : past,
      aftermath: async ({ item }) => tape.ahead("item.completed", (event) => event.item === item)?.recovered ?? "unknown",
      // What was recorded holds none.
      redact: (text) => text,
      close: async () => {},
    },
    recorder,
  );
  try {
    await thread.work();
  } catch (error) {
    if (!(error instanceof TapeEnd)) throw error;
  }
  tape.finish();
}

/** The prompts a person gave this process, in order. */
function userPrompts(events: readonly Event[]): StoredPart[][] {
  return events
    .filter((event) => event.type === "prompt.admitted" && event.by === "user")
    .map((event) => (event as Event<"prompt.admitted">).parts);
}

/** What the check of the final answer said: it is in the prompt that sent the answer back. */
function recordedObjection(_text: string, { next }: Tape): string | undefined {
  if (next?.type !== "prompt.admitted" || next.by !== "harness") return undefined;
  const [part] = next.parts;
  const text = part?.type === "text" && typeof part.text === "string" ? part.text : "";
  return /^Your final answer does not have the required shape:\n([\s\S]*)\nAnswer again/.exec(text)?.[1];
}
