import { resolve } from "node:path";
import { exitCodes, type ExitCode, FettleError } from "../../contract/error.ts";
import { describeMatcher } from "../../contract/policy.ts";
import { defineSurface, type SurfaceCall } from "../../contract/surface.ts";
import { escapeLine } from "../../lib/escape.ts";
import { namedFolder } from "../support/named-folder.ts";
import { optionText } from "../support/options.ts";
import { checkScript } from "../support/policy-check.ts";
import { loadedPolicy, surroundingsOf } from "../support/policy-setting.ts";
import { styleFor } from "../support/style.ts";

const actions: Readonly<Record<string, (call: SurfaceCall) => Promise<ExitCode>>> = { check, test, list };

export default defineSurface({
  name: "policy",
  summary: "Ask what the rules say to a command, try out their examples, list them.",
  arguments: "<check|test|list> [argument]",
  options: [
    { flags: "--dir <folder>", describe: "workspace whose rules hold" },
    { flags: "--mode <mode>", describe: "check: plan, ask or auto instead of the mode that is set" },
    { flags: "--attended", describe: "check: as if somebody were there to answer" },
    { flags: "--json", describe: "one JSON object" },
  ],
  examples: [
    { command: 'fettle policy check "npm test && git push --force"', does: "shows how each command is judged, by which rule" },
    { command: "fettle policy test", does: "tries out all examples, and tells of rules that never decide" },
    { command: "fettle policy test rules.toml", does: "does it with one file" },
    { command: "fettle policy list", does: "shows the rules that hold here, and where they stand" },
  ],
  async run(call) {
    const action = actions[call.args[0] ?? ""];
    if (action === undefined)
      throw new FettleError("usage.invalid", `There is no \`fettle policy ${call.args[0] ?? ""}\``, {
        hint: "There are check, test and list.",
      });
    return await action(call);
  },
});

async function check({ args, options, io }: SurfaceCall): Promise<ExitCode> {
  const [, script] = args;
  if (script === undefined)
    throw new FettleError("usage.invalid", "There is no command to check", { hint: 'Name one: fettle policy check "npm test"' });
  const workspace = namedFolder({ options, io });
  const mode = optionText(options, "mode");
  const { facts, notices } = await loadedPolicy({
    io,
    workspace,
    attended: options["attended"] === true,
    ...(mode !== undefined && { mode }),
  });
  const { ruling, commands, ms } = await checkScript(script, facts);
  if (options["json"] === true) io.stdout.write(`${JSON.stringify({ ...ruling, mode: facts.mode, commands, ms })}\n`);
  else {
    const style = styleFor(io.stdout, io.env);
    io.stdout.write(
      `${style.bold(ruling.decision)}  ${escapeLine(ruling.reason)} ${style.dim(escapeLine(`(${ruling.rule}, ${ruling.where})`))}\n`,
    );
    const rows = commands.map(({ command, judged, by }) => [escapeLine(command), judged, escapeLine(by)] as const);
    const width = Math.min(60, Math.max(...rows.map(([command]) => command.length), 0));
    for (const [command, judged, by] of rows) io.stdout.write(`  ${command.padEnd(width)}  ${judged.padEnd(5)}  ${style.dim(by)}\n`);
    for (const notice of notices) io.stderr.write(`note: ${escapeLine(notice)}\n`);
  }
  return ruling.decision === "allow" ? exitCodes.verified : exitCodes.denied;
}

async function test({ args, options, io }: SurfaceCall): Promise<ExitCode> {
  const [, file] = args;
  const { policyFiles, readPolicyFiles } = await import("../../policy/load.ts");
  const { readConfigFile } = await import("../../config/config-file.ts");
  const { examine, failedExamples } = await import("../../policy/examine-rules.ts");
  const surroundings = surroundingsOf(io, namedFolder({ options, io }));
  const named = file === undefined ? undefined : resolve(io.cwd, file);
  const { files, notices } =
    named === undefined
      ? policyFiles(surroundings)
      : { files: [{ file: named, tier: "user" as const, text: readConfigFile(named, "The policy") }], notices: [] };
  const rules = (await readPolicyFiles(files)).flatMap((read) => read.rules);
  const failed = failedExamples(rules, surroundings);
  const idle = examine(rules, surroundings);
  const examples = rules.reduce((sum, { match, notMatch }) => sum + match.length + notMatch.length, 0);
  if (options["json"] === true) {
    io.stdout.write(`${JSON.stringify({ rules: rules.length, examples, failed, idle, notices })}\n`);
  } else {
    const style = styleFor(io.stdout, io.env);
    for (const { where, what } of failed) io.stdout.write(`${style.red("✗")} ${escapeLine(`${where}: ${what}`)}\n`);
    for (const { where, what } of idle) io.stdout.write(`${style.yellow("!")} ${escapeLine(`${where}: ${what}`)}\n`);
    const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
    io.stdout.write(
      `${count(rules.length, "rule")}, ${count(examples, "example")}: ${failed.length} failed, ${idle.length} never decide\n`,
    );
    for (const notice of notices) io.stderr.write(`note: ${escapeLine(notice)}\n`);
  }
  return failed.length === 0 ? exitCodes.verified : exitCodes.usage;
}

async function list({ options, io }: SurfaceCall): Promise<ExitCode> {
  const { facts, notices } = await loadedPolicy({ io, workspace: namedFolder({ options, io }), attended: false });
  const { builtInRules } = await import("../../policy/built-in-rules.ts");
  const rules = [...facts.rules, ...builtInRules(facts)];
  if (options["json"] === true) {
    io.stdout.write(`${JSON.stringify({ mode: facts.mode, rules, notices })}\n`);
    return exitCodes.verified;
  }
  const style = styleFor(io.stdout, io.env);
  for (const { decision, matcher, tier, where, reason, mode } of rules) {
    const kind = matcher.kind === "path" ? `path (${matcher.effects.join(", ")})` : matcher.kind;
    const when = mode === undefined ? "" : ` in mode ${mode}`;
    const place = where === tier ? tier : `${tier}, ${where}`;
    io.stdout.write(
      `${decision.padEnd(5)}  ${escapeLine(`${kind} ${describeMatcher(matcher)}${when}`)}  ${style.dim(escapeLine(`${place}: ${reason}`))}\n`,
    );
  }
  for (const notice of notices) io.stderr.write(`note: ${escapeLine(notice)}\n`);
  return exitCodes.verified;
}
