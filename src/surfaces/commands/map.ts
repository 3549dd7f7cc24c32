import { exitCodes } from "../../contract/error.ts";
import { defineSurface } from "../../contract/surface.ts";
import { mapOf, mapText } from "../../knowledge/graph/queries/map.ts";
import { changedFiles, diffBase, diffOption } from "../support/changed-files.ts";
import { graphOptions, wholeNumber } from "../support/graph-options.ts";
import { namedFile, workspaceGraph } from "../support/workspace-graph.ts";

const DEFAULT_TOKENS = 1500;

export default defineSurface({
  name: "map",
  summary: "Show the files and definitions that matter most, by what depends on them, in as many tokens as you say.",
  arguments: "[paths...]",
  options: [
    { flags: "--tokens <n>", describe: `what the map may cost a model; default ${DEFAULT_TOKENS}` },
    { ...diffOption, describe: `put what has changed in play: ${diffOption.describe}` },
    ...graphOptions,
  ],
  examples: [
    { command: "fettle map", does: "shows what the project is built on" },
    { command: "fettle map src/cart.ts --tokens 500", does: "shows what matters to that file, in about 500 tokens" },
    { command: "fettle map --diff main...", does: "shows what matters to the work of this branch" },
  ],
  async run({ args, options, io }) {
    const tokens = wholeNumber(options, "tokens", DEFAULT_TOKENS);
    await using graph = await workspaceGraph({ options, io });
    const base = diffBase(options);
    const changed = base === undefined ? [] : await changedFiles(base, graph.workspace, io.interrupt);
    const around = [...args.map((path) => namedFile(graph.reader, path).path), ...changed];
    const files = mapOf(graph.reader, { tokens, around });
    io.stdout.write(options["json"] === true ? files.map((file) => `${JSON.stringify(toJson(file))}\n`).join("") : mapText(files));
    if (files.length === 0) io.stderr.write("There are no sources here, or none fits.\n");
    return exitCodes.verified;
  },
});

const toJson = ({ path, definitions }: ReturnType<typeof mapOf>[number]) => ({
  path,
  definitions: definitions.map(({ name, kind, line }) => ({ name, kind, line })),
});
