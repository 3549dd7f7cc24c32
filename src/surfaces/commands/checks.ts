import { loadConfig } from "../../config/load.ts";
import { loadChecksFile } from "../../config/load-checks-file.ts";
import type { Check } from "../../contract/check.ts";
import { exitCodes } from "../../contract/error.ts";
import { defineSurface, type SurfaceCall } from "../../contract/surface.ts";
import { escapeLine } from "../../lib/escape.ts";
import { commandText } from "../support/command-text.ts";
import { namedFolder } from "../support/named-folder.ts";
import { secondsText } from "../support/run-text.ts";
import { styleFor } from "../support/style.ts";

export default defineSurface({
  name: "checks",
  summary: "List the checks that would decide whether work here is done: what runs, where it was found, what it usually takes.",
  options: [
    { flags: "--dir <folder>", describe: "workspace; default is the current folder" },
    { flags: "--json", describe: "one JSON object a line" },
  ],
  examples: [
    { command: "fettle checks", does: "lists the checks of this folder, in the order in which they run" },
    { command: "fettle checks --json | jq -r .command", does: "gives their commands to a script" },
  ],
  async run(call) {
    const { options, io } = call;
    const checks = await listChecks(call);
    const style = styleFor(io.stdout, io.env);
    for (const check of checks) io.stdout.write(`${options["json"] === true ? JSON.stringify(check) : lineOf(check, style)}\n`);
    if (checks.length === 0)
      io.stderr.write(
        "No checks were found. Name some in .fettle/checks.toml, or for one task with --check: without any, nothing is verified.\n",
      );
    return exitCodes.verified;
  },
});

interface Listed extends Pick<Check, "id" | "cwd" | "proves" | "from" | "timeoutMs"> {
  command: string;
  argv: readonly string[];
  network: boolean;
  /** Median of the last runs here; null before the first. */
  usualMs: number | null;
  runs: number;
  /** Times that it ended otherwise when it was run again on the same tree. */
  flakes: number;
}

async function listChecks(call: SurfaceCall): Promise<Listed[]> {
  const { io } = call;
  const workspace = namedFolder(call);
  const config = await loadConfig({ env: io.env, flags: {}, workspace });
  const { written, notice } = await loadChecksFile({ workspace, home: config.home });
  const tell = (text: string): void => void io.stderr.write(`${escapeLine(text)}\n`);
  for (const text of [...config.notices, ...(notice === undefined ? [] : [notice])]) tell(text);
  const [{ openFiles }, { findContract }, { readCheckHistory }] = await Promise.all([
    import("../../sandbox/files.ts"),
    import("../../verify/contract.ts"),
    import("../../verify/check-history.ts"),
  ]);
  const history = readCheckHistory(config.home, workspace);
  const { checks: given, check_timeout: timeoutMs, check_network: network } = config.settings;
  const contract = await findContract(openFiles(workspace, { readOnly: true }), {
    given,
    timeoutMs,
    written,
    usualMs: history.usualMs,
    onUnread: ({ at, message }) => tell(message.includes(at) ? message : `${at}: ${message}`),
  });
  return contract.map((check) => ({
    id: check.id,
    command: commandText(check.argv),
    argv: check.argv,
    cwd: check.cwd,
    proves: check.proves,
    from: check.from,
    timeoutMs: check.timeoutMs,
    network: network || check.network === true,
    usualMs: history.usualMs(check) ?? null,
    runs: history.runs(check),
    flakes: history.flakes(check),
  }));
}

function lineOf({ id, command, cwd, proves, from, usualMs, runs, flakes, network }: Listed, style: ReturnType<typeof styleFor>): string {
  const notes = [
    proves,
    escapeLine(from),
    ...(cwd === "." ? [] : [`in ${escapeLine(cwd)}`]),
    ...(network ? ["with network"] : []),
    usualMs === null ? "never run here" : secondsText(usualMs),
    ...(flakes > 0 ? [`flaky: ${flakes} of ${runs} runs`] : []),
  ];
  return `${style.bold(escapeLine(id))}  ${escapeLine(command)}  ${style.dim(notes.join(" · "))}`;
}
