import { defineSurface, type SurfaceCall } from "../../contract/surface.ts";
import type { Flags } from "../../config/load.ts";
import type { Origin } from "../../agent/open-record.ts";
import { optionText } from "../support/options.ts";

export default defineSurface({
  name: "tui",
  summary: "Work with Fettle in the terminal: what `fettle` alone does where somebody types.",
  options: [
    { flags: "--model <provider/model>", describe: "model to use" },
    { flags: "--mode <mode>", describe: "plan, ask or auto: what is done without a question" },
    { flags: "--resume <thread>", describe: "go on with a thread, last for the newest" },
  ],
  examples: [
    { command: "fettle tui", does: "opens the terminal in this folder, as fettle alone does" },
    { command: "fettle tui --resume last", does: "goes on with the newest thread" },
  ],
  async run(call) {
    const { runTerminal } = await import("../tui/run.ts");
    return await runTerminal({ io: call.io, flags: flagsOf(call), origin: await originOf(call) });
  },
});

function flagsOf({ options }: SurfaceCall): Flags {
  const { model, mode } = options as { model?: string; mode?: string };
  return { ...(model !== undefined && { model }), ...(mode !== undefined && { mode }) };
}

async function originOf({ options, io }: SurfaceCall): Promise<Origin> {
  const resume = optionText(options, "resume");
  if (resume === undefined) return { kind: "new" };
  const [{ fettleHome }, { namedThread }] = await Promise.all([import("../../config/load.ts"), import("../support/named-thread.ts")]);
  return { kind: "resume", thread: namedThread(fettleHome(io.env), resume) };
}
