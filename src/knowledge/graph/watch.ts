import { createRequire } from "node:module";
import { relative } from "node:path";
import type * as ParcelWatcher from "@parcel/watcher";
import type { Graph, UpdateReport } from "./graph.ts";

export interface WatchOptions {
  /** After each update that was made because of a change. */
  onUpdate?(report: UpdateReport): void;
  /** An update failed, or changes are no longer told and are looked for instead; watching goes on. */
  onProblem?(error: Error): void;
  /** Tells of changes; the operating system's own way when left out. */
  subscribe?: typeof ParcelWatcher.subscribe;
  /** How long nothing is looked for when nobody tells of changes. */
  compareEveryMs?: number;
}

export interface Watch {
  /** `events`: the operating system tells of changes; `comparison`: they are looked for, because it cannot (its limit of watches is reached). */
  readonly by: "events" | "comparison";
  close(): Promise<void>;
}

/** Edits come in bursts: a branch is switched, a formatter runs. */
const SETTLE_MS = 50;
const COMPARE_EVERY_MS = 3000;
/** More paths than these are not told apart: everything is compared. */
const MANY = 2000;

const ignored = ["**/.git/**", "**/node_modules/**", "**/__pycache__/**", "**/.venv/**"];

/** Keeps the index in step with the disk from now on. What changed before is found by the `update` that the caller has made. */
export async function watchGraph(graph: Graph, options: WatchOptions = {}): Promise<Watch> {
  const watch = new GraphWatch(graph, options);
  await watch.begin();
  return watch;
}

class GraphWatch implements Watch {
  by: Watch["by"] = "events";
  readonly #graph: Graph;
  readonly #options: WatchOptions;
  readonly #changed = new Set<string>();
  #everything = false;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #subscription: ParcelWatcher.AsyncSubscription | undefined;
  #closed = false;

  constructor(graph: Graph, options: WatchOptions) {
    this.#graph = graph;
    this.#options = options;
  }

  async begin(): Promise<void> {
    try {
      const subscribe = this.#options.subscribe ?? systemWatcher();
      this.#subscription = await subscribe(this.#graph.workspace, (error, events) => this.#take(error, events), { ignore: ignored });
    } catch (error) {
      this.#compare(error as Error);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#subscription?.unsubscribe();
    await this.#running;
  }

  #take(error: Error | null, events: readonly ParcelWatcher.Event[]): void {
    if (this.#closed) return;
    // Events were lost: whatever has changed is found by comparing.
    if (error !== null) return this.#compare(error);
    for (const { path } of events) this.#changed.add(relative(this.#graph.workspace, path).replaceAll("\\", "/") || ".");
    this.#updateIn(SETTLE_MS);
  }

  #compare(error: Error): void {
    this.#options.onProblem?.(error);
    this.by = "comparison";
    void this.#subscription?.unsubscribe();
    this.#subscription = undefined;
    this.#everything = true;
    this.#updateIn(SETTLE_MS);
  }

  #updateIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#running = this.#update();
    }, ms).unref();
  }

  async #update(): Promise<void> {
    const paths = this.#everything || this.#changed.size > MANY ? undefined : [...this.#changed];
    this.#changed.clear();
    const begin = performance.now();
    try {
      const report = await this.#graph.update(paths);
      if (report.outlined + report.removed + report.resolved > 0) this.#options.onUpdate?.(report);
    } catch (error) {
      if (!this.#closed) this.#options.onProblem?.(error as Error);
    }
    this.#timer = undefined;
    if (this.#closed) return;
    // A tree that takes long to compare is compared seldom: it shall cost a fiftieth of a processor.
    const rest = Math.max(this.#options.compareEveryMs ?? COMPARE_EVERY_MS, (performance.now() - begin) * 50);
    if (this.by === "comparison") this.#updateIn(rest);
    else if (this.#changed.size > 0) this.#updateIn(SETTLE_MS);
  }
}

/** An optional package: it throws where there is none for the machine. */
function systemWatcher(): typeof ParcelWatcher.subscribe {
  return (createRequire(import.meta.url)("@parcel/watcher") as typeof ParcelWatcher).subscribe;
}
