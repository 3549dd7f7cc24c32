import { exitCodes } from "../../contract/error.ts";
import { defineSurface } from "../../contract/surface.ts";
import { pathBetween } from "../../knowledge/graph/queries/path.ts";
import { escapeLine } from "../../lib/escape.ts";
import { graphOptions } from "../support/graph-options.ts";
import { namedFile, workspaceGraph } from "../support/workspace-graph.ts";

export default defineSurface({
  name: "path",
  summary: "Show how one file depends on another: the shortest chain of files between them.",
  arguments: "<from> <to>",
  options: graphOptions.map((option) => (option.flags === "--json" ? { ...option, describe: "one JSON list" } : option)),
  examples: [
    {
      command: "fettle path src/main.ts src/shelf.ts",
      does: "shows through which files main.ts comes to use shelf.ts, or the other way round",
    },
  ],
  async run({ args: [from = "", to = ""], options, io }) {
    await using graph = await workspaceGraph({ options, io });
    const ends = [namedFile(graph.reader, from).id, namedFile(graph.reader, to).id] as const;
    const ids = pathBetween(graph.reader, ...ends) ?? pathBetween(graph.reader, ends[1], ends[0]) ?? [];
    const paths = ids.map((id) => graph.reader.fileById(id)?.path ?? "");
    if (options["json"] === true) io.stdout.write(`${JSON.stringify(paths)}\n`);
    else io.stdout.write(paths.map((path, at) => `${at === 0 ? "" : "→ "}${escapeLine(path)}\n`).join(""));
    if (paths.length === 0) io.stderr.write("Neither is known to depend on the other.\n");
    return exitCodes.verified;
  },
});
