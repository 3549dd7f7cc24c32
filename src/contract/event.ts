/**
 * The one vocabulary of facts: the log line, `exec --json`, the SDK type and the audit record are this schema.
 * Code on the hot path imports the types only; the schemas serve `fettle protocol` and readers of foreign logs.
 */
import * as z from "zod";

/** A content-addressed blob beside the log: lower-case hex SHA-256 of the bytes, their number, and the beginning of the text. */
export const blobRefSchema = z.object({
  blob: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
  preview: z.string().optional(),
});
export type BlobRef = z.infer<typeof blobRefSchema>;

/** A text of at most 16 KiB inline, a longer one as a blob. */
const storedText = z.union([z.string(), blobRefSchema]);
export type StoredText = z.infer<typeof storedText>;

const errorFacts = z.object({ code: z.string(), message: z.string(), at: z.string().optional(), hint: z.string().optional() });

const usage = z.object({
  input: z.int().nonnegative(),
  output: z.int().nonnegative(),
  cacheRead: z.int().nonnegative(),
  cacheWrite: z.int().nonnegative(),
  reasoning: z.int().nonnegative(),
});

/** Models' parts and output items as `contract/model.ts` has them. Replies over 16 KiB are a blob of the JSON array. */
const part = z.union([
  z.object({ type: z.literal("text"), text: storedText }),
  z.object({ type: z.literal("image"), mediaType: z.string(), image: blobRefSchema }),
]);
export type StoredPart = z.infer<typeof part>;

const raw = z.object({ wire: z.string(), value: z.unknown() });
const outputItem = z.union([
  z.object({ type: z.enum(["text", "reasoning"]), text: z.string(), raw: raw.optional() }),
  z.object({ type: z.literal("call"), id: z.string(), name: z.string(), inputText: z.string(), raw: raw.optional() }),
  z.object({ type: z.literal("other"), raw }),
]);

/** A model's call, a repair without a model, or a command that a person has run. */
const itemKind = z.enum(["call", "repair", "user"]);
export type ItemKind = z.infer<typeof itemKind>;

const decisionSchema = z.enum(["allow", "ask", "deny"]);
export const verdictSchema = z.enum(["verified", "unverified", "failed"]);
export type Verdict = z.infer<typeof verdictSchema>;

/** What a test runner counted, read from its output. */
export const countsSchema = z.object({
  /** Whose output it was: `vitest`, `pytest`. */
  runner: z.string(),
  passed: z.int(),
  failed: z.int(),
  /** Not run: skipped, pending, to do, ignored. */
  skipped: z.int(),
  total: z.int(),
  /** The first fifty that failed; `at` is `file:line` where the output says so. */
  failures: z.array(z.object({ name: z.string(), at: z.string().optional() })),
});
export type Counts = z.infer<typeof countsSchema>;

/** A factual statement of the final message, and what the harness knows of it. */
export const claimSchema = z.object({
  /** The sentence it stands in, as it was written. */
  text: z.string(),
  /** What it is about: `tests-pass`, `count`, `ran`, `file-exists`. */
  kind: z.string(),
  /** `stale`: it was true of an earlier tree. `unsupported`: nothing speaks for it, and nothing against it. */
  standing: z.enum(["supported", "contradicted", "stale", "unsupported"]),
  reason: z.string(),
  /** Ids of receipts and items, and paths, that it was held against. */
  by: z.array(z.string()),
});
export type Claim = z.infer<typeof claimSchema>;

/** Something in the work that weakens what proves it. */
export const findingSchema = z.object({
  /** Derived from rule, path and text, so that it is the same when it is found again. */
  id: z.string(),
  rule: z.string(),
  path: z.string(),
  /** From 1, of the new version; of the old one when the line is gone. */
  line: z.int(),
  /** `decides`: the work cannot be verified until a person accepts it. `weighs`: shown, and decides nothing by itself. */
  severity: z.enum(["decides", "weighs"]),
  reason: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;

/** The record of a check the harness ran. `exitCode` is null when it was ended by `signal` or could not start. */
export const receiptSchema = z.object({
  id: z.string(),
  check: z.string(),
  proves: z.enum(["tests", "types", "lint", "build", "format", "custom"]),
  /** Where the check was found: `package.json:12`, `--check`. */
  from: z.string(),
  argv: z.array(z.string()),
  cwd: z.string(),
  /**
   * `red`, `green` and `reverted`: tests that the work brought, without the work, with it, and without its fix alone. `former`: tests that it
   * changed, as they were before it.
   */
  phase: z.enum(["baseline", "final", "red", "green", "reverted", "former"]),
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  timedOut: z.boolean(),
  ms: z.number(),
  /** SHA-256 of the whole combined output, of which `output` holds what was kept; of `output` when secrets were replaced in it. */
  outputHash: z.string(),
  output: storedText,
  /** Hash of the tree the check started on, and of the one it left. */
  treeBefore: z.string(),
  treeAfter: z.string(),
  startedAt: z.int(),
  /** Absent when the output is that of no test runner that is known. */
  counts: countsSchema.optional(),
});
export type Receipt = z.infer<typeof receiptSchema>;

export const changeSchema = z.object({
  /** Relative to the workspace; absolute in another writable root. */
  path: z.string(),
  change: z.enum(["added", "modified", "deleted"]),
  /** Absent for a regular file. A folder that is new or gone is one change. */
  type: z.enum(["directory", "symlink", "other"]).optional(),
  /** Of a folder: how many entries came or went with it, itself included. */
  entries: z.int().optional(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
/** `before` and `after` are SHA-256 of a file's content or a link's target, null where there is none; files over 64 MiB have none. */
export type Change = z.infer<typeof changeSchema>;

export const heldSchema = z.object({
  path: z.string(),
  /** Rule of the gate; `conflict` when somebody else changed the path meanwhile. */
  rule: z.string(),
  reason: z.string(),
});
/** A change that was kept out of the workspace. */
export type Held = z.infer<typeof heldSchema>;

export const connectionSchema = z.object({
  host: z.string(),
  port: z.int(),
  /** What was dialled; absent when nothing was, or the machine's own proxy did it. */
  address: z.string().optional(),
  /** Of HTTP; `CONNECT` for what is passed on unread or refused as a whole, `LOCAL` for this machine's own loopback. */
  method: z.string(),
  decision: z.enum(["allow", "deny"]),
  /** The entry or guard that decided. */
  rule: z.string(),
  reason: z.string().optional(),
  bytesUp: z.int(),
  bytesDown: z.int(),
  ms: z.number(),
  /** How many connections this stands for: more than one when there were too many to tell them one by one. */
  times: z.int(),
});
/** A connection that commands made, or were refused, at the box's proxy. */
export type Connection = z.infer<typeof connectionSchema>;

/** An event, also of a thread that this one was forked from. */
export const placeSchema = z.object({ thread: z.string(), seq: z.int() });
export type Place = z.infer<typeof placeSchema>;

/** What a transaction changed: the first hundred of `total` changes, and when there are more, a JSON array of `all`. */
const changeList = { changes: z.array(changeSchema), total: z.int(), all: blobRefSchema.optional() };

/** type → the fields beside the envelope. */
const bodies = {
  "thread.started": z.object({ workspace: z.string(), model: z.string(), sandbox: z.string(), fettle: z.string() }),
  /** The thread goes on from another one's event `seq`, whose line has `hash`; nothing is copied. */
  "thread.forked": z.object({
    workspace: z.string(),
    model: z.string(),
    sandbox: z.string(),
    fettle: z.string(),
    from: z.object({ thread: z.string(), seq: z.int(), hash: z.string() }),
  }),
  /** Written when a process opens an existing thread to go on with it. */
  "thread.resumed": z.object({ model: z.string(), sandbox: z.string(), fettle: z.string() }),
  /**
   * `harness` prompts carry failing checks and reminders; `steer` ones arrived while a turn ran. `about` `memory`: what is on record about the
   * turn's prompt, told before the model has done anything.
   */
  "prompt.admitted": z.object({
    prompt: z.string(),
    by: z.enum(["user", "steer", "harness"]),
    about: z.literal("memory").optional(),
    parts: z.array(part),
  }),
  "turn.started": z.object({ prompt: z.string() }),
  "turn.completed": z.object({ text: storedText, steps: z.int() }),
  "turn.failed": z.object({ error: errorFacts }),
  "turn.interrupted": z.object({ reason: z.string() }),
  "step.started": z.object({
    step: z.int(),
    model: z.string(),
    requestBytes: z.int(),
    reserved: z.object({ tokens: z.int(), usd: z.number().nullable() }),
  }),
  /** `answered` when the attempt failed while it was answered: the vendor may charge for it. */
  "step.retried": z.object({
    step: z.int(),
    attempt: z.int(),
    error: errorFacts.extend({ answered: z.literal(true).optional() }),
    delayMs: z.int(),
  }),
  /** `output` is the whole reply, authoritative; `usd` is null when the price is unknown, never zero by ignorance. */
  "step.completed": z.object({
    step: z.int(),
    output: z.union([z.array(outputItem), blobRefSchema]),
    stop: z.enum(["end", "calls", "length", "refusal", "pause"]),
    usage,
    usd: z.number().nullable(),
    ms: z.object({ first: z.int(), total: z.int() }),
    attempts: z.int(),
  }),
  /** An item is about to run: the intent. Durable before an effect happens. `item` is a call's id, `repair-N` or `user-N`. */
  "item.started": z.object({
    item: z.string(),
    kind: itemKind,
    name: z.string(),
    effect: z.enum(["none", "read", "write", "execute", "network"]),
    input: z.union([z.unknown(), blobRefSchema]),
    /** For tools that write: what the touched files hold before, so that a resume can tell whether the effect happened. */
    before: z.record(z.string(), z.string().nullable()).optional(),
  }),
  /** The result. `parts` are what the model sees; `full` is the uncut output when it was cut. */
  "item.completed": z.object({
    item: z.string(),
    kind: itemKind,
    name: z.string(),
    ok: z.boolean(),
    parts: z.array(part),
    full: blobRefSchema.optional(),
    ms: z.int(),
    /** Of a command that has ended by itself. */
    exitCode: z.int().optional(),
    /** Nothing was run: this item did the very same on the very same tree, and what it said then is the result. */
    repeats: z.string().optional(),
    /** Set when the result was established after a crash instead of observed: `done`, `not-done` or `unknown`. */
    recovered: z.enum(["done", "not-done", "unknown"]).optional(),
  }),
  /** `code` says why, for programs. `firm`: no `--yes` answers it. What would be asked of a person's own command is allowed: they have said it. */
  "policy.decided": z.object({
    item: z.string(),
    decision: decisionSchema,
    rule: z.string(),
    where: z.string(),
    reason: z.string(),
    code: z.string(),
    firm: z.literal(true).optional(),
  }),
  "approval.requested": z.object({
    approval: z.string(),
    item: z.string(),
    requestHash: z.string(),
    question: z.string(),
    rule: z.string(),
    /** What an answer for always would hold for; absent when it can be answered only once. */
    always: z.array(z.string()).optional(),
    /** What allowing it for always would add to the user's rules: TOML, what a terminal would obey made visible. Comes with `always`. */
    rules: z.string().optional(),
  }),
  /**
   * `code` is `unattended` when nobody was there, `interrupted` when the turn ended before somebody had answered.
   * `remember`: the answer is kept, for this thread or in the user's rules.
   */
  "approval.decided": z.object({
    approval: z.string(),
    decision: z.enum(["allow", "deny"]),
    by: z.string(),
    reason: z.string(),
    code: z.enum(["unattended", "interrupted"]).optional(),
    remember: z.enum(["thread", "user"]).optional(),
  }),
  /** A call asks a person something that only they know. */
  "question.asked": z.object({ question: z.string(), item: z.string(), text: storedText, choices: z.array(z.string()) }),
  /** No `answer` when the turn was interrupted before there was one; `by` is `nobody` then. */
  "question.answered": z.object({ question: z.string(), answer: storedText.optional(), by: z.string() }),
  /**
   * The workspace has changed. `item`: the call, repair, check or person's command it was for, or `user` for a held change that a person let through.
   * `complete` is there when the sandbox cannot see everything that commands change.
   */
  "transaction.committed": z.object({
    item: z.string(),
    /** Where `fettle undo` can return to. */
    checkpoints: z.array(z.string()),
    ...changeList,
    complete: z.literal(false).optional(),
  }),
  /** What the gate kept out, with the ids under which a person may let it in or drop it. */
  "transaction.quarantined": z.object({ item: z.string(), quarantine: z.array(z.string()), held: z.array(heldSchema) }),
  /** A person took `undone` back; `conflicts` are paths left as they are, because they were changed since. */
  "transaction.undone": z.object({
    checkpoint: z.string(),
    undone: z.array(z.string()),
    ...changeList,
    conflicts: z.array(heldSchema),
  }),
  /** A person took an undo back. */
  "transaction.redone": z.object({
    checkpoint: z.string(),
    redone: z.array(z.string()),
    ...changeList,
    conflicts: z.array(heldSchema),
  }),
  /** A command reached out of the box, or was kept from it. Told with the call it came in, or the next. */
  "connection.judged": z.object({ item: z.string(), ...connectionSchema.shape }),
  "check.completed": z.object({ receipt: receiptSchema }),
  "verdict.reached": z.object({
    verdict: verdictSchema,
    reasons: z.array(z.string()),
    receipts: z.array(z.string()),
    tree: z.string(),
    /** What the final message claims. */
    claims: z.array(claimSchema).optional(),
    /** What was found in the work that weakens its checks, but for what a person has accepted. */
    findings: z.array(findingSchema).optional(),
    /** What the turn changed, in files and lines. */
    diff: z.object({ files: z.int(), added: z.int(), removed: z.int() }).optional(),
    /** What no check has looked at, one sentence each. */
    uncovered: z.array(z.string()).optional(),
  }),
  /** A person has looked at a finding and lets it stand. */
  "finding.accepted": z.object({ finding: z.string(), by: z.string(), reason: z.string() }),
  /** A model begins to sum up the conversation up to `through`, beside the turn. */
  "summary.started": z.object({
    through: placeSchema,
    model: z.string(),
    requestBytes: z.int(),
    reserved: z.object({ tokens: z.int(), usd: z.number().nullable() }),
  }),
  "summary.completed": z.object({
    text: storedText,
    usage,
    usd: z.number().nullable(),
    ms: z.object({ first: z.int(), total: z.int() }),
  }),
  /** There is no summary. `answered` as of a retry. */
  "summary.failed": z.object({ error: errorFacts.extend({ answered: z.literal(true).optional() }) }),
  /**
   * For the model, `facts` and `prose` stand from now on in place of all entries of the conversation up to `through`; the later ones follow as they
   * are, but for results with texts longer than `resultChars`, of which head and tail stay. Nothing is lost in the log.
   */
  "context.compacted": z.object({
    /** It grew too large, the provider said so, or a person asked for it. */
    cause: z.enum(["size", "overflow", "asked"]),
    /** What the prose is: a model's summary, or what the harness can say of the steps by itself. */
    how: z.enum(["model", "facts"]),
    through: placeSchema,
    facts: storedText,
    prose: storedText,
    /** Of prompts: the last ones. */
    images: z.array(z.object({ mediaType: z.string(), image: blobRefSchema })),
    resultChars: z.int(),
    /** Characters there were at most for each of the three. */
    limits: z.object({ facts: z.int(), prose: z.int(), kept: z.int() }),
    /** Of the next request, estimated. */
    tokens: z.object({ before: z.int(), after: z.int() }),
    /** What the summary cost, which is in its own event, too; null when the price is unknown. */
    usd: z.number().nullable(),
  }),
  "budget.reached": z.object({ budget: z.enum(["usd", "tokens", "time"]), limit: z.number(), used: z.number(), needed: z.number() }),
  /** Structured state that survives compaction: the plan, the contract, the files a thread has read. */
  "fact.recorded": z.object({ fact: z.string(), value: z.unknown() }),
} as const;

export type EventType = keyof typeof bodies;

const envelope = {
  v: z.literal(1),
  /** From 0, without gaps, per thread. */
  seq: z.int().nonnegative(),
  /** Milliseconds since the epoch. */
  at: z.int(),
  thread: z.string(),
  /** From 1, per thread. */
  turn: z.int().optional(),
  /** SHA-256 (lower-case hex) of the exact bytes of the previous line without its newline; 64 zeros for the first line. */
  prev: z.string(),
};

type Bodies = { [T in EventType]: z.infer<(typeof bodies)[T]> };
export type EventBody<T extends EventType = EventType> = { [K in T]: { type: K; turn?: number } & Bodies[K] }[T];
export interface Envelope {
  v: 1;
  seq: number;
  at: number;
  thread: string;
  turn?: number;
  prev: string;
}
/** One line of a thread's log. */
export type Event<T extends EventType = EventType> = { [K in T]: Envelope & { type: K } & Bodies[K] }[T];

/**
 * Streamed to surfaces and never stored. `text`, `reasoning` and `call` are pieces of the reply's item `index`, a call's arguments with the
 * tool's `name` as soon as it is known; `output` is live output of the running call or command `item`, not escaped.
 */
export const deltaSchema = z.object({
  type: z.literal("item.delta"),
  thread: z.string(),
  turn: z.int(),
  step: z.int(),
  kind: z.enum(["text", "reasoning", "call", "output"]),
  index: z.int().optional(),
  item: z.string().optional(),
  name: z.string().optional(),
  text: z.string(),
});
export type Delta = z.infer<typeof deltaSchema>;

export const eventSchemas: Readonly<Record<EventType, z.ZodType>> = Object.fromEntries(
  Object.entries(bodies).map(([type, body]) => [type, z.object({ ...envelope, type: z.literal(type), ...body.shape })]),
) as unknown as Record<EventType, z.ZodType>;

export const eventSchema = z.union(Object.values(eventSchemas) as [z.ZodType, ...z.ZodType[]]);
