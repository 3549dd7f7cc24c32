import { exitCodes } from "../../contract/error.ts";
import { defineSurface } from "../../contract/surface.ts";
import { importCycles } from "../../knowledge/graph/queries/cycles.ts";
import { escapeLine } from "../../lib/escape.ts";
import { graphOptions } from "../support/graph-options.ts";
import { styleFor } from "../support/style.ts";
import { workspaceGraph } from "../support/workspace-graph.ts";

export default defineSurface({
  name: "cycles",
  summary: "Show groups of files that all import each other, directly or not.",
  options: [
    { flags: "--all", describe: "count imports of types alone, too, and those that are made later or never" },
    ...graphOptions.map((option) => (option.flags === "--json" ? { ...option, describe: "one JSON list of paths a line" } : option)),
  ],
  examples: [
    { command: "fettle cycles", does: "lists the groups, the largest first" },
    { command: "fettle cycles --json | wc -l", does: "counts them" },
  ],
  async run({ options, io }) {
    await using graph = await workspaceGraph({ options, io });
    const groups = importCycles(graph.reader, { all: options["all"] === true }).map((group) =>
      group.map((id) => graph.reader.fileById(id)?.path ?? "").sort(),
    );
    const style = styleFor(io.stdout, io.env);
    for (const group of groups)
      if (options["json"] === true) io.stdout.write(`${JSON.stringify(group)}\n`);
      else io.stdout.write(`${style.bold(`${group.length} files`)}\n${group.map((path) => `  ${escapeLine(path)}\n`).join("")}`);
    if (groups.length === 0) io.stderr.write("There are none.\n");
    return exitCodes.verified;
  },
});
