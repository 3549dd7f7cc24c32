import type { Effect } from "./sandbox.ts";

export type Decision = "allow" | "ask" | "deny";

/** `plan`: nothing in the workspace changes. `ask`: what changes something is asked. `auto`: what stays in the box is not. */
export const modes = ["plan", "ask", "auto"] as const;
export type Mode = (typeof modes)[number];

/** Who wrote a rule. Strictest wins over all of them; rules of `default` and `organisation` are also kept against `--yes`. */
export type Tier = "default" | "project" | "user" | "organisation" | "thread";

/** What nobody gets without a person's word: it cannot be taken back, or reaches beyond the task. */
export type Catastrophe = "removal" | "force-push" | "publish" | "privilege";

/** One simple command of a script, as far as it can be read without running it. */
export interface SeenCommand {
  /** Tokens, quotes removed; `null` where only the shell that runs it knows what the token becomes. */
  readonly words: readonly (string | null)[];
  /** As it is written. */
  readonly text: string;
  /** Programs around it that were taken off, outermost first: `env`, `timeout`, `sh` … */
  readonly wrappers: readonly string[];
  /** It only starts another program, which is listed as a command of its own after it. */
  readonly wraps: boolean;
  readonly redirects: readonly { readonly operator: string; readonly target: string | null }[];
  /** Variables are set for it. */
  readonly assigns: boolean;
  /** The folder it runs in: relative to where the script starts, absolute, or `null` when it cannot be told. */
  readonly folder: string | null;
  readonly catastrophe: Catastrophe | undefined;
}

/** What a script runs, read without running it. */
export interface ShellReading {
  /** Everything it runs is listed, and harmless in the box. */
  readonly known: boolean;
  readonly commands: readonly SeenCommand[];
  /** Why it is not known, in one sentence. */
  readonly reason: string | undefined;
  /** Whether everything it runs can be seen and `accepts` each command. `listed`: it is harmless in the box. Pure. */
  accepted(accepts: (words: readonly string[], listed: boolean) => boolean): boolean;
}

/** What a policy judges: facts only, so that the same call always gets the same answer. */
export interface PolicyCall {
  tool: string;
  effect: Effect;
  /** Relative to the workspace, or absolute. */
  paths: readonly string[];
  hosts: readonly string[];
  script?: string;
  /** Where the script starts, relative to the workspace. */
  folder?: string;
  /** Given with every script. */
  shell?: ShellReading;
}

export type Matcher =
  /** Token by token from the program on, alternatives at each place. */
  | { readonly kind: "command"; readonly tokens: readonly (readonly string[])[] }
  /** A path and what lies below it: relative to the workspace, absolute, or from `~/`; `*`, `?` and `**` are patterns. */
  | { readonly kind: "path"; readonly path: string; readonly effects: readonly ("read" | "write")[] }
  /** A host, or with `*.` every name below one. */
  | { readonly kind: "host"; readonly host: string }
  | { readonly kind: "tool"; readonly tool: string };

/** A rule without a name is called by what it is about. */
export function describeMatcher(matcher: Matcher): string {
  switch (matcher.kind) {
    case "command":
      return matcher.tokens.map((alternatives) => alternatives.join("|")).join(" ");
    case "path":
      return matcher.path;
    case "host":
      return matcher.host;
    case "tool":
      return matcher.tool;
  }
}

export interface Rule {
  name: string;
  /** `file:line`, or `default`. */
  where: string;
  tier: Tier;
  decision: Decision;
  reason: string;
  /** The only mode it holds in. */
  mode?: Mode;
  matcher: Matcher;
}

/** What rulings depend on besides the call. JSON: it is recorded with a thread, so that a replay rules as it was ruled. */
export interface PolicyFacts {
  /** Whether commands are confined by the operating system. */
  confined: boolean;
  /** A person has chosen to work without a box, and the organisation lets him. */
  boxless: boolean;
  allowedHosts: readonly string[];
  mode: Mode;
  /** Whether questions are answered by yes beforehand. */
  yes: boolean;
  /** Whether somebody is there to answer questions. */
  attended: boolean;
  /** Absolute paths: of the workspace, the user's home folder and Fettle's own. */
  workspace: string;
  userHome: string;
  stateDir: string;
  rules: readonly Rule[];
}

/** Why it was ruled so, for programs. */
export type RulingCode = "rule" | "floor" | "mode" | "box" | "host" | "unconfined" | "uncovered";

export interface Ruling {
  decision: Decision;
  /** Name of the rule that decided, and where it stands (`default`, `file:line`, `--flag`). */
  rule: string;
  where: string;
  reason: string;
  code: RulingCode;
  /** `--yes` does not answer it. */
  firm?: true;
}

/**
 * Judges a call or has no opinion. The strictest ruling of all policies of stage `rule` wins;
 * those of stage `fallback` are heard when none of them has an opinion.
 */
export interface Policy {
  name: string;
  stage: "rule" | "fallback";
  judge(call: PolicyCall, facts: PolicyFacts): Ruling | undefined;
}

export function definePolicy(policy: Policy): Policy {
  return policy;
}

/** What is known without loading the file; generated. */
export interface PolicyEntry {
  name: string;
  load(): Promise<{ default: Policy }>;
}
