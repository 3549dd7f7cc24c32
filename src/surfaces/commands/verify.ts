import { resolve } from "node:path";
import type { Flags } from "../../config/load.ts";
import { fettleHome } from "../../config/load.ts";
import { type ExitCode, FettleError } from "../../contract/error.ts";
import { defineSurface, type SurfaceCall } from "../../contract/surface.ts";
import { type ReportView, toReport } from "../../verify/report.ts";
import { readEvents } from "../../log/events.ts";
import { foldEvents } from "../../log/folds/fold.ts";
import { threadState } from "../../log/folds/state.ts";
import { namedThread } from "../support/named-thread.ts";
import { optionText } from "../support/options.ts";
import { chooseOutput } from "../support/output.ts";
import { reportLines } from "../support/report-lines.ts";
import { runTask, type Task } from "../support/run-task.ts";
import { styleFor } from "../support/style.ts";
import { foldReport } from "../support/thread-report.ts";
import { verdictExit } from "../support/verdict-exit.ts";

export default defineSurface({
  name: "verify",
  summary: "Judge work that is done, whoever has done it: what changed since a commit, or what a thread did.",
  arguments: "[thread]",
  options: [
    { flags: "--diff <base>", describe: "judge what changed since this commit, default HEAD; main... for where the branch has left main" },
    {
      flags: "--check <command>",
      describe: "command that must pass, instead of the checks found in the project; can be repeated",
      repeats: true,
    },
    { flags: "--dir <folder>", describe: "workspace; default is the current folder, or the thread's" },
    { flags: "--sandbox <name>", describe: "as with fettle exec" },
    { flags: "--accept <finding>", describe: "let a finding of the thread's last verdict stand" },
    { flags: "--by <name>", describe: "with --accept: who has looked at it" },
    { flags: "--reason <text>", describe: "with --accept: why it may stand" },
    { flags: "--json", describe: "one event a line on standard output" },
    { flags: "--quiet", describe: "show only how it ended" },
    { flags: "--verbose", describe: "show results and rulings, too" },
  ],
  examples: [
    { command: "fettle verify", does: "judges what is not committed yet, by the checks that HEAD has" },
    { command: "fettle verify --diff main...", does: "judges all that the branch has changed" },
    { command: "fettle verify last", does: "judges what the newest thread has done again, on the files as they are now" },
    {
      command: 'fettle verify last --accept f-1a2b3c --by ada --reason "the feature is gone"',
      does: "accepts a finding and says what the verdict is then",
    },
  ],
  async run(call) {
    const { args, options, io } = call;
    const base = optionText(options, "diff");
    if (args[0] !== undefined && base !== undefined)
      throw new FettleError("usage.invalid", "A thread is judged by what it did, not by --diff.", { hint: "Leave out one of them." });
    const finding = optionText(options, "accept");
    if (finding !== undefined) return await accept(finding, call);
    if (optionText(options, "by") !== undefined || optionText(options, "reason") !== undefined)
      throw new FettleError("usage.invalid", "--by and --reason say who accepts a finding, and why: --accept is missing.");
    const { past, ...task } = args[0] === undefined ? sinceCommit(base ?? "HEAD", call) : await ofThread(args[0], call);
    const output = chooseOutput(call, past);
    return await runTask({ images: [], answer: undefined, flags: flagsOf(call), ...task }, { io, output });
  },
});

interface Judged extends Pick<Task, "prompt" | "folder" | "origin" | "judges"> {
  past?: { report: ReportView };
}

function sinceCommit(base: string, { options, io }: SurfaceCall): Judged {
  return {
    prompt: `Verify what has changed since ${base}.`,
    folder: resolve(io.cwd, optionText(options, "dir") ?? "."),
    origin: { kind: "new" },
    judges: { work: "base", base },
  };
}

/** What it was asked for is said again: what a failing check means depends on it. */
async function ofThread(name: string, { options, io }: SurfaceCall): Promise<Judged> {
  const home = fettleHome(io.env);
  const thread = namedThread(home, name);
  const view = await foldReport(home, thread);
  const report = toReport(view);
  if (report === undefined)
    throw new FettleError("usage.invalid", `Thread ${thread} has no verdict that could be reached again.`, {
      hint: `Let it come to an end: fettle exec --resume ${thread}; or judge the folder: fettle verify --diff HEAD`,
    });
  // It would be given up by another turn.
  const { turn } = await foldEvents(threadState, readEvents(home, thread, { onSkipped: () => {} }));
  if (turn?.state === "open")
    throw new FettleError("usage.invalid", `Thread ${thread} has a turn that is not at its end.`, {
      hint: `Let it come to an end: fettle exec --resume ${thread}`,
    });
  const { task, workspace, since } = report;
  const dir = optionText(options, "dir");
  return {
    prompt: since === undefined ? `Verify again: ${task}` : task,
    folder: dir === undefined ? workspace : resolve(io.cwd, dir),
    origin: { kind: "resume", thread },
    past: { report: view },
    judges: since === undefined ? { work: "thread" } : { work: "base", base: since },
  };
}

function flagsOf({ options }: SurfaceCall): Flags {
  const { check, sandbox } = options;
  return { model: "none", ...(check !== undefined && { checks: check }), ...(sandbox !== undefined && { sandbox }) } as Flags;
}

async function accept(finding: string, { args, options, io, own }: SurfaceCall): Promise<ExitCode> {
  const by = optionText(options, "by")?.trim() ?? "";
  if (args[0] === undefined) throw new FettleError("usage.invalid", "Whose finding? Name the thread.", { at: "--accept" });
  if (by === "")
    throw new FettleError("usage.invalid", "Somebody has to answer for it: --by NAME.", {
      at: "--accept",
      hint: `fettle verify ${args[0]} --accept ${finding} --by you --reason "…"`,
    });
  const home = fettleHome(io.env);
  const thread = namedThread(home, args[0]);
  const { acceptFinding } = await import("../../agent/accept-finding.ts");
  const reason = optionText(options, "reason") ?? "";
  const reached = await acceptFinding({ home, thread, finding, by, reason, ...(own?.thread === thread && { own }) });
  const report = toReport(await foldReport(home, thread));
  if (options["json"] === true) io.stdout.write(`${JSON.stringify(reached)}\n`);
  else if (report !== undefined) io.stdout.write(`${reportLines(report, styleFor(io.stdout, io.env)).join("\n")}\n`);
  return verdictExit(reached.verdict);
}
