import { resolve } from "node:path";
import type { Flags } from "../../config/load.ts";
import type { SettingKey } from "../../config/settings.ts";
import { FettleError } from "../../contract/error.ts";
import { defineSurface, type SurfaceCall } from "../../contract/surface.ts";
import type { Origin } from "../../agent/open-record.ts";
import { chooseOutput } from "../support/output.ts";
import { runTask } from "../support/run-task.ts";
import { optionText } from "../support/options.ts";

/** Option → setting that it overrides. */
const overrides: Readonly<Record<string, SettingKey>> = {
  model: "model",
  effort: "effort",
  sandbox: "sandbox",
  mode: "mode",
  yes: "yes",
  maxSteps: "max_steps",
  budgetUsd: "budget.usd",
  budgetTokens: "budget.tokens",
  budgetTime: "budget.time",
  check: "checks",
  mustChange: "must_change",
  mustNotChange: "must_not_change",
  schema: "schemas",
  allowHost: "network.allow",
};

export default defineSurface({
  name: "exec",
  summary: "Work on a prompt without a person: the exit code says whether the work is verified.",
  arguments: "[prompt...]",
  options: [
    { flags: "--model <provider/model>", describe: "model to use; none repairs what needs no model" },
    { flags: "--effort <level>", describe: "how long a reasoning model may think: low, medium or high" },
    { flags: "--dir <folder>", describe: "workspace; default is the current folder" },
    {
      flags: "--check <command>",
      describe: "command that must pass in the end, instead of the checks found in the project; can be repeated",
      repeats: true,
    },
    { flags: "--must-change <glob>", describe: "paths of which the work must change something; can be repeated", repeats: true },
    { flags: "--must-not-change <glob>", describe: "paths that the work must leave as they are; can be repeated", repeats: true },
    { flags: "--schema <file=schema>", describe: "JSON file that must fit a JSON Schema in the end; can be repeated", repeats: true },
    { flags: "--resume <thread>", describe: "go on with a thread, last for the newest; without a prompt, with its unfinished turn" },
    { flags: "--fork <thread[:event]>", describe: "go on from a thread's end, or from an event of it, in a new thread" },
    { flags: "--image <file>", describe: "image to show the model; can be repeated", repeats: true },
    { flags: "--output-schema <file>", describe: "JSON Schema that the final answer must fit" },
    { flags: "--max-steps <n>", describe: "model calls the turn may take" },
    { flags: "--budget-usd <amount>", describe: "money the thread may cost" },
    { flags: "--budget-tokens <n>", describe: "tokens the thread may use" },
    { flags: "--budget-time <time>", describe: "time the turn may take, such as 90s or 10m" },
    { flags: "--allow-host <host>", describe: "host that the fetch tool may reach; can be repeated", repeats: true },
    { flags: "--sandbox <name>", describe: "auto, bubblewrap, landlock, container when one is around, or none for commands without a box" },
    { flags: "--mode <mode>", describe: "plan, ask or auto: what is done without a question" },
    { flags: "--yes", describe: "answer questions by yes, but those that no one may answer beforehand" },
    { flags: "--json", describe: "one event a line on standard output" },
    { flags: "--quiet", describe: "show only how it ended" },
    { flags: "--verbose", describe: "show results, rulings and costs, too" },
  ],
  examples: [
    { command: 'fettle exec "make the tests pass"', does: "works in this folder with the checks found there" },
    {
      command: 'fettle exec "add a --json flag to ls" --check "npm test" --budget-usd 2',
      does: "must end with npm test passing, for two dollars at most",
    },
    { command: "git diff | fettle exec --json - | jq -c .type", does: "takes the prompt from standard input and shows the events" },
    { command: "fettle exec --model none", does: "repairs what needs no model" },
  ],
  async run(call) {
    const { options, io } = call;
    const output = chooseOutput(call);
    const origin = await originOf(call);
    const prompt = await promptOf(call, origin);
    const schema = optionText(options, "outputSchema");
    return await runTask(
      {
        prompt,
        images: await imagesOf(call),
        folder: await folderOf(call, origin),
        origin,
        flags: flagsOf(call),
        answer:
          schema === undefined ? undefined : await (await import("../support/output-schema.ts")).readOutputSchema(resolve(io.cwd, schema)),
      },
      { io, output },
    );
  },
});

function flagsOf({ options }: SurfaceCall): Flags {
  const given = Object.entries(overrides).filter(([option]) => options[option] !== undefined);
  return Object.fromEntries(given.map(([option, key]) => [key, options[option]])) as Flags;
}

/** The words on the command line; `-`, or nothing when standard input is no terminal, reads it from there. */
async function promptOf({ args, options, io }: SurfaceCall, origin: Origin): Promise<string> {
  const words = args.join(" ");
  const reads = words === "-" || (words === "" && io.stdin.isTTY !== true && origin.kind !== "resume" && options["model"] !== "none");
  const prompt = (reads ? await (await import("../support/read-all.ts")).readAll(io) : words).trim();
  if (prompt !== "" || origin.kind === "resume") return prompt;
  if (options["model"] === "none") return "Repair what needs no model.";
  throw new FettleError("usage.invalid", "There is no prompt", {
    hint: 'Say what to do: fettle exec "make the tests pass", or pipe it in.',
  });
}

async function originOf({ options, io }: SurfaceCall): Promise<Origin> {
  const { resume, fork } = options as { resume?: string; fork?: string };
  if (resume !== undefined && fork !== undefined) throw new FettleError("usage.invalid", "--resume and --fork exclude each other");
  if (resume === undefined && fork === undefined) return { kind: "new" };
  const { fettleHome } = await import("../../config/load.ts");
  const { namedThread } = await import("../support/named-thread.ts");
  const home = fettleHome(io.env);
  if (resume !== undefined) return { kind: "resume", thread: namedThread(home, resume) };
  const [, id = "", seq] = /^([^:]*)(?::(\d+))?$/.exec(fork!) ?? [];
  if (id === "") throw new FettleError("usage.invalid", `--fork ${fork} is not a thread or thread:event`);
  return { kind: "fork", thread: namedThread(home, id), ...(seq !== undefined && { seq: Number(seq) }) };
}

/** The folder that was named; a thread that goes on does so in its own. */
async function folderOf({ options, io }: SurfaceCall, origin: Origin): Promise<string> {
  const dir = optionText(options, "dir");
  if (dir !== undefined) return resolve(io.cwd, dir);
  if (origin.kind === "new") return io.cwd;
  const { fettleHome } = await import("../../config/load.ts");
  const { threadFacts } = await import("../../log/threads.ts");
  return threadFacts(fettleHome(io.env), origin.thread)?.workspace ?? io.cwd;
}

async function imagesOf({ options, io }: SurfaceCall): Promise<{ type: "image"; mediaType: string; data: string }[]> {
  const files = (options["image"] ?? []) as string[];
  if (files.length === 0) return [];
  const { readImage } = await import("../support/read-image.ts");
  return files.map((file) => readImage(resolve(io.cwd, file)));
}
