import { exitCodes } from "../../contract/error.ts";
import { defineSurface, type SurfaceIo } from "../../contract/surface.ts";
import { type Reference, referencesTo } from "../../knowledge/graph/queries/references.ts";
import type { FoundSymbol } from "../../knowledge/graph/queries/symbols.ts";
import { escapeLine } from "../../lib/escape.ts";
import { graphOptions } from "../support/graph-options.ts";
import { styleFor } from "../support/style.ts";
import { namedSymbols, workspaceGraph } from "../support/workspace-graph.ts";

export default defineSurface({
  name: "refs",
  summary: "Show where a name is defined, and where it is used.",
  arguments: "<symbol>",
  options: graphOptions,
  examples: [
    { command: "fettle refs addBook", does: "lists uses of everything that is called so" },
    { command: "fettle refs Shelf.add", does: "lists uses of that method" },
    { command: "fettle refs src/shelf.ts:add --json | jq -r .path | sort -u", does: "gives the files that use that one to a script" },
  ],
  async run({ args: [name = ""], options, io }) {
    await using graph = await workspaceGraph({ options, io });
    for (const symbol of namedSymbols(graph.reader, name)) {
      const references = referencesTo(graph.reader, symbol);
      if (options["json"] === true)
        for (const reference of references) io.stdout.write(`${JSON.stringify({ ...reference, of: titleOf(symbol) })}\n`);
      else tell(symbol, references, io);
    }
    return exitCodes.verified;
  },
});

const titleOf = ({ file, title }: FoundSymbol): string => `${file.path}:${title}`;

function tell({ file, definition, title }: FoundSymbol, references: readonly Reference[], io: SurfaceIo): void {
  const style = styleFor(io.stdout, io.env);
  io.stdout.write(`${style.bold(`${definition.kind} ${escapeLine(title)}`)}  ${escapeLine(file.path)}:${definition.line}\n`);
  for (const { path, line, certainty, isImport } of references) {
    const note = isImport ? "import" : certainty === "likely" ? "likely" : "";
    io.stdout.write(`  ${escapeLine(path)}:${line}${note === "" ? "" : ` ${style.dim(note)}`}\n`);
  }
  if (references.length === 0) io.stdout.write(`  ${style.dim("no uses are known")}\n`);
}
