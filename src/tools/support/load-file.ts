import type { Files } from "../../contract/sandbox.ts";

/** Files up to this size are loaded whole; larger ones can be read in windows but not edited. */
export const MAX_LOADED_BYTES = 16 * 1024 * 1024;

/** The content of a file, undefined when it is too large to load. Asks for no facts first: those of a link are its own. */
export async function loadFile(files: Pick<Files, "read">, path: string): Promise<Buffer | undefined> {
  const bytes = await files.read(path, { offset: 0, maxBytes: MAX_LOADED_BYTES + 1 });
  return bytes.length > MAX_LOADED_BYTES ? undefined : bytes;
}
