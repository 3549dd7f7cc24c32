import type { ToolContext } from "../../contract/tool.ts";
import { escapeLine } from "../../lib/escape.ts";
import { sha256 } from "../../lib/hash.ts";
import { loadFile, MAX_LOADED_BYTES } from "./load-file.ts";
import { onPath } from "./path-errors.ts";
import { Refusal } from "./refusal.ts";
import { formatSize } from "./size.ts";
import { decodeText, encodeText, type TextFile } from "./text-file.ts";

/** A text file of the workspace, loaded to be changed. */
export interface Editable {
  /** Relative to the workspace, normalised. */
  path: string;
  bytes: Buffer;
  file: TextFile;
  /** False when the model has seen other content than what is there now. */
  asSeen: boolean;
}

/** Throws a `Refusal` when there is no text at `path` that could be edited. */
export async function openEditable({ sandbox: { files }, seen }: ToolContext, name: string): Promise<Editable> {
  return onPath(files, name, async () => {
    const path = files.resolve(name);
    const bytes = await loadFile(files, path);
    if (bytes === undefined)
      throw new Refusal(`${escapeLine(path)} is larger than ${formatSize(MAX_LOADED_BYTES)}. Use shell to change it.`);
    const file = decodeText(bytes);
    if (file === undefined) throw new Refusal(`${escapeLine(path)} is binary (${formatSize(bytes.length)}). Use shell to change it.`);
    const known = seen.get(path);
    return { path, bytes, file, asSeen: known === undefined || known === sha256(bytes) };
  });
}

/** The bytes of `editable` with another text, in its encoding. */
export function encodeEdited({ path, file }: Editable, text: string): Buffer {
  const bytes = encodeText({ ...file, text });
  if (bytes === undefined)
    throw new Refusal(
      `${escapeLine(path)} is in ${file.encoding}, which lacks a character of the new text. Use other characters, or convert the file.`,
    );
  return bytes;
}
