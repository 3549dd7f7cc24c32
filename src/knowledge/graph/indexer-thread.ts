import { type MessagePort, Worker } from "node:worker_threads";
import type { UpdateProgress, UpdateReport } from "./graph.ts";
import type { Indexer } from "./indexer.ts";
import { workerFile } from "./worker-file.ts";

type IndexerRequest = { id: number; type: "update"; paths: readonly string[] | undefined } | { id: number; type: "abort" };

type IndexerReply =
  | { id: number; type: "progress"; progress: UpdateProgress }
  | { id: number; type: "done"; report: UpdateReport }
  | { id: number; type: "failed"; error: ErrorFacts };

interface ErrorFacts {
  message: string;
  stack: string | undefined;
}

const errorToFacts = (error: unknown): ErrorFacts =>
  error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error), stack: undefined };

interface Request {
  paths: readonly string[] | undefined;
  signal: AbortSignal;
  onProgress(progress: UpdateProgress): void;
}

/** The indexer in a thread of its own, which is started with the first update. */
export class IndexerThread {
  readonly #data: { workspace: string; file: string; maxFiles: number };
  #worker: Worker | undefined;
  #next = 0;

  constructor(data: { workspace: string; file: string; maxFiles: number }) {
    this.#data = data;
  }

  /** Rejects with the signal's reason once the indexer has stopped, or with what went wrong. */
  async update({ paths, signal, onProgress }: Request): Promise<UpdateReport> {
    signal.throwIfAborted();
    const worker = (this.#worker ??= this.#start());
    const id = this.#next++;
    const { promise, resolve, reject } = Promise.withResolvers<UpdateReport>();
    const onMessage = (reply: IndexerReply) => {
      if (reply.id !== id) return;
      if (reply.type === "progress") onProgress(reply.progress);
      else if (reply.type === "done") resolve(reply.report);
      else reject(Object.assign(new Error(reply.error.message), { stack: reply.error.stack }));
    };
    const onExit = (code: number) => reject(new Error(`the thread that keeps the graph has ended with code ${code}`));
    const abort = () => worker.postMessage({ id, type: "abort" } satisfies IndexerRequest);
    worker.on("message", onMessage);
    worker.once("error", reject);
    worker.once("exit", onExit);
    signal.addEventListener("abort", abort, { once: true });
    worker.ref();
    try {
      worker.postMessage({ id, type: "update", paths } satisfies IndexerRequest);
      return await promise;
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      // A thread that waits for its next update keeps no process from ending.
      worker.unref();
      worker.off("message", onMessage);
      worker.off("error", reject);
      worker.off("exit", onExit);
      signal.removeEventListener("abort", abort);
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    // What the process was started with is not meant for its threads.
    const worker = new Worker(workerFile(), { workerData: { role: "index", ...this.#data }, execArgv: [] });
    worker.on("error", () => {});
    worker.once("exit", () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }
}

/** The other side: runs the updates that are asked for at a port. */
export function serve(port: MessagePort, indexer: Indexer): void {
  const running = new Map<number, AbortController>();
  const reply = (message: IndexerReply) => port.postMessage(message);
  const run = async (id: number, paths: readonly string[] | undefined) => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const onProgress = (progress: UpdateProgress) => reply({ id, type: "progress", progress });
      reply({ id, type: "done", report: await indexer.update({ paths, signal: controller.signal, onProgress }) });
    } catch (error) {
      reply({ id, type: "failed", error: errorToFacts(error) });
    } finally {
      running.delete(id);
    }
  };
  port.on("message", (request: IndexerRequest) => {
    if (request.type === "abort") running.get(request.id)?.abort();
    else void run(request.id, request.paths);
  });
}
