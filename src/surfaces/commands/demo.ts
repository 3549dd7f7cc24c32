import { defineSurface } from "../../contract/surface.ts";
import { copyExample } from "../support/example-project.ts";
import { textOutput } from "../support/output.ts";
import { runTask } from "../support/run-task.ts";
import { styleFor } from "../support/style.ts";

export default defineSurface({
  name: "demo",
  summary: "Mend a small broken project and prove it, with no model and no network.",
  options: [{ flags: "--verbose", describe: "show results and rulings, too" }],
  examples: [{ command: "fettle demo", does: "copies an example that does not compile to a temporary folder and mends the copy" }],
  async run({ options, io }) {
    const style = styleFor(io.stderr, io.env);
    const { folder, original } = copyExample();
    io.stderr.write(`A TypeScript project left in the middle of a refactoring, copied to ${folder}\n`);
    const changed = new Set<string>();
    const output = textOutput(io, options["verbose"] === true ? "verbose" : "normal");
    const exitCode = await runTask(
      {
        prompt: "The project does not compile. Repair what needs no model.",
        images: [],
        folder,
        origin: { kind: "new" },
        flags: { model: "none" },
        answer: undefined,
      },
      {
        io,
        output: {
          ...output,
          event(event) {
            output.event(event);
            if (event.type === "transaction.committed") for (const { path } of event.changes) changed.add(path);
          },
        },
      },
    );
    const { diffFolders } = await import("../support/tree-diff.ts");
    io.stdout.write(`\n${diffFolders(original, folder, { paths: [...changed].sort(), style: styleFor(io.stdout, io.env) })}\n`);
    io.stderr.write(style.dim(`The mended project is in ${folder}\n`));
    return exitCode;
  },
});
