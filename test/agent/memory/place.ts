import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { acceptMemory, offerMemory } from "../../../src/agent/accept-memory.ts";
import { createRemember } from "../../../src/agent/live-memory.ts";
import { acceptedMemories, type KnownMemory, listMemories, type MemoryPlaces } from "../../../src/agent/memories.ts";
import { createReminders } from "../../../src/agent/reminders.ts";
import type { EventBody } from "../../../src/contract/event.ts";
import { writeEvents } from "../../log/search/story.ts";

/** A home and a workspace, and what a thread there would learn. */
export interface Place extends Disposable {
  places: MemoryPlaces;
  /** Writes a file of the workspace; returns its absolute path. */
  write(path: string, text: string): string;
  /** A thread in which these events came before a model proposed this. Returns what it was told instead, or undefined. */
  propose(
    proposal: { title: string; text?: string; paths?: string[]; scope?: "project" | "user" },
    before?: readonly EventBody[],
  ): string | undefined;
  /** `id standing` of each. */
  list(): string[];
  known(id: string): KnownMemory;
  /** As a person does who reads it and agrees. */
  accept(id: string): Promise<string>;
  accepted(): string[];
  /** What a model is told that is asked this. */
  told(prompt: string): string;
}

export function makePlace(organisation?: (root: string) => string): Place {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "fettle-memory-")));
  const [home, workspace] = [join(root, "home"), join(root, "workspace")];
  for (const folder of [home, workspace]) mkdirSync(folder);
  const places: MemoryPlaces = { home, workspace, organisation: organisation?.(root) };
  let calls = 0;

  function known(id: string): KnownMemory {
    const found = listMemories(places).find((one) => one.id === id);
    if (found === undefined) throw new Error(`there is no ${id}`);
    return found;
  }

  return {
    places,
    write(path, text) {
      const file = join(workspace, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    propose({ title, text = "", paths = [], scope = "project" }, before = []) {
      const item = `call-${++calls}`;
      const started: EventBody = { type: "item.started", item, kind: "call", name: "remember", effect: "none", input: { title, text } };
      const thread = writeEvents(home, [...before, started], { workspace });
      return createRemember({ home, workspace, thread, redact: (plain) => plain })(item)({ title, text, paths, scope });
    },
    list: () => listMemories(places).map(({ id, standing }) => `${id} ${standing}`),
    known,
    async accept(id) {
      const offer = await offerMemory(known(id), places);
      return acceptMemory(offer, places, offer.sha256);
    },
    accepted: () => acceptedMemories(places).map(({ id }) => id),
    told: (prompt) => createReminders({ places, onNotice: () => {} }).onPrompt(prompt) ?? "",
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

export function call(name: string, effect: "read" | "execute" | "network", input: unknown): EventBody {
  return { type: "item.started", item: `before-${name}`, kind: "call", name, effect, input };
}
