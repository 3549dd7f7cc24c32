import type { PolicyCall, PolicyFacts, Ruling, ShellReading } from "../../contract/policy.ts";
import { decide } from "../../policy/decide.ts";
import { judgeCommands, type JudgedCommand } from "../../policy/judge-commands.ts";
import { judgePaths } from "../../policy/judge-paths.ts";
import { readScript } from "../../policy/read-script.ts";
import { entries } from "../../policy/rules/index.gen.ts";
import { strictest } from "../../policy/strictest.ts";

export interface CheckedScript {
  ruling: Ruling;
  /** The commands that can be seen, with what rules say to each. */
  commands: readonly { command: string; judged: string; by: string }[];
  /** Milliseconds that reading and judging took, without loading the parser. */
  ms: number;
}

type Judged = PolicyCall & { shell: ShellReading };

/** What a call with this script would be ruled, and how each command in it is judged. */
export async function checkScript(script: string, facts: PolicyFacts): Promise<CheckedScript> {
  const policies = await Promise.all(entries.map(async (entry) => (await entry.load()).default));
  const startedAt = performance.now();
  const call: Judged = { tool: "shell", effect: "execute", paths: [], hosts: [], script, shell: readScript(script, facts) };
  const ruling = decide(policies, call, facts);
  const ms = Number((performance.now() - startedAt).toFixed(3));
  return { ruling, commands: judgeCommands(call.shell, facts).map((judged) => toRow(judged, { call, facts })), ms };
}

function toRow(
  { command, ruling }: JudgedCommand,
  { call, facts }: { call: Judged; facts: PolicyFacts },
): CheckedScript["commands"][number] {
  const text = command.wrappers.length > 0 ? command.words.map((word) => word ?? "…").join(" ") : command.text;
  const own = strictest([ruling, judgePaths({ ...call, shell: { ...call.shell, commands: [command] } }, facts)]);
  if (own !== undefined) return { command: text, judged: own.decision, by: `${own.rule}, ${own.where}` };
  const known = call.shell.known || readScript(command.text, facts).known;
  return { command: text, judged: "–", by: known ? "harmless in the box" : "no rule" };
}
