/** Finds the command that was asked for, parses what follows it, and runs it. */
import { Command, CommanderError, Option } from "commander";
import { type ExitCode, exitCodes, FettleError, toErrorFacts } from "../../contract/error.ts";
import type { Surface, SurfaceCall, SurfaceEntry, SurfaceIo } from "../../contract/surface.ts";
import { escapeControls, escapeLine } from "../../lib/escape.ts";
import { nearest } from "../../lib/nearest.ts";

/** What goes wrong is told on standard error: it never rejects. */
export async function callSurface(
  argv: readonly string[],
  { commands, ...world }: { commands: readonly SurfaceEntry[] } & Pick<SurfaceCall, "io" | "own">,
): Promise<ExitCode> {
  try {
    const [name = "", ...rest] = argv;
    const { default: surface } = await find(name, commands).load();
    return await call(surface, rest, world);
  } catch (error) {
    return await report(error, world.io);
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

async function call(surface: Surface, argv: readonly string[], { io, own }: Pick<SurfaceCall, "io" | "own">): Promise<ExitCode> {
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
  return await surface.run({ args: command.args, options: command.opts(), io, ...(own !== undefined && { own }) });
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

async function report(error: unknown, { stderr, env }: SurfaceIo): Promise<ExitCode> {
  const { redactedFacts } = await import("../../lib/redact/error-facts.ts");
  const { code, message, at, hint } = redactedFacts(toErrorFacts(error), env);
  const lines = [
    `fettle: ${escapeControls(message)} [${code}]`,
    at === undefined ? undefined : `  at ${escapeLine(at)}`,
    hint === undefined ? undefined : `  ${escapeControls(hint)}`,
  ];
  stderr.write(`${lines.filter((line) => line !== undefined).join("\n")}\n`);
  return error instanceof FettleError ? error.exitCode : exitCodes.internal;
}
