import type { Event } from "../contract/event.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { readEvents } from "../log/events.ts";

/** What a call or a command of the thread came to, whole, as it stands in the log; undefined when there is no such item. */
export async function resultOf(
  item: string,
  { home, thread, blobs }: { home: string; thread: string; blobs: ThreadBlobs },
): Promise<string | undefined> {
  let found: Event<"item.completed"> | undefined;
  for await (const event of readEvents(home, thread, { onSkipped() {} }))
    if (event.type === "item.completed" && event.item === item) found = event;
  if (found === undefined) return undefined;
  if (found.full !== undefined) return await blobs.load(found.full);
  const texts = await Promise.all(
    found.parts.map(async (part) => (part.type === "text" ? await blobs.load(part.text) : `(image ${part.mediaType})`)),
  );
  return texts.join("\n");
}
