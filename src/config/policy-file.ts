/** A `policy.toml` as rules. Loaded only when there is a file to read. */
import { FettleError } from "../contract/error.ts";
import { describeMatcher, type Matcher, type Mode, modes, type Rule, type Tier } from "../contract/policy.ts";
import { nearest } from "../lib/nearest.ts";
import { isTable, parseToml } from "./toml-document.ts";
import { headerLines, keyLine } from "./toml-lines.ts";

/** A rule with the examples that it must fit and those that it must not. */
export interface WrittenRule extends Rule {
  match: readonly Example[];
  notMatch: readonly Example[];
}

export interface Example {
  text: string;
  /** `file:line` */
  where: string;
}

/** What an organisation lets its people set. */
export interface Limits {
  modes?: { allowed: readonly Mode[]; where: string };
  /** False: nobody works without a box. */
  sandboxNone?: { allowed: boolean; where: string };
  /** False: nobody answers questions beforehand. */
  yes?: { allowed: boolean; where: string };
}

export interface PolicyFile {
  rules: readonly WrittenRule[];
  limits: Limits;
}

const decisions = ["allow", "ask", "deny"] as const;
const matcherKeys = ["command", "path", "host", "tool"] as const;
const ruleKeys = [...matcherKeys, "effects", "decision", "reason", "name", "mode", "match", "not_match"];
const limitKeys = ["modes", "sandbox_none", "yes"];

/** Throws `config.invalid` with file and line for broken TOML and everything that is no rule. */
export function readPolicyFile(source: string, { file, tier }: { file: string; tier: Tier }): PolicyFile {
  const document = parseToml(source, file);
  for (const key of Object.keys(document))
    if (key !== "rule" && !(key === "limits" && tier === "organisation")) throw unknownTable(key, { source, file });
  const written: unknown = document["rule"] ?? [];
  const lines = headerLines(source, "rule");
  if (!Array.isArray(written) || !written.every(isTable) || lines.length !== written.length)
    throw invalid(
      "Rules are written as [[rule]], each with its keys below",
      `${file}:${keyLine(source, "rule", { from: 1, to: Infinity })}`,
    );
  const rules = written.map((table, index) => {
    const [from, to] = [lines[index] ?? 1, (lines[index + 1] ?? Infinity) - 1];
    return toRule(table, { file, tier, line: (key) => keyLine(source, key, { from, to }), from });
  });
  return { rules, limits: toLimits(document["limits"], { file, source }) };
}

interface Place {
  file: string;
  tier: Tier;
  /** Of the rule's header. */
  from: number;
  /** Of one of its keys. */
  line(key: string): number;
}

function toRule(table: Record<string, unknown>, place: Place): WrittenRule {
  const { file, tier, from, line } = place;
  const at = (key: string) => `${file}:${line(key)}`;
  for (const key of Object.keys(table)) if (!ruleKeys.includes(key)) throw unknownKey(key, { known: ruleKeys, at: at(key) });
  const kinds = matcherKeys.filter((key) => key in table);
  if (kinds.length !== 1)
    throw invalid(`A rule has exactly one of ${matcherKeys.join(", ")}; this one has ${kinds.join(" and ") || "none"}`, `${file}:${from}`);
  const decision = oneOf(table["decision"], decisions, { key: "decision", at: at("decision") });
  const matcher = toMatcher(table, at);
  const name = optionalText(table, "name", at);
  const mode = table["mode"] === undefined ? undefined : oneOf(table["mode"], modes, { key: "mode", at: at("mode") });
  const examples = (key: string) => optionalTexts(table, key, at).map((text) => ({ text, where: at(key) }));
  return {
    name: name ?? describeMatcher(matcher),
    where: `${file}:${from}`,
    tier,
    decision,
    reason:
      optionalText(table, "reason", at) ??
      `${decision === "allow" ? "A rule allows" : decision === "ask" ? "A rule asks for" : "A rule denies"} ${describeMatcher(matcher)}.`,
    ...(mode !== undefined && { mode }),
    matcher,
    match: examples("match"),
    notMatch: examples("not_match"),
  };
}

function toMatcher(table: Record<string, unknown>, at: (key: string) => string): Matcher {
  if ("effects" in table && !("path" in table)) throw invalid("Only a rule for a path has effects", at("effects"));
  if ("command" in table) return { kind: "command", tokens: toTokens(table["command"], at("command")) };
  if ("path" in table) {
    const effects = table["effects"] === undefined ? (["read", "write"] as const) : optionalTexts(table, "effects", at);
    if (effects.length === 0 || !effects.every((effect) => effect === "read" || effect === "write"))
      throw invalid('effects must be a list of "read" and "write"', at("effects"));
    return { kind: "path", path: text(table, "path", at), effects };
  }
  return "host" in table ? { kind: "host", host: text(table, "host", at) } : { kind: "tool", tool: text(table, "tool", at) };
}

function toTokens(value: unknown, at: string): string[][] {
  const isText = (element: unknown): element is string => typeof element === "string" && element !== "";
  const tokens = Array.isArray(value)
    ? value.map((element: unknown) => (isText(element) ? [element] : Array.isArray(element) && element.every(isText) ? element : []))
    : [];
  if (tokens.length > 0 && tokens.every((alternatives) => alternatives.length > 0)) return tokens;
  throw invalid('command must be a list of tokens, each a text or a list of texts: ["git", ["clean", "reset"]]', at);
}

function toLimits(value: unknown, { file, source }: { file: string; source: string }): Limits {
  if (value === undefined) return {};
  const from = source.split("\n").findIndex((line) => /^\s*\[\s*limits\s*\]/.test(line)) + 1 || 1;
  const at = (key: string) => `${file}:${keyLine(source, key, { from, to: Infinity })}`;
  if (!isTable(value)) throw invalid("limits must be a table", `${file}:${from}`);
  for (const key of Object.keys(value)) if (!limitKeys.includes(key)) throw unknownKey(key, { known: limitKeys, at: at(key) });
  const flag = (key: string) => {
    const allowed = value[key];
    if (allowed === undefined) return undefined;
    if (typeof allowed !== "boolean") throw invalid(`${key} must be true or false`, at(key));
    return { allowed, where: at(key) };
  };
  const allowed = optionalTexts(value, "modes", at).map((mode) => oneOf(mode, modes, { key: "modes", at: at("modes") }));
  if ("modes" in value && allowed.length === 0) throw invalid("modes must name at least one mode", at("modes"));
  const [sandboxNone, yes] = [flag("sandbox_none"), flag("yes")];
  return {
    ...(allowed.length > 0 && { modes: { allowed, where: at("modes") } }),
    ...(sandboxNone !== undefined && { sandboxNone }),
    ...(yes !== undefined && { yes }),
  };
}

function text(table: Record<string, unknown>, key: string, at: (key: string) => string): string {
  const value = table[key];
  if (typeof value === "string" && value !== "") return value;
  throw invalid(`${key} must be a text that is not empty`, at(key));
}

function optionalText(table: Record<string, unknown>, key: string, at: (key: string) => string): string | undefined {
  return table[key] === undefined ? undefined : text(table, key, at);
}

function optionalTexts<Text extends string>(table: Record<string, unknown>, key: string, at: (key: string) => string): Text[] {
  const value = table[key] ?? [];
  if (Array.isArray(value) && value.every((element) => typeof element === "string")) return value as Text[];
  throw invalid(`${key} must be a list of texts`, at(key));
}

function oneOf<Name extends string>(value: unknown, names: readonly Name[], { key, at }: { key: string; at: string }): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  throw invalid(`${key} must be one of ${names.join(", ")}, not ${JSON.stringify(value) ?? "missing"}`, at);
}

function unknownTable(key: string, { source, file }: { source: string; file: string }): FettleError {
  const lines = source.split("\n");
  const line = lines.findIndex((text) => text.replace(/[[\]"'\s]/g, "").startsWith(key)) + 1 || 1;
  const what = key === "limits" ? "Only the organisation's policy has [limits]" : `There is no "${key}" in a policy`;
  return new FettleError("config.invalid", what, { at: `${file}:${line}`, hint: "Write [[rule]] tables." });
}

function unknownKey(key: string, { known, at }: { known: readonly string[]; at: string }): FettleError {
  const [best] = nearest(key, known, 1);
  return new FettleError("config.invalid", `There is no "${key}" here`, {
    at,
    hint: best === undefined ? `There are ${known.join(", ")}.` : `Did you mean "${best}"?`,
  });
}

function invalid(what: string, at: string): FettleError {
  return new FettleError("config.invalid", `${what}.`, { at, hint: "Correct the rule or remove it." });
}
