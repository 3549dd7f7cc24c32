/** Content-addressed bytes beside the log, compressed with Zstandard. A blob that `put` returned survives a power cut. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { FettleError } from "../contract/error.ts";
import type { BlobRef, StoredText } from "../contract/event.ts";
import type { Blobs } from "../contract/tool.ts";
import { sha256 } from "../lib/hash.ts";
import { ancestorsOf } from "./ancestors.ts";
import { toDiskError } from "./disk-error.ts";
import { DIR_MODE, FILE_MODE, threadPaths } from "./home.ts";
import { syncFolder } from "./sync-folder.ts";

/** Longer texts are not written into a line. */
export const INLINE_BYTES = 16 << 10;
const PREVIEW_CHARS = 1000;

const blobHash = /^[0-9a-f]{64}$/;
/** Loaded with the first blob: most threads begin without one. */
const zlib = () => process.getBuiltinModule("node:zlib");

export interface ThreadBlobs extends Blobs {
  /** The text itself up to 16 KiB, otherwise a blob of it. */
  store(text: string): StoredText;
  /** What `store` was given. Throws as `get` does. */
  load(stored: StoredText): Promise<string>;
}

/**
 * The blobs of a thread, and for reading those of the threads it was forked from.
 * `put` throws `log.disk`; `get` throws `log.corrupt` for a blob that is missing or damaged.
 */
export function openBlobs(home: string, thread: string): ThreadBlobs {
  const { blobs: own } = threadPaths(home, thread);

  function put(content: Uint8Array | string): BlobRef {
    const bytes = Buffer.from(content);
    const hash = sha256(bytes);
    const path = blobPath(own, hash);
    if (!existsSync(path)) writeDurably(own, path, zlib().zstdCompressSync(bytes));
    return { blob: hash, bytes: bytes.length, ...(typeof content === "string" && { preview: beginning(content) }) };
  }

  async function get(hash: string): Promise<Buffer> {
    if (!blobHash.test(hash)) throw new FettleError("log.corrupt", `${hash} is not the hash of a blob.`, { at: own });
    const path = await find(hash);
    if (path === undefined) throw new FettleError("log.corrupt", `The blob ${hash} is missing.`, { at: own });
    const bytes = await promisify(zlib().zstdDecompress)(await readFile(path)).catch((cause: unknown) => {
      throw damaged(path, cause);
    });
    if (sha256(bytes) !== hash) throw damaged(path);
    return bytes;
  }

  async function find(hash: string): Promise<string | undefined> {
    if (existsSync(blobPath(own, hash))) return blobPath(own, hash);
    const inherited = (await ancestorsOf(home, thread)).map((point) => blobPath(threadPaths(home, point.thread).blobs, hash));
    return inherited.find((path) => existsSync(path));
  }

  return {
    put,
    get,
    store: (text) => (Buffer.byteLength(text) <= INLINE_BYTES ? text : put(text)),
    load: async (stored) => (typeof stored === "string" ? stored : (await get(stored.blob)).toString("utf8")),
  };
}

function blobPath(dir: string, hash: string): string {
  return join(dir, `${hash}.zst`);
}

function writeDurably(dir: string, path: string, bytes: Uint8Array): void {
  const temporary = `${path}.${randomBytes(4).toString("hex")}`;
  try {
    mkdirSync(dir, { recursive: true, mode: DIR_MODE });
    writeFileSync(temporary, bytes, { mode: FILE_MODE, flush: true });
    renameSync(temporary, path);
    syncFolder(dir);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw toDiskError(error, dir);
  }
}

/** Cut at a whole character. */
function beginning(text: string): string {
  const cut = text.slice(0, PREVIEW_CHARS);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

function damaged(path: string, cause?: unknown): FettleError {
  return new FettleError("log.corrupt", "A blob is damaged: its bytes are not the ones its name stands for.", { at: path, cause });
}
