import type { JobStatus, Jobs } from "../contract/sandbox.ts";
import type { Label } from "./change-set.ts";
import { terminate, toSignal } from "./command.ts";
import type { Ending, Process } from "../contract/backend.ts";
import { RingBuffer } from "./ring-buffer.ts";

const KEPT_BYTES = 1024 * 1024;

interface Job {
  id: string;
  command: string;
  process: Process;
  output: RingBuffer;
  ending?: Ending;
}

type JobOptions = Parameters<Jobs["start"]>[1] & {
  /** Who asked for it. */
  label?: Label;
};

export interface BoxJobs extends Jobs {
  start(script: string, options: JobOptions): Promise<JobStatus>;
}

type StartJob = (script: string, options: JobOptions) => Promise<Process>;

/** The long-running commands of one box. They are remembered after their end. */
export function openJobs(launch: StartJob): BoxJobs {
  const jobs = new Map<string, Job>();
  const listeners = new Set<(job: JobStatus) => void>();

  function tell(job: Job): void {
    for (const listener of listeners) listener(toStatus(job));
  }

  function find(id: string): Job {
    const job = jobs.get(id);
    if (job === undefined) throw new Error(`No job has the id ${id}.`);
    return job;
  }

  return {
    async start(script, options) {
      const process = await launch(script, options);
      const job: Job = { id: `job-${jobs.size + 1}`, command: script, process, output: new RingBuffer(KEPT_BYTES) };
      jobs.set(job.id, job);
      process.output.on("data", (chunk: Buffer) => job.output.push(chunk));
      void process.ended.then((ending) => {
        job.ending = ending;
        tell(job);
      });
      tell(job);
      return toStatus(job);
    },

    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    list: () => [...jobs.values()].map(toStatus),

    output: (id, offset, maxBytes) => readOutput(find(id), offset, maxBytes),

    async waitFor(id, pattern, timeoutMs, signal) {
      signal?.throwIfAborted();
      const job = find(id);
      const matches = (): boolean => new RegExp(pattern, pattern.flags.replace(/[gy]/g, "")).test(job.output.contents().toString());
      if (matches()) return true;
      if (job.ending !== undefined) return false;
      const { promise, resolve, reject } = Promise.withResolvers<boolean>();
      const onData = (): void => void (matches() && resolve(true));
      const onAbort = (): void => reject(signal?.reason as Error);
      const timer = setTimeout(() => resolve(false), timeoutMs);
      signal?.addEventListener("abort", onAbort, { once: true });
      job.process.output.on("data", onData);
      void job.process.ended.then(() => resolve(matches()));
      return await promise.finally(() => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
        job.process.output.off("data", onData);
      });
    },

    async stop(id) {
      const job = find(id);
      if (job.ending === undefined) terminate(job.process);
      job.ending = await job.process.ended;
      return toStatus(job);
    },
  };
}

function toStatus({ id, command, ending, output }: Job): JobStatus {
  return {
    id,
    command,
    running: ending === undefined,
    exitCode: ending?.how === "exit" ? ending.code : null,
    signal: ending === undefined ? null : toSignal(ending),
    totalBytes: output.totalBytes,
  };
}

function readOutput({ output, ending }: Job, offset: number, maxBytes: number): ReturnType<Jobs["output"]> {
  const oldest = output.totalBytes - output.length;
  const from = Math.min(Math.max(offset, oldest), output.totalBytes);
  const wanted = output.contents().subarray(from - oldest, from - oldest + maxBytes);
  const isLast = ending !== undefined && from + wanted.length === output.totalBytes;
  const bytes = isLast ? wanted : wholeCharacters(wanted);
  return { text: bytes.toString(), nextOffset: from + bytes.length, droppedBytes: Math.max(0, oldest - offset) };
}

/** Without the beginning of a UTF-8 character at the end, whose rest comes with the next piece. */
function wholeCharacters(bytes: Buffer): Buffer {
  const lead = bytes.subarray(-3).findLastIndex((byte) => byte >= 0xc0);
  if (lead === -1) return bytes;
  const start = Math.max(0, bytes.length - 3) + lead;
  const byte = bytes[start] ?? 0;
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
  return start > 0 && start + length > bytes.length ? bytes.subarray(0, start) : bytes;
}
