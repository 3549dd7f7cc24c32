import { realpathSync } from "node:fs";
import { join, relative } from "node:path";
import type { StoredPart } from "../contract/event.ts";
import type { ModelTraits, Part } from "../contract/model.ts";
import type { OpenBox, PathBans, TransactionOutcome } from "../contract/sandbox.ts";
import type { PlanItem, SeenFiles, ToolContext, ToolResult } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";
import { sha256 } from "../lib/hash.ts";
import { isInside } from "../lib/path.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { findKept } from "../sandbox/kept-places.ts";
import { cut, resultLimits } from "../tools/support/cut.ts";
import type { ConnectionQuestions } from "./connection-questions.ts";
import { mapTexts } from "./secrets.ts";
import { toTransacted } from "./transactions.ts";
import type { ReadyCall, World } from "./world.ts";

/** Held changes that the model is told of one by one. */
const SHOWN_HELD = 10;

export interface LiveToolsOptions {
  box: OpenBox;
  thread: string;
  /** The number of the turn that runs. */
  turn(): number;
  blobs: ThreadBlobs;
  /** What an earlier item of the thread came to, whole. */
  resultOf(item: string): Promise<string | undefined>;
  redact(text: string): string;
  traits: ModelTraits;
  /** Whether somebody is there to answer questions. */
  attended: boolean;
  connections: ConnectionQuestions;
  /** What a call with this id uses to propose memories. */
  rememberFor(item: string): ToolContext["remember"];
  /** What the model is told with the result of a call that has read or changed these paths. */
  notesOn(paths: readonly string[]): readonly string[];
  /** What a call that names these paths may not come upon. */
  bansFor(named: readonly string[]): PathBans | undefined;
  /** A fetch that reaches these hosts, which a call has been allowed, besides those that every call may. */
  fetchFrom(allowed: readonly string[]): ToolContext["fetch"];
}

/** Tools that act: each call is one transaction of the box. */
export function createLiveTools({
  box,
  thread,
  turn,
  blobs,
  resultOf,
  redact,
  traits,
  attended,
  bansFor,
  connections,
  rememberFor,
  notesOn,
  fetchFrom,
}: LiveToolsOptions): Pick<World, "before" | "run"> & { hashes(paths: readonly string[]): Promise<Record<string, string | null>> } {
  const seen = rememberSeen();
  const hashes = async (paths: readonly string[]) =>
    Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await hashOf(path, box)] as const)));

  return {
    hashes,

    async before({ entry, tool, input }) {
      return entry.effect === "write" ? await hashes(tool.touches?.(input) ?? []) : undefined;
    },

    async run({ id, entry, tool, input }: ReadyCall, { signal, onOutput, ask: askLeave, question }) {
      let plan: readonly PlanItem[] | undefined;
      const startedAt = performance.now();
      const act = () =>
        box.transaction(
          { effect: entry.effect, thread, turn: turn(), item: id, title: redact(titleOf(entry.name, tool.title?.(input))) },
          (sandbox) =>
            tool.run(input, {
              sandbox,
              workspace: box.workspace,
              signal,
              seen,
              kept: (path) => keptAt(path, { workspace: box.workspace, bans: bansFor(tool.touches?.(input) ?? []) }),
              blobs,
              resultOf,
              traits,
              onOutput,
              remember: rememberFor(id),
              setPlan: (items) => (plan = items),
              ask: async (text, choices) => (attended ? await question({ text, choices }) : undefined),
              fetch: fetchFrom(tool.hosts?.(input) ?? []),
            }),
          // What was refused has changed nothing.
          { keepEdits: ({ ok }) => ok },
        );
      const { value, ...outcome } = await (entry.effect === "execute" ? connections.during(askLeave, act) : act());
      const ms = Math.round(performance.now() - startedAt);
      const touched = [...(tool.touches?.(input) ?? []), ...outcome.changes.map(({ path }) => path)];
      const result = mapTexts(withNotes(value, { ...outcome, notes: [...outcome.notes, ...notesOn(touched)] }), redact);
      return {
        ok: result.ok,
        ...toStored(result, blobs),
        ms,
        ...(result.exitCode !== undefined && { exitCode: result.exitCode }),
        ...toTransacted(outcome, blobs),
        ...(plan !== undefined && { plan }),
      };
    },
  };
}

/** Most titles begin with the tool's name, those of commands do not. */
function titleOf(name: string, title = name): string {
  return title === name || title.startsWith(`${name} `) ? title : `${name} ${title}`;
}

/** What became of the changes, where the tool cannot know it: held back, or done in another way. */
function withNotes(result: ToolResult, { held, quarantine, notes }: TransactionOutcome): ToolResult {
  if (held.length === 0 && notes.length === 0) return result;
  const shown = held.slice(0, SHOWN_HELD).map(({ path, reason }) => `[held back, not in the workspace: ${escapeLine(path)}: ${reason}]`);
  const rest = held.length > SHOWN_HELD ? [`[… and ${held.length - SHOWN_HELD} more]`] : [];
  const how = held.length > 0 ? [`[a person may let it in with: fettle quarantine accept ${quarantine.join(" ")}; go on without it]`] : [];
  const text = [result.text, ...notes.map((note) => `[${note}]`), ...shown, ...rest, ...how].filter((line) => line !== "").join("\n");
  return { ...result, text };
}

/** By its real place, under the name that it is asked for. */
function keptAt(path: string, { workspace, bans }: { workspace: string; bans: PathBans | undefined }): string[] {
  if (bans === undefined) return [];
  const real = realpathSync(join(workspace, path));
  return findKept(bans, real).flatMap((place) => (isInside(place.path, real) ? [join(path, relative(real, place.path))] : []));
}

function rememberSeen(): SeenFiles {
  const hashes = new Map<string, string>();
  return { get: (path) => hashes.get(path), set: (path, hash) => void hashes.set(path, hash) };
}

/** Content hash of a file, null when there is none. A file too large to be edited by a tool has none either. */
async function hashOf(path: string, { files }: OpenBox): Promise<string | null> {
  const maxBytes = 64 * 1024 * 1024;
  try {
    const content = await files.read(path, { offset: 0, maxBytes });
    return sha256(content);
  } catch {
    return null;
  }
}

/** What the model will see, cut to size; the whole is kept where it can be paged. */
function toStored({ text, parts = [] }: ToolResult, blobs: ThreadBlobs): { parts: StoredPart[]; full?: ReturnType<ThreadBlobs["put"]> } {
  const images = parts.map((part) => storePart(part, blobs));
  let full: ReturnType<ThreadBlobs["put"]> | undefined;
  const shown = cut(text, resultLimits, ({ first, last, total }) => {
    full = blobs.put(text);
    return `[lines ${first}–${last} of ${total} left out; read blob:${full.blob} with offset ${first} shows them]`;
  });
  return { parts: [{ type: "text", text: blobs.store(shown.text) }, ...images], ...(full !== undefined && { full }) };
}

export function storePart(part: Part, blobs: ThreadBlobs): StoredPart {
  if (part.type === "text") return { type: "text", text: blobs.store(part.text) };
  return { type: "image", mediaType: part.mediaType, image: blobs.put(Buffer.from(part.data, "base64")) };
}
