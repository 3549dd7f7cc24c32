import { fettleHome, loadConfig } from "../../config/load.ts";
import { exitCodes } from "../../contract/error.ts";
import { defineSurface } from "../../contract/surface.ts";
import { contextLines } from "../support/context-lines.ts";
import { contextReport } from "../support/context-report.ts";
import { namedThread } from "../support/named-thread.ts";

export default defineSurface({
  name: "context",
  summary: "Show what the next request of a thread is made of, and what each piece costs.",
  arguments: "[thread]",
  options: [{ flags: "--json", describe: "one JSON object" }],
  examples: [
    { command: "fettle context", does: "shows what fills the model's window in the newest thread" },
    { command: "fettle context 01JD --json | jq '.largestResults[0]'", does: "names the largest result in another one" },
  ],
  async run({ args: [name = "last"], options, io }) {
    const home = fettleHome(io.env);
    const { named } = await loadConfig({ env: io.env, flags: {}, workspace: io.cwd });
    const report = await contextReport({ home, thread: namedThread(home, name), env: io.env, named });
    io.stdout.write(options["json"] === true ? `${JSON.stringify(report)}\n` : `${contextLines(report).join("\n")}\n`);
    return exitCodes.verified;
  },
});
