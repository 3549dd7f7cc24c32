import { fettleHome } from "../../config/load.ts";
import { exitCodes } from "../../contract/error.ts";
import { defineSurface } from "../../contract/surface.ts";
import { replayThread } from "../../agent/replay.ts";
import { namedThread } from "../support/named-thread.ts";
import { eventLines } from "../support/event-lines.ts";
import { styleFor } from "../support/style.ts";

export default defineSurface({
  name: "replay",
  summary: "Run a thread again with no model and no network, and hold every event against the recorded one.",
  arguments: "<thread>",
  options: [
    { flags: "--json", describe: "the events as they are made again, one a line" },
    { flags: "--verbose", describe: "results, rulings and costs, too" },
  ],
  examples: [
    { command: "fettle replay last", does: "shows the thread again; exit code 1 and the place when it goes another way" },
    {
      command: "fettle replay last --json | cmp - ~/.fettle/threads/ID/events-0001.jsonl",
      does: "is silent: the replay makes the same bytes",
    },
  ],
  async run({ args, options, io }) {
    const home = fettleHome(io.env);
    const style = styleFor(io.stdout, io.env);
    let count = 0;
    await replayThread({
      home,
      thread: namedThread(home, args[0]!),
      onEvent(event) {
        count++;
        const lines =
          options["json"] === true
            ? [JSON.stringify(event)]
            : eventLines(event, { style, verbosity: options["verbose"] === true ? "verbose" : "normal" });
        if (lines.length > 0) io.stdout.write(`${lines.join("\n")}\n`);
      },
    });
    io.stderr.write(`${count} events replayed: the same.\n`);
    return exitCodes.verified;
  },
});
