import { fettleHome } from "../../config/load.ts";
import { exitCodes, FettleError } from "../../contract/error.ts";
import { defineSurface, type SurfaceIo } from "../../contract/surface.ts";
import { readEvents } from "../../log/events.ts";
import { foldEvents } from "../../log/folds/fold.ts";
import { costOf, reportFold, toReport } from "../../verify/report.ts";
import { namedThread } from "../support/named-thread.ts";
import { eventLines } from "../support/event-lines.ts";
import { costLines, reportLines } from "../support/report-lines.ts";
import { styleFor } from "../support/style.ts";

/** Events on each side of the one that is asked for. */
const AROUND = 10;

export default defineSurface({
  name: "show",
  summary: "Show what happened in a thread, what proves its work, and what it cost.",
  arguments: "<thread>",
  options: [
    { flags: "--json", describe: "the events, one a line" },
    { flags: "--verbose", describe: "results, rulings and costs, too" },
    { flags: "--around <event>", describe: `only this event, in full, and ${AROUND} on each side` },
  ],
  examples: [
    { command: "fettle show last", does: "shows the newest thread; a beginning of its id names any other" },
    { command: "fettle show 1m7xe39 --around 412", does: "shows what `fettle search` has found" },
    { command: "fettle show last --json | jq 'select(.type==\"check.completed\").receipt'", does: "lists the receipts" },
  ],
  async run({ args, options, io }) {
    const home = fettleHome(io.env);
    const thread = namedThread(home, args[0]!);
    const style = styleFor(io.stdout, io.env);
    const skipped: number[] = [];
    const events = () => readEvents(home, thread, { onSkipped: ({ seq }) => skipped.push(seq) });
    const json = options["json"] === true;
    const middle = middleOf(options["around"]);
    const view = json || middle !== undefined ? undefined : await foldEvents(reportFold, events());
    const last = view?.verdict;
    skipped.length = 0;
    for await (const event of events()) {
      if (io.interrupt.aborted) return exitCodes.interrupted;
      if (middle !== undefined && (event.thread !== thread || Math.abs(event.seq - middle) > AROUND)) continue;
      // The last verdict is told with all that it rests on, at the end.
      if (event.seq === last?.seq && event.thread === last.thread) continue;
      const lines = json
        ? [JSON.stringify(event)]
        : eventLines(event, { style, verbosity: options["verbose"] === true || middle !== undefined ? "verbose" : "normal" });
      if (lines.length > 0 && !io.stdout.write(`${lines.join("\n")}\n`)) await untilTaken(io.stdout);
    }
    if (skipped.length > 0)
      io.stderr.write(`note: ${skipped.length} damaged lines of the log are left out, the first at event ${skipped[0]}.\n`);
    if (view !== undefined) {
      const report = toReport(view);
      const lines = report === undefined ? costLines({ cost: costOf(view) }).map(style.dim) : reportLines(report, style);
      io.stdout.write(`${lines.join("\n")}\n`);
    }
    return exitCodes.verified;
  },
});

function middleOf(given: unknown): number | undefined {
  const middle = given === undefined ? undefined : Number(given);
  if (middle === undefined || (Number.isInteger(middle) && middle >= 0)) return middle;
  throw new FettleError("usage.invalid", `--around must be the number of an event, not ${String(given)}`);
}

/** Resolves when what was written has been read, or nobody reads any more: a long thread must not pile up in memory. */
async function untilTaken(stdout: SurfaceIo["stdout"]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  stdout.once("drain", resolve).once("close", resolve);
  await promise;
  stdout.off("drain", resolve).off("close", resolve);
}
