import { fettleHome } from "../../config/load.ts";
import { exitCodes, FettleError } from "../../contract/error.ts";
import { defineSurface } from "../../contract/surface.ts";
import { escapeLine } from "../../lib/escape.ts";
import { listThreads } from "../../log/threads.ts";
import { styleFor } from "../support/style.ts";

const defaultLimit = 20;

export default defineSurface({
  name: "threads",
  summary: "List threads, newest first.",
  options: [
    { flags: "--limit <n>", describe: `how many; default ${defaultLimit}` },
    { flags: "--json", describe: "one JSON object a line" },
  ],
  examples: [
    { command: "fettle threads", does: "shows the last threads with what became of them" },
    { command: "fettle threads --limit 1 --json | jq -r .thread", does: "gives the newest thread's id to a script" },
  ],
  async run({ options, io }) {
    const limit = Number(options["limit"] ?? defaultLimit);
    if (!Number.isInteger(limit) || limit < 1)
      throw new FettleError("usage.invalid", `--limit must be a whole number from 1, not ${String(options["limit"])}`);
    const found = listThreads(fettleHome(io.env)).take(limit);
    const style = styleFor(io.stdout, io.env);
    let count = 0;
    for (const facts of found) {
      if (io.interrupt.aborted) return exitCodes.interrupted;
      count++;
      if (options["json"] === true) {
        io.stdout.write(`${JSON.stringify(facts)}\n`);
        continue;
      }
      const when = new Date(facts.updatedAt).toISOString().slice(0, 16).replace("T", " ");
      io.stdout.write(
        `${style.bold(facts.thread)}  ${when}  ${(facts.verdict ?? "–").padEnd(10)}  ${escapeLine(facts.title)} ${style.dim(escapeLine(facts.workspace))}\n`,
      );
    }
    if (count === 0) io.stderr.write('There are no threads yet. Begin one: fettle exec "…"\n');
    return exitCodes.verified;
  },
});
