import type { Files } from "../../contract/sandbox.ts";
import { onPath } from "./path-errors.ts";

/** One step of a change to several files, and how to take it back. */
export type FileChange =
  | { type: "write"; path: string; content: Uint8Array; before: Uint8Array | undefined }
  | { type: "rename"; path: string; to: string }
  | { type: "remove"; path: string; before: Uint8Array };

/** Makes all changes in order, or, when one fails, none: those already made are taken back and the failure is thrown. */
export async function changeAll(files: Files, changes: readonly FileChange[]): Promise<void> {
  for (const [index, change] of changes.entries()) {
    try {
      await onPath(files, change.path, () => make(files, change));
    } catch (error) {
      for (const made of changes.slice(0, index).toReversed()) await takeBack(files, made);
      throw error;
    }
  }
}

async function make(files: Files, change: FileChange): Promise<void> {
  switch (change.type) {
    case "write":
      return files.write(change.path, change.content);
    case "rename":
      return files.rename(change.path, change.to);
    case "remove":
      return files.remove(change.path);
  }
}

async function takeBack(files: Files, change: FileChange): Promise<void> {
  switch (change.type) {
    case "write":
      return change.before === undefined ? files.remove(change.path) : files.write(change.path, change.before);
    case "rename":
      return files.rename(change.to, change.path);
    case "remove":
      return files.write(change.path, change.before);
  }
}
