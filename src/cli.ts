/** Finds the command that was asked for, parses what follows it, and runs it. */
import { Command, CommanderError } from "commander";
import { exitCodes, FettleError, toErrorFacts, type ExitCode } from "./contract/error.ts";
import type { Surface, SurfaceEntry, SurfaceIo } from "./contract/surface.ts";
import { nearest } from "./lib/nearest.ts";

export async function run(argv: readonly string[], commands: readonly SurfaceEntry[]): Promise<ExitCode> {
  try {
    const [name = "", ...rest] = argv;
    const { default: surface } = await find(name, commands).load();
    return await call(surface, rest);
  } catch (error) {
    return report(error);
  }
}

function find(name: string, commands: readonly SurfaceEntry[]): SurfaceEntry {
  const entry = commands.find((command) => command.name === name);
  if (entry !== undefined) return entry;
  const [likely] = nearest(
    name,
    commands.map((command) => command.name),
  );
  const hint = likely === undefined ? "`fettle --help` lists the commands." : `Did you mean \`fettle ${likely}\`?`;
  throw new FettleError("usage.invalid", `There is no command \`${name}\`.`, { hint });
}

async function call(surface: Surface, argv: readonly string[]): Promise<ExitCode> {
  const command = new Command(`fettle ${surface.name}`).description(surface.summary).exitOverride();
  if (surface.arguments !== undefined) command.arguments(surface.arguments);
  for (const { flags, describe } of surface.options ?? []) command.option(flags, describe);
  command.addHelpText("after", `\nExamples:\n${surface.examples.map((example) => `  ${example.command}\n    ${example.does}`).join("\n")}`);
  command.action(() => {});
  try {
    command.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.verified : exitCodes.usage;
  }
  return await surface.run({ args: command.args, options: command.opts(), io: world() });
}

function world(): SurfaceIo {
  const interrupt = new AbortController();
  // Only the first one is ours: without a listener the next Ctrl-C ends the process.
  process.once("SIGINT", () => interrupt.abort());
  const { stdin, stdout, stderr, env } = process;
  return { stdin, stdout, stderr, env, cwd: process.cwd(), interrupt: interrupt.signal };
}

function report(error: unknown): ExitCode {
  const { code, message, at, hint } = toErrorFacts(error);
  process.stderr.write(
    [`fettle: ${message} [${code}]`, at && `  at ${at}`, hint && `  ${hint}`, ""].filter((line) => line !== undefined).join("\n"),
  );
  return error instanceof FettleError ? error.exitCode : exitCodes.internal;
}
