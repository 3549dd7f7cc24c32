/** The name of what may matter for every target: conditions, inclusions, special targets, pattern rules, the shell. */
export const common = "(common)";

const ASSIGNMENT = /^(?:(?:export|override|private)\s+)*([\w.-]+)\s*(?::{1,3}|[?+!])?=/;
const RULE = /^([^:=#]+?)\s*::?(?!=)(.*)$/;
/** They decide how every recipe runs. */
const POWERS = new Set(["SHELL", "MAKEFLAGS", "GNUMAKEFLAGS"]);

/**
 * Takes a Makefile apart as far as needed to say what making one target depends on: target → its rules with their recipes, variable →
 * its assignments. Comments between rules, empty lines and how long lines are broken do not count. What is not understood is common.
 */
export function parseMakeRules(text: string): ReadonlyMap<string, string> {
  const pieces = new Map<string, string[]>([[common, []]]);
  const add = (name: string, line: string): void => void (pieces.get(name) ?? pieces.set(name, []).get(name))!.push(line);
  const phony = new Set<string>();
  let open: readonly string[] = [common];
  for (const line of text.replaceAll(/[ \t]*\\\r?\n[ \t]*/g, " ").split(/\r?\n/)) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const marked = /^\.PHONY\s*:(.*)$/.exec(line)?.[1];
    for (const name of wordsOf(marked ?? "")) phony.add(name);
    if (marked !== undefined) continue;
    if (!line.startsWith("\t")) open = namesIn(line);
    for (const name of open) add(name, line);
  }
  // Without it a file of the target's name would make the target up to date.
  for (const name of phony) add(name, ".PHONY");
  return new Map([...pieces].map(([name, lines]) => [name, lines.join("\n")]));
}

/** Targets, or the variable, that a line outside of recipes is about. */
function namesIn(line: string): readonly string[] {
  const variable = ASSIGNMENT.exec(line)?.[1];
  const names = variable === undefined ? wordsOf(RULE.exec(line)?.[1] ?? "") : [variable];
  const plain = names.length > 0 && names.every((name) => /^[\w/][\w./-]*$/.test(name) && !POWERS.has(name));
  return plain ? names : [common];
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
