import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { entryFor } from "./language-table.ts";
import { type Candidate, outlineFile, type Outlined } from "./outline-file.ts";
import { workerFile } from "./worker-file.ts";

/** Outlines files; `taken` gets them in groups, in whatever order. */
export interface Outliners {
  run(candidates: readonly Candidate[], taken: (outlined: readonly Outlined[]) => void, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** More files than this are shared out among threads, whose start costs some tenths of a second. */
const FEW = 64;
/** Files that a thread gets at once. */
const SHARE = 32;
/** A parser's memory grows with its largest text and never shrinks: a thread that has read such a file is ended after its share. */
const LARGE_BYTES = 1024 * 1024;

/** Few files are outlined in this thread, many in threads of their own, which are ended when all is done: an index is at rest for hours. */
export function openOutliners(workspace: string, threads = Math.max(1, Math.min(4, availableParallelism() - 1))): Outliners {
  return {
    async run(candidates, taken, signal) {
      if (candidates.length > FEW) return await runInThreads({ workspace, candidates, taken, threads, signal });
      for (const candidate of candidates) {
        signal.throwIfAborted();
        taken([await outlineFile(workspace, candidate)]);
      }
    },
    close: async () => {},
  };
}

interface Run {
  workspace: string;
  candidates: readonly Candidate[];
  taken(outlined: readonly Outlined[]): void;
  threads: number;
  signal: AbortSignal;
}

async function runInThreads({ workspace, candidates, taken, threads, signal }: Run): Promise<void> {
  let next = 0;
  const share = (): readonly Candidate[] => candidates.slice(next, (next += SHARE));
  const work = async () => {
    let thread: OutlineThread | undefined;
    try {
      for (let some = share(); some.length > 0; some = share()) {
        signal.throwIfAborted();
        thread ??= new OutlineThread(workspace);
        const outlined = await thread.outline(some);
        if (outlined !== undefined) taken(outlined);
        // A file of these ended the thread: each in one of its own tells which.
        else for (const candidate of some) taken([await outlineAlone(workspace, candidate)]);
        if (outlined === undefined || some.some(({ size }) => size > LARGE_BYTES)) {
          await thread.close();
          thread = undefined;
        }
      }
    } finally {
      await thread?.close();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
}

async function outlineAlone(workspace: string, candidate: Candidate): Promise<Outlined> {
  const thread = new OutlineThread(workspace);
  try {
    const [outlined] = (await thread.outline([candidate])) ?? [];
    if (outlined !== undefined) return outlined;
    const { path, size, mtimeMs } = candidate;
    return {
      path,
      size,
      mtimeMs,
      language: entryFor(path)?.name ?? "",
      hash: new Uint8Array(),
      test: false,
      problem: "it ends the parser",
    };
  } finally {
    await thread.close();
  }
}

class OutlineThread {
  readonly #worker: Worker;
  #ended = false;

  constructor(workspace: string) {
    this.#worker = new Worker(workerFile(), {
      workerData: { role: "outline", workspace },
      execArgv: [],
      // What is left of one file is no use for the next: a small young generation keeps memory low.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    this.#worker.on("error", () => {});
    this.#worker.once("exit", () => (this.#ended = true));
  }

  /** Undefined when the thread has ended over it. */
  async outline(candidates: readonly Candidate[]): Promise<readonly Outlined[] | undefined> {
    if (this.#ended) return undefined;
    const { promise, resolve } = Promise.withResolvers<readonly Outlined[] | undefined>();
    const onMessage = (outlined: readonly Outlined[]) => resolve(outlined);
    const onExit = () => resolve(undefined);
    this.#worker.once("message", onMessage);
    this.#worker.once("exit", onExit);
    this.#worker.postMessage(candidates);
    try {
      return await promise;
    } finally {
      this.#worker.off("message", onMessage);
      this.#worker.off("exit", onExit);
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
