import type { PolicyCall, PolicyFacts, Ruling, SeenCommand } from "../contract/policy.ts";
import { canonicalPath } from "./matching/canonical-path.ts";
import { type PathPattern, pathPattern } from "./matching/path-glob.ts";
import { type RuleOf, ruleRuling, rulesOf } from "./rule-ruling.ts";
import { strictest } from "./strictest.ts";

/** A path that a call names, canonical, and what is done there as far as can be told. */
interface Named {
  path: string;
  effect: "read" | "write";
}

/** Programs that change the files they are given, when their arguments are no options. */
const changing =
  /^(?:rm|rmdir|unlink|shred|mv|cp|ln|install|touch|tee|truncate|mkdir|mkfifo|mknod|chmod|chown|chgrp|setfacl|dd|patch|rsync|tar|unzip|ed|ex|sponge|sed|perl)$/;
/** Programs whose arguments are files, or may be. */
const reading =
  /^(?:cat|tac|head|tail|less|more|nl|wc|od|xxd|hexdump|strings|base64|grep|egrep|fgrep|rg|ag|ls|tree|find|fd|diff|cmp|file|stat|sort|uniq|cut|source|\.|cd|jq|awk|bat|zcat|md5sum|sha\d+sum)$/;
const changingGit = /^(?:checkout|restore|rm|mv|clean|apply|reset|stash)$/;

/** A rule with its pattern. */
interface Held {
  rule: RuleOf<"path">;
  pattern: PathPattern;
}

/** What path rules say to the paths a call names, and to those that a script names in the commands that can be seen. */
export function judgePaths(call: PolicyCall, facts: PolicyFacts): Ruling | undefined {
  const own = call.paths.map((path): Named => ({ path: canonicalPath(path, facts), effect: call.effect === "read" ? "read" : "write" }));
  const all = [...new Map([...own, ...namedInScript(call, facts)].map((named) => [`${named.effect} ${named.path}`, named])).values()];
  if (all.length === 0) return undefined;
  const held = rulesOf("path", facts).map((rule): Held => ({ rule, pattern: pathPattern(rule.matcher.path, facts) }));
  const strict = held.filter(({ rule }) => rule.decision !== "allow").filter((one) => all.some((named) => forbids(one, named)));
  if (strict.length > 0) return strictest(strict.map(({ rule }) => ruleRuling(rule)));
  const allowing = own.map((named) => held.find((one) => one.rule.decision === "allow" && covers(one, named)));
  const [first] = allowing;
  return first !== undefined && !allowing.includes(undefined) ? ruleRuling(first.rule) : undefined;
}

function covers({ rule: { matcher }, pattern }: Held, { path, effect }: Named): boolean {
  return matcher.effects.includes(effect) && pattern.covers(path);
}

/** Who changes a folder changes what is in it. */
function forbids({ rule: { matcher }, pattern }: Held, { path, effect }: Named): boolean {
  // What is written could be read back, and what is read is not written.
  if (!matcher.effects.includes(effect) && !(effect === "write" && matcher.effects.includes("read"))) return false;
  return pattern.coversFolded(path) || (effect === "write" && pattern.liesBelow(path));
}

function namedInScript({ shell, folder = "." }: PolicyCall, facts: PolicyFacts): Named[] {
  const start = canonicalPath(folder, facts);
  return (shell?.commands ?? []).filter(({ wraps }) => !wraps).flatMap((command) => namedBy(command, { start, facts }));
}

function namedBy(command: SeenCommand, { start, facts }: { start: string; facts: PolicyFacts }): Named[] {
  const { words, redirects, folder } = command;
  const from = folder === null ? start : canonicalPath(folder, facts, start);
  const name = words[0]?.replace(/^.*\//, "") ?? "";
  const changes = changing.test(name) || (name === "git" && changingGit.test(words[1] ?? ""));
  const takesFiles = changes || reading.test(name);
  const named: Named[] = [];
  for (const word of words.slice(1)) {
    const path = word === null ? undefined : pathIn(word);
    // Elsewhere a word is a path when it looks like one: `npm run build` is not about the folder `build`.
    if (path !== undefined && (takesFiles || /[/.~]/.test(path)))
      named.push({ path: canonicalPath(path, facts, from), effect: changes ? "write" : "read" });
  }
  for (const { operator, target } of redirects) {
    if (target === null || /^[<>]&$/.test(operator)) continue;
    named.push({ path: canonicalPath(target, facts, from), effect: operator.startsWith("<") && operator !== "<>" ? "read" : "write" });
  }
  return named;
}

/** The path that a word may be: itself, or the value of an option or an operand such as `of=FILE`. */
function pathIn(word: string): string | undefined {
  const value = /^(?:--?)?[\w-]+=(.+)$/.exec(word)?.[1];
  if (value !== undefined) return value;
  return word === "" || word.startsWith("-") ? undefined : word;
}
