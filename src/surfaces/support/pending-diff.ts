import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { EntryState, PendingChange } from "../../sandbox/change-set.ts";
import { stateAt } from "../../sandbox/store/state.ts";
import type { Style } from "./style.ts";
import { diffTexts } from "./tree-diff.ts";

/** Larger files are named, not shown. */
const MAX_DIFF_BYTES = 512 * 1024;

/** Of a folder, how many files are shown. */
const MAX_FILES = 20;

/** The text a change would bring or take, as a diff, for a new folder that of its first files; empty for what is no text. */
export function diffPending(change: PendingChange, { workspace, style }: { workspace: string; style: Style }): string {
  const { files, more } = pendingFiles(change, workspace);
  return `${files.map((versions) => diffVersions(versions, style)).join("")}${more > 0 ? `… and ${more} more files\n` : ""}`;
}

/** The files that a change is about, for a new folder the first of those in it, and how many more there are. */
export function pendingFiles({ path, before, after, staged }: PendingChange, workspace: string): { files: Versions[]; more: number } {
  if (after?.type !== "directory" || staged === null)
    return { files: [{ path, before, after, beforeAt: join(workspace, path), afterAt: staged }], more: 0 };
  const files = readdirSync(staged, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const shown = files.slice(0, MAX_FILES).map((entry): Versions => {
    const at = join(entry.parentPath, entry.name);
    return { path: join(path, relative(staged, at)), before: null, after: stateAt(at), beforeAt: null, afterAt: at };
  });
  return { files: shown, more: files.length - shown.length };
}

export interface Versions {
  path: string;
  before: EntryState | null;
  after: EntryState | null;
  /** Absolute paths; null where the version is not to be had. */
  beforeAt: string | null;
  afterAt: string | null;
}

export function diffVersions({ path, before, after, beforeAt, afterAt }: Versions, style: Style): string {
  const old = versionText(beforeAt, before);
  const now = versionText(afterAt, after);
  return old === undefined || now === undefined || old === now ? "" : `${diffTexts({ path, before: old, after: now, style })}\n`;
}

/** A version of a file as text: empty when there is none, undefined when it is no text of a size to show. */
export function versionText(path: string | null, state: EntryState | null): string | undefined {
  if (state === null) return "";
  if (state.type === "symlink") return `${state.target ?? ""}\n`;
  if (state.type !== "file" || path === null || state.size > MAX_DIFF_BYTES) return undefined;
  const content = readFileSync(path);
  return content.includes(0) ? undefined : content.toString("utf8");
}
