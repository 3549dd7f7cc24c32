/** Finds the command that was asked for, parses what follows it, and runs it. */
import { Command, CommanderError, Option } from "commander";
import { exitCodes, FettleError, toErrorFacts, type ExitCode } from "./contract/error.ts";
import type { Surface, SurfaceEntry, SurfaceIo } from "./contract/surface.ts";
import { escapeControls, escapeLine } from "./lib/escape.ts";
import { nearest } from "./lib/nearest.ts";

export async function run(argv: readonly string[], commands: readonly SurfaceEntry[]): Promise<ExitCode> {
  const io = world();
  try {
    const [name = "", ...rest] = argv;
    const { default: surface } = await find(name, commands).load();
    return await call(surface, rest, io);
  } catch (error) {
    return await report(error, io);
  }
}

function find(name: string, commands: readonly SurfaceEntry[]): SurfaceEntry {
  const entry = commands.find((command) => command.name === name);
  if (entry !== undefined) return entry;
  const isOption = name.startsWith("-");
  const [likely] = nearest(name, isOption ? ["--help", "--version"] : commands.map((command) => command.name));
  const hint = likely === undefined ? "`fettle --help` lists the commands." : `Did you mean \`fettle ${likely}\`?`;
  throw new FettleError("usage.invalid", `There is no ${isOption ? "option" : "command"} \`${name}\`.`, { hint });
}

async function call(surface: Surface, argv: readonly string[], io: SurfaceIo): Promise<ExitCode> {
  const command = new Command(`fettle ${surface.name}`)
    .description(surface.summary)
    .helpOption("-h, --help", "show this")
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => {} });
  if (surface.arguments !== undefined) command.arguments(surface.arguments);
  for (const option of surface.options ?? []) command.addOption(toOption(option));
  command.addHelpText("after", `\nExamples:\n${surface.examples.map((example) => `  ${example.command}\n    ${example.does}`).join("\n")}`);
  command.action(() => {});
  try {
    command.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.verified;
    throw misused(surface, error);
  }
  return await surface.run({ args: command.args, options: command.opts(), io });
}

function toOption({ flags, describe, repeats }: NonNullable<Surface["options"]>[number]): Option {
  const option = new Option(flags, describe);
  return repeats === true ? option.argParser((value, earlier: string[] | undefined) => [...(earlier ?? []), value]) : option;
}

/** What commander says, in the form of every other error: `error: unknown option '--jsn'\n(Did you mean --json?)`. */
function misused(surface: Surface, { message }: CommanderError): FettleError {
  const [what = "", suggestion] = message.replace(/^error: /, "").split("\n");
  const hint = suggestion?.replace(/^\((.*)\)$/, "$1") ?? `\`fettle ${surface.name} --help\` shows how it is used.`;
  return new FettleError("usage.invalid", `${what.charAt(0).toUpperCase()}${what.slice(1)}`, { hint });
}

function world(): SurfaceIo {
  const interrupt = new AbortController();
  interruptOnSignals(interrupt);
  const { stdin, stdout, stderr, env } = process;
  for (const stream of [stdout, stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // Whoever read it has gone, as `head` or a terminal that is closed: nothing is left to be done for them.
      if (error.code !== "EPIPE" && !(error.code === "EIO" && stream.isTTY)) throw error;
      if (stream === stdout) interrupt.abort();
    });
  return {
    stdin,
    stdout,
    stderr,
    env,
    // Looked up by the commands that need one, so that the others work where it is gone.
    get cwd() {
      return currentFolder();
    },
    interrupt: interrupt.signal,
  };
}

/** Ctrl-C, a service that is stopped, a terminal that is closed: the first of them lets the command end in order, the next one ends the process. */
function interruptOnSignals(interrupt: AbortController): void {
  const end = () => {
    process.off("SIGINT", end).off("SIGTERM", end);
    interrupt.abort();
  };
  // A closed terminal says so more than once, the shell and the kernel each.
  process.on("SIGINT", end).on("SIGTERM", end).on("SIGHUP", end);
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new FettleError("workspace.missing", "The current folder does not exist any more.", {
      hint: "Change to the folder of a project.",
      cause,
    });
  }
}

async function report(error: unknown, { stderr, env }: SurfaceIo): Promise<ExitCode> {
  const { redactedFacts } = await import("./lib/redact/error-facts.ts");
  const { code, message, at, hint } = redactedFacts(toErrorFacts(error), env);
  const lines = [
    `fettle: ${escapeControls(message)} [${code}]`,
    at === undefined ? undefined : `  at ${escapeLine(at)}`,
    hint === undefined ? undefined : `  ${escapeControls(hint)}`,
  ];
  stderr.write(`${lines.filter((line) => line !== undefined).join("\n")}\n`);
  return error instanceof FettleError ? error.exitCode : exitCodes.internal;
}
