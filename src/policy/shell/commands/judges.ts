import type { Judge, Program, Programs } from "../command.ts";
import { type Options, type Parsed, parseOptions } from "../options.ts";
import { isInside, staysInside } from "../paths.ts";

/** Whatever it is given, it only reads and prints. */
export const reader: Program = { judge: () => undefined, anyOption: true };

/** Reads and prints, given these options; at most `operands` operands, for programs that write to a later one. */
export function readerWith(options: Options, operands = Infinity): Program {
  return { judge: listed(options, (given) => given.operands.length <= operands) };
}

/** Changes what its operands name, and only that. */
export function writerWith(options: Options, accepts: (given: Parsed) => boolean = () => true): Program {
  return { judge: listed(options, (given) => given.operands.every(isInside) && accepts(given)) };
}

/** Only options on the list, and what `accepts` says of the rest. */
export function listed(options: Options, accepts: (given: Parsed) => boolean = () => true): Judge {
  return (args) => {
    const given = parseOptions(args, options);
    return given !== undefined && accepts(given) ? undefined : "argument";
  };
}

/** Options that hold code or name a program to run. */
const codeOption =
  /^--(?:init-hook|python-executable|pythonpath|python|exec|exec-batch|eval|execute|script-shell|command|call|shell)(?:=|$)/;

/** Runs the project's own code, whatever its options are, as long as none names a place outside or holds code. */
export const inProject: Judge = (args) =>
  args.some((arg) => codeOption.test(arg)) ? "interpreter" : args.every(staysInside) ? undefined : "argument";

/** The same, if the first word is one of these. */
export function inProjectIf(first: RegExp): Program {
  return { judge: (args) => (first.test(args[0] ?? "") ? inProject(args) : "argument") };
}

/** Names of tasks that hand something to the world. */
export function isOutward(task: string): boolean {
  return /publish|release|deploy|upload/i.test(task);
}

/** Tools that run or judge the project's code. */
export function projectTools(names: string): Programs {
  return Object.fromEntries(names.split(" ").map((name) => [name, { judge: inProject }]));
}

/** Sub-commands that each have a judge of their own. */
export function subcommands(table: Readonly<Record<string, Judge>>): Judge {
  return ([name = "", ...rest]) => (Object.hasOwn(table, name) ? table[name]?.(rest) : "argument");
}

/** The same for each of these names. */
export function each<T>(names: string, value: T): Record<string, T> {
  return Object.fromEntries(names.split(" ").map((name) => [name, value]));
}

/**
 * A program that runs a script file: harmless with a file of the project, whose own arguments may be anything that stays inside.
 * `options` may stand before the file.
 */
export function scriptRunner(options: RegExp, file: RegExp, otherwise: Judge = () => "interpreter"): Judge {
  return (args) => {
    const at = args.findIndex((arg) => !options.test(arg));
    const script = args[at] ?? "";
    return at >= 0 && !script.startsWith("-") && file.test(script) && isInside(script) ? inProject(args.slice(at + 1)) : otherwise(args);
  };
}
