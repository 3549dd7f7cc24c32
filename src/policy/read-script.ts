import type { ShellReading } from "../contract/policy.ts";
import { catastropheOf } from "./shell/catastrophic.ts";
import { examine } from "./shell/classify.ts";
import type { Reason } from "./shell/command.ts";
import { findProgram, isBroughtBy } from "./shell/commands/index.ts";

const why: Readonly<Record<Reason, string>> = {
  length: "it is too long to be judged",
  character: "it holds characters that hide what it does",
  syntax: "it cannot be parsed",
  depth: "it is nested too deep to be judged",
  structure: "it is built in a way that cannot be judged",
  expansion: "the shell computes parts of it",
  head: "the shell computes which program runs",
  command: "a program of it is not known to be harmless",
  argument: "an argument of it is not known to be harmless",
  interpreter: "it gives code to an interpreter",
  assignment: "it sets a variable that programs obey",
  redirect: "it writes or reads where it cannot be judged",
};

/** What a script runs. Pure; never throws. The parser is loaded with this module: import it when a script is to be judged. */
export function readScript(script: string, { workspace, userHome }: { workspace: string; userHome: string }): ShellReading {
  const { classification } = examine(script, { findProgram, isBroughtBy, workspace });
  const { known, commands } = classification;
  const reason = classification.known ? undefined : classification.reason;
  return {
    known,
    reason: reason && why[reason],
    commands: commands.map((command) => ({
      words: command.words,
      text: command.text,
      wrappers: command.wrappers,
      wraps: command.wraps,
      redirects: command.redirects,
      assigns: command.assignments.length > 0,
      folder: command.folder,
      catastrophe: catastropheOf(command, { workspace, home: userHome }),
    })),
    accepted: (accepts) =>
      // Too long for any rule; not read again.
      reason !== "length" &&
      examine(script, {
        isBroughtBy,
        workspace,
        // The classifier itself, with each program as harmless as the caller finds it: that nothing is hidden is still its judgement.
        findProgram(name) {
          const program = findProgram(name);
          return {
            ...(program?.anyOption !== undefined && { anyOption: program.anyOption }),
            judge(args) {
              const refusal = program === undefined ? "argument" : program.judge(args);
              return accepts([name, ...args], refusal === undefined) ? undefined : "argument";
            },
          };
        },
      }).classification.known,
  };
}
