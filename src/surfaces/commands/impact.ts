import { exitCodes, FettleError } from "../../contract/error.ts";
import { defineSurface, type SurfaceIo } from "../../contract/surface.ts";
import { type Impact, impactOf } from "../../knowledge/graph/queries/impact.ts";
import { escapeLine } from "../../lib/escape.ts";
import { changedFiles, diffBase, diffOption } from "../support/changed-files.ts";
import { graphOptions, wholeNumber } from "../support/graph-options.ts";
import { styleFor } from "../support/style.ts";
import { namedThing, type WorkspaceGraph, workspaceGraph } from "../support/workspace-graph.ts";

const DEFAULT_LIMIT = 200;

export default defineSurface({
  name: "impact",
  summary: "Show what depends on files or definitions, nearest first, with the tests among it.",
  arguments: "[names...]",
  options: [
    diffOption,
    { flags: "--distance <n>", describe: "no further than this; 1: what uses it itself" },
    { flags: "--limit <n>", describe: `how many; default ${DEFAULT_LIMIT}` },
    ...graphOptions,
  ],
  examples: [
    { command: "fettle impact src/shelf.ts", does: "lists all files that depend on that one, directly or not" },
    { command: "fettle impact Shelf.add --distance 1", does: "lists the files that use that method" },
    { command: "fettle impact --diff main...", does: "lists what depends on what this branch has changed" },
  ],
  async run({ args, options, io }) {
    const base = diffBase(options);
    if (args.length === 0 && base === undefined)
      throw new FettleError("usage.invalid", "The impact of what?", { hint: "Name files or definitions, or give --diff." });
    const limit = wholeNumber(options, "limit", DEFAULT_LIMIT);
    const maxDistance = options["distance"] === undefined ? Infinity : wholeNumber(options, "distance", 1);
    await using graph = await workspaceGraph({ options, io });
    const changed = base === undefined ? [] : await changedFiles(base, graph.workspace, io.interrupt);
    const impact = impactOf(graph.reader, subject(graph, args, changed), { limit, maxDistance });
    if (options["json"] === true) for (const dependent of impact.dependents) io.stdout.write(`${JSON.stringify(dependent)}\n`);
    else tell(impact, io);
    if (impact.omitted > 0) io.stderr.write(`${impact.omitted} more, further away: --limit tells more of them.\n`);
    return exitCodes.verified;
  },
});

function subject({ reader }: WorkspaceGraph, names: readonly string[], changed: readonly string[]): Parameters<typeof impactOf>[1] {
  const things = names.map((name) => namedThing(reader, name));
  return {
    files: [
      ...things.flatMap((thing) => ("file" in thing ? [thing.file.id] : [])),
      ...changed.flatMap((path) => reader.file(path)?.id ?? []),
    ],
    symbols: things.flatMap((thing) => ("symbols" in thing ? thing.symbols : [])),
  };
}

function tell({ dependents }: Impact, io: SurfaceIo): void {
  const style = styleFor(io.stdout, io.env);
  for (const { path, distance, via, test, lines } of dependents) {
    const notes = [
      ...(test ? ["test"] : []),
      ...(lines.length > 0 ? [`lines ${lines.join(", ")}`] : []),
      ...(distance > 1 ? [`through ${escapeLine(via)}`] : []),
    ];
    io.stdout.write(`${distance} ${escapeLine(path)}${notes.length === 0 ? "" : `  ${style.dim(notes.join("; "))}`}\n`);
  }
  if (dependents.length === 0) io.stderr.write("Nothing that is known depends on it.\n");
}
