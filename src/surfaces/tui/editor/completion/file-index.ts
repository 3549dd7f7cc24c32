import { setImmediate } from "node:timers/promises";
import { FileSearch } from "./file-search.ts";

/** Paths that are taken in before keys are looked at again: some milliseconds. */
const PART = 5_000;
/** A list that is younger is not made again. */
const FRESH_MS = 3_000;

export interface FileIndexOptions {
  workspace: string;
  /** Ends a listing under way. */
  signal: AbortSignal;
  /** What was found can be found differently now. */
  onChange(): void;
}

/** The files of a workspace, for completion: listed in the background when first asked for, and again when what is known is old. */
export class FileIndex {
  readonly #options: FileIndexOptions;
  #known: FileSearch | undefined;
  #listedAt = Number.NEGATIVE_INFINITY;
  #listing = false;

  constructor(options: FileIndexOptions) {
    this.#options = options;
  }

  /** Undefined until the first list is there. */
  search(query: string, limit: number): string[] | undefined {
    return this.#known?.search(query, limit);
  }

  /** To be called when a completion begins: what is found meanwhile is what was known. Never rejects. */
  async refresh(): Promise<void> {
    if (this.#listing || performance.now() - this.#listedAt < FRESH_MS) return;
    this.#listing = true;
    try {
      // It starts programs: what that takes is not loaded before somebody asks.
      const { listFiles } = await import("./list-files.ts");
      this.#known = await searchOf(await listFiles(this.#options.workspace, this.#options.signal));
    } catch {
      // The folder is gone or the terminal is closing: what is known stays, and nothing is completed that is not.
      this.#known ??= new FileSearch();
    } finally {
      this.#listedAt = performance.now();
      this.#listing = false;
    }
    if (!this.#options.signal.aborted) this.#options.onChange();
  }
}

async function searchOf(paths: readonly string[]): Promise<FileSearch> {
  const search = new FileSearch();
  for (let from = 0; from < paths.length; from += PART) {
    search.add(paths.slice(from, from + PART));
    await setImmediate();
  }
  return search;
}
