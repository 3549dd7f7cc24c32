import * as z from "zod";
import type { Jobs, JobStatus } from "../contract/sandbox.ts";
import { defineTool, type ToolContext, type ToolResult } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";
import { plainOutput } from "./support/plain-output.ts";
import { refusable, Refusal } from "./support/refusal.ts";

const DEFAULT_TIMEOUT_S = 30;
const MAX_TIMEOUT_S = 600;
/** Bytes of output shown at once. */
const SHOWN_BYTES = 16 * 1024;
const neverMatches = /(?!)/;

export default defineTool({
  name: "job",
  summary: "Look after background jobs: latest output, wait for a pattern or the end, stop, list.",
  effect: "execute",
  input: z.object({
    action: z.enum(["output", "wait", "stop", "list"]),
    id: z.string().optional(),
    pattern: z.string().optional().describe("Regular expression to wait for"),
    timeout: z.int().min(0).max(MAX_TIMEOUT_S).optional().describe(`Seconds to wait, default ${DEFAULT_TIMEOUT_S}`),
  }),
  title: ({ action, id = "" }) => escapeLine(`job ${action} ${id}`.trimEnd()),
  run: (input, context) =>
    refusable(async () => {
      const { jobs } = context.sandbox;
      switch (input.action) {
        case "list":
          return { ok: true, text: jobs.list().map(describe).join("\n") || "No jobs." };
        case "output":
          return { ok: true, text: latestOutput(jobs, find(jobs, input.id)) };
        case "wait":
          return wait(find(jobs, input.id), input, context);
        case "stop":
          return { ok: true, text: latestOutput(jobs, await jobs.stop(find(jobs, input.id).id)) };
      }
    }),
});

function find(jobs: Jobs, id: string | undefined): JobStatus {
  const all = jobs.list();
  const job = all.find((job) => job.id === id);
  if (job !== undefined) return job;
  const known = all.length === 0 ? "There are no jobs." : `Jobs: ${all.map((job) => job.id).join(", ")}.`;
  throw new Refusal(id === undefined ? `Which job? Give its id. ${known}` : `There is no job ${escapeLine(id)}. ${known}`);
}

async function wait(
  { id }: JobStatus,
  { pattern, timeout = DEFAULT_TIMEOUT_S }: { pattern?: string | undefined; timeout?: number | undefined },
  { sandbox: { jobs }, signal }: ToolContext,
): Promise<ToolResult> {
  const matched = await jobs.waitFor(id, pattern === undefined ? neverMatches : toRegExp(pattern), timeout * 1000, signal);
  const job = find(jobs, id);
  const outcome = matched ? "The pattern matched." : job.running ? `Not yet, after ${timeout} s.` : "The job ended.";
  return { ok: matched || (pattern === undefined && !job.running), text: `${outcome}\n${latestOutput(jobs, job)}` };
}

function toRegExp(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "m");
  } catch (error) {
    throw new Refusal((error as SyntaxError).message, { cause: error });
  }
}

function latestOutput(jobs: Jobs, job: JobStatus): string {
  const from = Math.max(0, job.totalBytes - SHOWN_BYTES);
  const { text } = jobs.output(job.id, from, SHOWN_BYTES);
  const earlier = from === 0 ? "" : `[${from} earlier bytes not shown]\n`;
  const output = plainOutput(text).trimEnd();
  return `${earlier}${output}${output === "" ? "" : "\n"}[${describe(job)}]`;
}

function describe({ id, command, running, exitCode, signal }: JobStatus): string {
  const state = running ? "running" : signal === null ? `ended, exit code ${exitCode}` : `ended by ${signal}`;
  return `job ${id}: ${state}: ${escapeLine(command)}`;
}
