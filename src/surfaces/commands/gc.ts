import { fettleHome } from "../../config/load.ts";
import { exitCodes, FettleError } from "../../contract/error.ts";
import { defineSurface } from "../../contract/surface.ts";
import { escapeLine } from "../../lib/escape.ts";
import { forgetGoneThreads } from "../../log/search/forget-threads.ts";
import { listThreads } from "../../log/threads.ts";
import { findAbandoned, removeAbandoned, removeRemains } from "../../sandbox/store/abandoned.ts";

const defaultDays = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

export default defineSurface({
  name: "gc",
  summary: "Free what undo keeps of workspaces that are gone, and what search knows of threads that are; logs stay.",
  options: [
    { flags: "--older-than <days>", describe: `only what was not used for so long; default ${defaultDays}` },
    { flags: "--dry-run", describe: "only say what would be freed" },
    { flags: "--json", describe: "one JSON object a line" },
  ],
  examples: [
    { command: "fettle gc --dry-run", does: "shows what undo keeps of workspaces that are gone" },
    { command: "fettle gc --older-than 7", does: "deletes it, where nothing was done for a week" },
  ],
  async run({ options, io }) {
    const days = Number(options["olderThan"] ?? defaultDays);
    if (!Number.isFinite(days) || days < 0)
      throw new FettleError("usage.invalid", `--older-than must be a number of days, not ${String(options["olderThan"])}`);
    const home = fettleHome(io.env);
    const isDry = options["dryRun"] === true;
    if (!isDry) {
      removeRemains(home);
      await forgetGoneThreads(home);
    }
    const workspaces = listThreads(home).map(({ workspace }) => workspace);
    const since = Date.now() - days * DAY_MS;
    let [stores, bytes] = [0, 0];
    for (const found of findAbandoned(home, workspaces)) {
      if (io.interrupt.aborted) return exitCodes.interrupted;
      if (found.usedAt > since || (!isDry && !(await removeAbandoned(home, found)))) continue;
      stores++;
      bytes += found.bytes;
      io.stdout.write(
        options["json"] === true
          ? `${JSON.stringify({ workspace: found.workspace, bytes: found.bytes, usedAt: found.usedAt, removed: !isDry })}\n`
          : `${escapeLine(found.workspace)}  ${inMegabytes(found.bytes)}\n`,
      );
    }
    if (options["json"] !== true) io.stdout.write(`${isDry ? "would free" : "freed"} ${inMegabytes(bytes)} of ${stores} gone workspaces\n`);
    return exitCodes.verified;
  },
});

function inMegabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
