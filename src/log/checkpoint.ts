/**
 * Checkpoints after https://c2sp.org/tlog-checkpoint: how many lines a log had at a turn's end and the Merkle root over them, signed.
 * The chain of hashes in the lines shows where a log was changed; the checkpoint shows that its end was cut off or all of it written anew.
 * Whoever holds the key can sign another history: a copy of the checkpoint kept elsewhere is what shows that.
 */
import { createPublicKey, type KeyObject } from "node:crypto";
import { signNote, openNote } from "./note.ts";

export interface Checkpoint {
  /** Lines under the signature. */
  size: number;
  root: Buffer;
}

export function signCheckpoint({ size, root, thread, privateKey }: Checkpoint & { thread: string; privateKey: KeyObject }): string {
  const origin = originOf(thread);
  return signNote({ text: `${origin}\n${size}\n${root.toString("base64")}\n`, name: origin, privateKey });
}

/** The checkpoint in `note`, or undefined when it is not one of this thread signed with this key. */
export function openCheckpoint({ note, thread, key }: { note: string; thread: string; key: KeyObject }): Checkpoint | undefined {
  const origin = originOf(thread);
  const text = openNote({ note, name: origin, publicKey: createPublicKey(key) });
  const [first, size, root] = text?.split("\n") ?? [];
  if (first !== origin || size === undefined || root === undefined) return undefined;
  return { size: Number(size), root: Buffer.from(root, "base64") };
}

/** The log's unique identifier, and the name of the key for it. */
function originOf(thread: string): string {
  return `fettle/thread/${thread}`;
}
