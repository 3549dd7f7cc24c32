import { closeSync, fdatasyncSync, ftruncateSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { FILE_MODE } from "./home.ts";
import { segmentPath } from "./segments.ts";
import { syncFolder } from "./sync-folder.ts";
import { writeFully } from "./write-fully.ts";

const SEGMENT_BYTES = 64 << 20;

/** Appends lines to the last segment of a log and begins a new one before a line that would make it longer than 64 MiB. */
export class SegmentWriter {
  readonly #dir: string;
  #number: number;
  #bytes: number;
  #file: number;
  /** Folders with entries that a power cut could still take. */
  #unsynced: string[];

  /** Goes on after the first `bytes` of segment `number`; what stands behind them, a torn line, is cut off. */
  constructor(dir: string, { number, bytes }: { number: number; bytes: number }) {
    this.#dir = dir;
    this.#number = number;
    this.#bytes = bytes;
    this.#file = openSync(segmentPath(dir, number), "a", FILE_MODE);
    this.#unsynced = [dir, dirname(dir), dirname(dirname(dir))];
    ftruncateSync(this.#file, bytes);
  }

  /** Writes all of the line, or throws the error of the file system and leaves the file as it was. */
  write(line: Uint8Array): void {
    if (this.#bytes > 0 && this.#bytes + line.length > SEGMENT_BYTES) this.#rotate();
    try {
      writeFully(this.#file, line);
    } catch (error) {
      ftruncateSync(this.#file, this.#bytes);
      throw error;
    }
    this.#bytes += line.length;
  }

  /** Returns when everything written so far survives a power cut. */
  sync(): void {
    fdatasyncSync(this.#file);
    for (const dir of this.#unsynced) syncFolder(dir);
    this.#unsynced = [];
  }

  close(): void {
    closeSync(this.#file);
  }

  #rotate(): void {
    this.sync();
    const file = openSync(segmentPath(this.#dir, this.#number + 1), "ax", FILE_MODE);
    closeSync(this.#file);
    this.#file = file;
    this.#number++;
    this.#bytes = 0;
    this.#unsynced = [this.#dir];
  }
}
