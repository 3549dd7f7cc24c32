/** Every setting, once: its key in TOML, its kind, its default, its variable and what it does. */
import { type Mode, modes } from "../contract/policy.ts";
import { duration, type Kind, limit, list, oneOf, orAuto, text, truth, wholeNumber } from "./kinds.ts";

export interface Setting<Value = unknown> {
  kind: Kind<Value>;
  default: Value;
  /** Environment variable. */
  env: string;
  /** Option of `fettle exec` that sets it. */
  flag?: string;
  describe: string;
}

const setting = <Value>(facts: Setting<Value>): Setting<Value> => facts;

export const settings = {
  model: setting({
    kind: text,
    default: "",
    env: "FETTLE_MODEL",
    flag: "--model",
    describe: "Model as provider/model; none works without one; empty chooses by the keys and local servers found",
  }),
  effort: setting<"default" | "low" | "medium" | "high">({
    kind: oneOf("default", "low", "medium", "high"),
    default: "default",
    env: "FETTLE_EFFORT",
    flag: "--effort",
    describe: "How long a reasoning model may think",
  }),
  model_silence: setting<number | null | "auto">({
    kind: orAuto(duration),
    default: "auto",
    env: "FETTLE_MODEL_SILENCE",
    describe: "Time a model may be silent before it is asked again; auto is 2m before an answer (local 10m) and 5m within one",
  }),
  sandbox: setting({
    kind: text,
    default: "auto",
    env: "FETTLE_SANDBOX",
    flag: "--sandbox",
    describe: "Where commands run: auto takes the strongest sandbox this machine has; none does not confine them",
  }),
  mode: setting<Mode>({
    kind: oneOf(...modes),
    default: "auto",
    env: "FETTLE_MODE",
    flag: "--mode",
    describe: "plan changes nothing, ask asks before what changes something, auto asks only for what leaves the box",
  }),
  yes: setting({
    kind: truth,
    default: false,
    env: "FETTLE_YES",
    flag: "--yes",
    describe: "Answer questions by yes, but those that no one may answer beforehand",
  }),
  max_steps: setting({
    kind: wholeNumber,
    default: 200,
    env: "FETTLE_MAX_STEPS",
    flag: "--max-steps",
    describe: "Model calls a turn may take",
  }),
  compaction: setting<"model" | "facts" | "off">({
    kind: oneOf("model", "facts", "off"),
    default: "model",
    env: "FETTLE_COMPACTION",
    describe:
      "What becomes of a conversation that outgrows the model's window: model keeps all facts and a summary of the rest, facts does so without asking a model, off ends the turn",
  }),
  "budget.usd": setting<number | null>({
    kind: limit,
    default: null,
    env: "FETTLE_BUDGET_USD",
    flag: "--budget-usd",
    describe: "Money a thread may cost, in US dollars",
  }),
  "budget.tokens": setting<number | null>({
    kind: limit,
    default: null,
    env: "FETTLE_BUDGET_TOKENS",
    flag: "--budget-tokens",
    describe: "Tokens a thread may use, input and output together",
  }),
  "budget.time": setting<number | null>({
    kind: duration,
    default: null,
    env: "FETTLE_BUDGET_TIME",
    flag: "--budget-time",
    describe: "Time a turn may take",
  }),
  checks: setting<readonly string[]>({
    kind: list,
    default: [],
    env: "FETTLE_CHECKS",
    flag: "--check",
    describe: "Commands that prove the work, instead of the ones found in the project",
  }),
  check_rounds: setting({
    kind: wholeNumber,
    default: 5,
    env: "FETTLE_CHECK_ROUNDS",
    describe: "Times in a row that failing checks go back to the model without less failing than before; 0: nothing goes back to it",
  }),
  check_timeout: setting<number | null | "auto">({
    kind: orAuto(duration),
    default: "auto",
    env: "FETTLE_CHECK_TIMEOUT",
    describe: "Time one check may take; auto is 15m for types, format and lint, 30m for others",
  }),
  red_green_seconds: setting({
    kind: wholeNumber,
    default: 300,
    env: "FETTLE_RED_GREEN_SECONDS",
    describe: "Seconds that trying new tests without the work may take, all runs together; 0 is never",
  }),
  check_network: setting({
    kind: truth,
    default: false,
    env: "FETTLE_CHECK_NETWORK",
    describe: "Whether checks may reach the hosts of network.allow, too; else only those that say so in .fettle/checks.toml",
  }),
  must_change: setting<readonly string[]>({
    kind: list,
    default: [],
    env: "FETTLE_MUST_CHANGE",
    flag: "--must-change",
    describe: "Patterns of paths, of each of which the work must change something",
  }),
  must_not_change: setting<readonly string[]>({
    kind: list,
    default: [],
    env: "FETTLE_MUST_NOT_CHANGE",
    flag: "--must-not-change",
    describe: "Patterns of paths that the work must leave as they are",
  }),
  schemas: setting<readonly string[]>({
    kind: list,
    default: [],
    env: "FETTLE_SCHEMAS",
    flag: "--schema",
    describe: "JSON files that must fit a JSON Schema in the end, each as FILE=SCHEMA",
  }),
  "network.allow": setting<readonly string[]>({
    kind: list,
    default: [],
    env: "FETTLE_NETWORK_ALLOW",
    flag: "--allow-host",
    describe: "Hosts that the fetch tool and commands may reach without asking: host, host:port, *.host, preset:npm; empty is no network",
  }),
  "network.write": setting<readonly string[]>({
    kind: list,
    default: [],
    env: "FETTLE_NETWORK_WRITE",
    describe: "Hosts of network.allow that commands may write to (POST, PUT, git push …) without asking",
  }),
  "network.tunnel": setting<readonly string[]>({
    kind: list,
    default: [],
    env: "FETTLE_NETWORK_TUNNEL",
    describe: "Hosts of network.allow whose connections are passed on unread, for programs with certificates or protocols of their own",
  }),
  "env.pass": setting<readonly string[]>({
    kind: list,
    default: [],
    env: "FETTLE_ENV_PASS",
    describe: "Further environment variables that commands may see",
  }),
  "undo.quota_mb": setting({
    kind: wholeNumber,
    default: 2048,
    env: "FETTLE_UNDO_QUOTA_MB",
    describe: "Old content that is kept for `fettle undo`, in MiB for each workspace; the oldest goes first",
  }),
  "gate.max_deletions": setting({
    kind: wholeNumber,
    default: 100,
    env: "FETTLE_GATE_MAX_DELETIONS",
    describe: "Files that one call may delete; more are held back, unless something makes them again",
  }),
  "env.secret": setting<readonly string[]>({
    kind: list,
    default: [],
    env: "FETTLE_ENV_SECRET",
    describe: "Environment variables whose values are never shown, besides those that are secret by their names",
  }),
  "memory.recall": setting({
    kind: truth,
    default: true,
    env: "FETTLE_MEMORY_RECALL",
    describe: "Whether a model is told what memories and decision records say about its task",
  }),
  "memory.organisation": setting({
    kind: text,
    default: "",
    env: "FETTLE_MEMORY_ORGANISATION",
    describe: "Folder of memories that others keep, outside of the workspace; not from a project's own settings",
  }),
  "limits.memory_mb": setting({
    kind: wholeNumber,
    default: 0,
    env: "FETTLE_LIMITS_MEMORY_MB",
    describe: "Memory one command may use, in MiB; 0 is no limit",
  }),
  "limits.processes": setting({
    kind: wholeNumber,
    default: 4096,
    env: "FETTLE_LIMITS_PROCESSES",
    describe: "Processes one thread's commands may have; 0 is no limit",
  }),
  "terminal.theme": setting<"auto" | "dark" | "light" | "high-contrast" | "plain">({
    kind: oneOf("auto", "dark", "light", "high-contrast", "plain"),
    default: "auto",
    env: "FETTLE_TERMINAL_THEME",
    describe: "Colours of the terminal; auto follows its background",
  }),
  "terminal.language": setting<"auto" | "en" | "de">({
    kind: oneOf("auto", "en", "de"),
    default: "auto",
    env: "FETTLE_TERMINAL_LANGUAGE",
    describe: "Language of the terminal; auto is that of the locale, English where there is no translation",
  }),
  "terminal.vim": setting({
    kind: truth,
    default: false,
    env: "FETTLE_TERMINAL_VIM",
    describe: "Vim's modes and motions where prompts are written",
  }),
  "terminal.notify": setting<"bell" | "desktop" | "off">({
    kind: oneOf("bell", "desktop", "off"),
    default: "desktop",
    env: "FETTLE_TERMINAL_NOTIFY",
    describe: "How the terminal calls you when you look elsewhere: desktop is a notification where it can show one, and the bell",
  }),
  "terminal.plain": setting({
    kind: truth,
    default: false,
    env: "FETTLE_TERMINAL_PLAIN",
    describe: "Nothing that moves or is drawn over, no colours: for screen readers and terminals that can do little",
  }),
} as const;

export type SettingKey = keyof typeof settings;
export type Settings = { readonly [Key in SettingKey]: (typeof settings)[Key] extends Setting<infer Value> ? Value : never };

/** Tables whose second part is a name that the user chooses: `[providers.NAME]`, `[models."provider/model"]`, `[secrets.NAME]`. */
export const tables = {
  providers: {
    base_url: { kind: text, describe: "Where the provider listens" },
    key_env: { kind: text, describe: "Variable that holds its key" },
    wire: { kind: oneOf("anthropic", "responses", "chat", "gemini"), describe: "Protocol it speaks, for a provider of your own" },
  },
  models: {
    context_tokens: { kind: wholeNumber, describe: "Size of the context window" },
    max_output_tokens: { kind: wholeNumber, describe: "Most tokens of one reply" },
    edits: { kind: oneOf("replace", "patch"), describe: "Edit format it was trained on" },
    input_usd: { kind: limit, describe: "Price of a million input tokens" },
    output_usd: { kind: limit, describe: "Price of a million output tokens" },
    cache_read_usd: { kind: limit, describe: "Price of a million tokens read from the cache" },
    cache_write_usd: { kind: limit, describe: "Price of a million tokens written to the cache" },
  },
  secrets: {
    hosts: { kind: list, describe: "Hosts that get the variable's real value; commands see a stand-in" },
    query: { kind: truth, describe: "Whether the value is put into URLs, too, not only into headers" },
  },
} as const;

type Fields<Table extends Record<string, { kind: Kind<unknown> }>> = {
  [Key in keyof Table]?: Table[Key]["kind"] extends Kind<infer Value> ? Value : never;
};
export interface NamedTables {
  providers: Readonly<Record<string, Fields<(typeof tables)["providers"]>>>;
  models: Readonly<Record<string, Fields<(typeof tables)["models"]>>>;
  secrets: Readonly<Record<string, Fields<(typeof tables)["secrets"]>>>;
}
