import type { Facts, RunFact } from "../context/facts/facts.ts";
import { lastChars } from "../context/facts/facts.ts";
import type { Stored } from "../context/conversation.ts";
import { sha256 } from "../lib/hash.ts";
import type { ItemEnd } from "./item-run.ts";
import type { ReadyCall } from "./world.ts";

/** What is known of what has been done, and what of it the model still sees. */
export interface Done {
  facts: Pick<Facts, "runs" | "changes" | "repeated">;
  /** Ids of calls in the conversation. */
  visible: ReadonlySet<string>;
}

/**
 * An earlier run of the very same command whose outcome the model cannot see any more, although this thread has changed nothing in the workspace since:
 * to run it again would most likely do its effects twice and tell nothing new. What people, time and the network have changed nobody knows, so the
 * model is told once, and whoever asks again means it: undefined then. Undefined also when it was cut off before it had any effect.
 */
export function earlierRun(
  { entry, tool, input }: Pick<ReadyCall, "entry" | "tool" | "input">,
  { facts, visible }: Done,
): RunFact | undefined {
  const script = tool.script?.(input);
  if (script === undefined) return undefined;
  const place = JSON.stringify([script, tool.folder?.(input) ?? "."]);
  const hash = sha256(JSON.stringify(input));
  const isSame = ({ by, name, input: earlier, recovered }: RunFact) => {
    if (by !== "model" || name !== entry.name || recovered === "not-done") return false;
    return isBlob(earlier) ? earlier.blob === hash : JSON.stringify([tool.script?.(earlier), tool.folder?.(earlier) ?? "."]) === place;
  };
  const last = facts.runs.findLast(isSame);
  if (last === undefined || visible.has(last.item) || facts.repeated.has(last.item)) return undefined;
  return last.changes === facts.changes ? last : undefined;
}

/** What the model reads in place of running it. */
export async function recordedEnd(run: RunFact, { text }: Stored): Promise<ItemEnd> {
  const { item, ok, exitCode, said } = run;
  const end = typeof said === "string" ? said : await text(said).then(lastChars, () => "");
  const note = `[Nothing was run: ${item} was this very command, this thread has changed nothing in the workspace since, and this is how it ended. read result:${item} shows all it printed. Make the call once more to run it again, as where people, time or the network may have changed what comes of it.]`;
  return {
    outcome: {
      ok,
      parts: [{ type: "text", text: end === "" ? note : `${end}\n${note}` }],
      ms: 0,
      ...(exitCode !== undefined && { exitCode }),
      repeats: item,
    },
    denied: false,
  };
}

function isBlob(input: unknown): input is { blob: string } {
  return typeof input === "object" && input !== null && "blob" in input && "bytes" in input;
}
