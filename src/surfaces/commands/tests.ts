import { exitCodes } from "../../contract/error.ts";
import { defineSurface, type SurfaceIo } from "../../contract/surface.ts";
import { selectTests, type TestSelection } from "../../knowledge/graph/queries/tests.ts";
import { escapeLine } from "../../lib/escape.ts";
import { changedFiles, diffBase, diffOption } from "../support/changed-files.ts";
import { graphOptions } from "../support/graph-options.ts";
import { styleFor } from "../support/style.ts";
import { namedFile, workspaceGraph } from "../support/workspace-graph.ts";

export default defineSurface({
  name: "tests",
  summary: "Name the test files that a change can make fail, each with why.",
  arguments: "[paths...]",
  options: [
    diffOption,
    { flags: "--list", describe: "the paths alone, one a line" },
    { flags: "--null", describe: "the paths alone, each with a NUL after it, for xargs -0" },
    ...graphOptions.map((option) => (option.flags === "--json" ? { ...option, describe: "one JSON object" } : option)),
  ],
  examples: [
    { command: "fettle tests", does: "names the tests for what is not committed yet" },
    { command: "fettle tests --diff main... --null | xargs -0r npx vitest run", does: "runs the tests for the work of this branch" },
    { command: "fettle tests src/shelf.ts", does: "names the tests that reach that file, and through what" },
  ],
  async run({ args, options, io }) {
    await using graph = await workspaceGraph({ options, io });
    const base = diffBase(options) ?? (args.length === 0 ? "HEAD" : undefined);
    const changed = base === undefined ? [] : await changedFiles(base, graph.workspace, io.interrupt);
    const selection = selectTests(graph.reader, [...new Set([...args.map((path) => namedFile(graph.reader, path).path), ...changed])]);
    if (options["json"] === true) io.stdout.write(`${JSON.stringify(selection)}\n`);
    else if (options["null"] === true) io.stdout.write(selection.tests.map(({ path }) => `${path}\0`).join(""));
    else if (options["list"] === true) io.stdout.write(selection.tests.map(({ path }) => `${escapeLine(path)}\n`).join(""));
    else tell(selection, io);
    if (options["json"] !== true) tellUnreached(selection, io);
    return exitCodes.verified;
  },
});

function tell({ tests }: TestSelection, io: SurfaceIo): void {
  const style = styleFor(io.stdout, io.env);
  for (const { path, why } of tests) {
    const reason = why.length === 1 ? "has changed itself" : `uses ${why.slice(1).map(escapeLine).join(" → ")}`;
    io.stdout.write(`${escapeLine(path)}  ${style.dim(reason)}\n`);
  }
}

const MAX_UNREACHED = 10;

function tellUnreached({ tests, unreached }: TestSelection, io: SurfaceIo): void {
  if (tests.length === 0 && unreached.length === 0) io.stderr.write("Nothing has changed.\n");
  for (const path of unreached.slice(0, MAX_UNREACHED)) io.stderr.write(`no test is known to reach ${escapeLine(path)}\n`);
  if (unreached.length > MAX_UNREACHED) io.stderr.write(`nor ${unreached.length - MAX_UNREACHED} others\n`);
}
