import type { Delta, Event } from "../../contract/event.ts";
import { FettleError } from "../../contract/error.ts";
import type { SurfaceCall, SurfaceIo } from "../../contract/surface.ts";
import type { TurnOutcome } from "../../agent/turn.ts";
import { escapeControls, escapeLine } from "../../lib/escape.ts";
import { reportFold, type ReportView, toReport } from "../../verify/report.ts";
import { eventLines, type Verbosity } from "./event-lines.ts";
import { reportLines } from "./report-lines.ts";
import { styleFor } from "./style.ts";

/** How a headless run shows itself. */
export interface Output {
  event(event: Event | Delta): void;
  progress(text: string): void;
  notice(text: string): void;
  outcome(outcome: TurnOutcome, thread: string): void;
}

/** What `--json`, `--quiet` and `--verbose` ask for. `past`: what the report is to know of before. */
export function chooseOutput({ options, io }: Pick<SurfaceCall, "options" | "io">, past?: { report: ReportView }): Output {
  const [json, quiet, verbose] = ["json", "quiet", "verbose"].map((name) => options[name] === true);
  if (json && (quiet || verbose))
    throw new FettleError("usage.invalid", `--json cannot be combined with ${quiet ? "--quiet" : "--verbose"}.`, {
      hint: "Leave out one of them: --json prints every event.",
    });
  return json ? jsonOutput(io) : textOutput(io, quiet ? "quiet" : verbose ? "verbose" : "normal", past);
}

/** Events as they are, one a line on standard output; all else on standard error. */
function jsonOutput(io: SurfaceIo): Output {
  return {
    event: (event) => {
      if (event.type !== "item.delta") io.stdout.write(`${JSON.stringify(event)}\n`);
    },
    progress() {},
    notice: (text) => io.stderr.write(`note: ${escapeControls(text)}\n`),
    outcome() {},
  };
}

/** For people: what happens on standard error, the answer and the verdict on standard output, so that a pipe gets only these. */
export function textOutput(io: SurfaceIo, verbosity: Verbosity, past?: { report: ReportView }): Output {
  const style = styleFor(io.stderr, io.env);
  const live = liveLine(io);
  // At a terminal both streams are one to the reader, who has seen the answer when the model gave it.
  const oneScreen = io.stdout.isTTY === true && io.stderr.isTTY === true && verbosity !== "quiet";
  let told = "";
  let view = past?.report ?? reportFold.start();
  /** Of the last verdict: the report tells it once more, unless the work goes on. */
  let heldBack: string[] = [];
  const print = (lines: readonly string[]) => {
    if (lines.length === 0) return;
    live.clear();
    io.stderr.write(`${lines.join("\n")}\n`);
  };
  return {
    event(event) {
      if (event.type === "item.delta") {
        if (verbosity !== "quiet" && event.kind === "output") live.show(event.text);
        return;
      }
      view = reportFold.step(view, event);
      const lines = eventLines(event, { style, verbosity });
      if (event.type === "step.completed") told = lines.join("\n");
      if (event.type === "verdict.reached" && verbosity !== "quiet") heldBack = lines;
      else if (event.type !== "turn.completed") print([...heldBack.splice(0), ...lines]);
    },
    progress(text) {
      if (verbosity !== "quiet") live.show(text);
    },
    notice: (text) => print([style.yellow(`note: ${escapeControls(text)}`)]),
    outcome({ text }, thread) {
      live.clear();
      const report = heldBack.length === 0 ? undefined : toReport(view);
      if (report !== undefined) print(reportLines(report, style));
      const answer = escapeControls(text);
      if (answer !== "" && !(oneScreen && told.includes(answer.trim()))) io.stdout.write(`${answer}\n`);
      if (verbosity !== "quiet") io.stderr.write(style.dim(`fettle show ${thread} · fettle exec --resume ${thread} "…"\n`));
    },
  };
}

/** One line of progress that the next output replaces; only where there is a terminal to redraw. */
function liveLine(io: SurfaceIo): { show(text: string): void; clear(): void } {
  if (io.stderr.isTTY !== true) return { show() {}, clear() {} };
  let shown = false;
  const clear = () => {
    if (shown) io.stderr.write("\r\u001b[K");
    shown = false;
  };
  return {
    clear,
    show(text) {
      const last = escapeLine(
        text
          .trimEnd()
          .split(/[\r\n]/)
          .at(-1) ?? "",
      );
      if (last === "") return;
      clear();
      io.stderr.write(`  … ${last}`.slice(0, (io.stdout.columns ?? 80) - 1));
      shown = true;
    },
  };
}
