import { StringDecoder } from "node:string_decoder";
import * as z from "zod";
import type { CommandResult } from "../contract/sandbox.ts";
import { defineTool, type ToolContext, type ToolResult } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";
import { onPath } from "./support/path-errors.ts";
import { plainOutput } from "./support/plain-output.ts";
import { refusable, Refusal } from "./support/refusal.ts";

const DEFAULT_TIMEOUT_S = 120;
const MAX_TIMEOUT_S = 600;

export default defineTool({
  name: "shell",
  summary: "Run a bash script. Use background for servers and watchers.",
  effect: "execute",
  input: z.object({
    script: z.string(),
    timeout: z.int().min(1).max(MAX_TIMEOUT_S).optional().describe(`Seconds, default ${DEFAULT_TIMEOUT_S}`),
    cwd: z.string().optional(),
    background: z.boolean().optional().describe("Return a job id at once"),
  }),
  script: ({ script }) => script,
  folder: ({ cwd }) => cwd,
  title: ({ script }) => escapeLine(script),
  run: ({ script, timeout = DEFAULT_TIMEOUT_S, cwd, background = false }, context) =>
    refusable(async () => {
      if (cwd !== undefined) await demandFolder(cwd, context);
      const where = cwd === undefined ? {} : { cwd };
      if (background) {
        const { id } = await context.sandbox.jobs.start(script, where);
        return { ok: true, text: `Started job ${id}.` };
      }

      const decoder = new StringDecoder("utf8");
      const result = await context.sandbox.run(script, {
        ...where,
        timeoutMs: timeout * 1000,
        signal: context.signal,
        onOutput: (chunk) => context.onOutput(decoder.write(chunk)),
      });
      return report(result, timeout);
    }),
});

async function demandFolder(cwd: string, { sandbox: { files } }: ToolContext): Promise<void> {
  const { type } = await onPath(files, cwd, () => files.facts(cwd));
  if (type === "file") throw new Refusal(`${escapeLine(cwd)} is a file, not a folder.`);
}

function report(result: CommandResult, timeoutS: number): ToolResult {
  const output = plainOutput(result.output.toString("utf8")).trimEnd();
  const ending = howItEnded(result, timeoutS);
  const { exitCode } = result;
  return { ok: exitCode === 0, text: output === "" ? ending : `${output}\n${ending}`, ...(exitCode !== null && { exitCode }) };
}

function howItEnded({ exitCode, signal, timedOut, aborted }: CommandResult, timeoutS: number): string {
  if (timedOut) return `[timed out after ${timeoutS} s and was stopped; give a longer timeout, or run it in the background]`;
  if (aborted) return "[interrupted]";
  if (signal !== null) return `[ended by ${signal}]`;
  return exitCode === null ? "[could not be started]" : `[exit code ${exitCode}]`;
}
