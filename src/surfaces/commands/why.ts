import { fettleHome } from "../../config/load.ts";
import { exitCodes, FettleError } from "../../contract/error.ts";
import { defineSurface } from "../../contract/surface.ts";
import { readEvents } from "../../log/events.ts";
import { explain, explanationLines } from "../support/explanation.ts";
import { namedThread } from "../support/named-thread.ts";
import { optionText } from "../support/options.ts";
import { styleFor } from "../support/style.ts";

export default defineSurface({
  name: "why",
  summary: "Say why something happened or did not: who asked, what was ruled, what it changed.",
  arguments: "<event>",
  options: [
    { flags: "--thread <thread>", describe: "thread it happened in; default is the newest" },
    { flags: "--json", describe: "one JSON object" },
  ],
  examples: [
    { command: "fettle why 17", does: "explains event 17 of the newest thread; `fettle show --json` has the numbers" },
    { command: "fettle why toolu_01 --thread 01JD --json", does: "explains a call by its id, for a script" },
  ],
  async run({ args, options, io }) {
    const home = fettleHome(io.env);
    const thread = namedThread(home, optionText(options, "thread") ?? "last");
    const [event = ""] = args;
    const explanation = await explain(event, readEvents(home, thread), thread);
    if (explanation === undefined)
      throw new FettleError("usage.invalid", `Thread ${thread} has no event and no call ${event}`, {
        hint: `\`fettle show ${thread} --json\` shows them; an event is named by its seq.`,
      });
    if (options["json"] === true) io.stdout.write(`${JSON.stringify(explanation)}\n`);
    else io.stdout.write(`${explanationLines(explanation, styleFor(io.stdout, io.env)).join("\n")}\n`);
    return exitCodes.verified;
  },
});
