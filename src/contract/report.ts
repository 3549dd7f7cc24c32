/** What the harness says of a thread's work: computed from its events alone, the same wherever it is computed. */
import * as z from "zod";
import { claimSchema, countsSchema, findingSchema, receiptSchema, verdictSchema } from "./event.ts";

/** A receipt without what only the log needs; its whole text is under `receipt` there. */
const runSchema = z.object({
  receipt: z.string(),
  phase: receiptSchema.shape.phase,
  exitCode: z.int().nullable(),
  signal: z.string().nullable(),
  timedOut: z.boolean(),
  ms: z.number(),
  counts: countsSchema.optional(),
  /** SHA-256 of the output. */
  outputHash: z.string(),
  /** Hash of the tree that it judged and left. */
  tree: z.string(),
});
export type ReportRun = z.infer<typeof runSchema>;

const checkSchema = z.object({
  check: z.string(),
  proves: receiptSchema.shape.proves,
  from: z.string(),
  argv: z.array(z.string()),
  cwd: z.string(),
  /** On the tree before the work. */
  before: runSchema.optional(),
  /** On the tree that is handed over. */
  after: runSchema.optional(),
  /** Of the tests that the work brought: without it and with it, in the order in which they ran. */
  trials: z.array(runSchema),
});
export type ReportCheck = z.infer<typeof checkSchema>;

export const reportSchema = z.object({
  v: z.literal(1),
  thread: z.string(),
  workspace: z.string(),
  fettle: z.string(),
  /** The commit that the work was held against; absent for work of the thread's own. */
  since: z.string().optional(),
  /** `none` when no model was asked. */
  model: z.string(),
  /** The first line of what a person asked for last. */
  task: z.string(),
  /** Milliseconds since the epoch, of the verdict. */
  at: z.int(),
  verdict: verdictSchema,
  reasons: z.array(z.string()),
  /** Hash of the tree that was judged; empty when no check needed one. */
  tree: z.string(),
  checks: z.array(checkSchema),
  claims: z.array(claimSchema),
  findings: z.array(findingSchema),
  /** Findings that a person lets stand. The finding itself is absent when no verdict had told of it. */
  accepted: z.array(z.object({ id: z.string(), finding: findingSchema.optional(), by: z.string(), reason: z.string() })),
  /** What repairers did without a model. */
  repairs: z.array(
    z.object({
      repairer: z.string(),
      reasons: z.array(z.string()),
      /** How many there were before it and after it. */
      diagnostics: z.object({ before: z.int(), after: z.int() }).optional(),
    }),
  ),
  /** What the work changed; without lines where nobody has counted them. */
  diff: z.object({ files: z.int(), added: z.int().optional(), removed: z.int().optional() }),
  /** What no check has looked at. */
  uncovered: z.array(z.string()),
  cost: z.object({
    steps: z.int(),
    tokensIn: z.int(),
    tokensOut: z.int(),
    usd: z.number(),
    /** Steps whose price is unknown; `usd` is the whole only while this is 0. */
    unpricedSteps: z.int(),
    /** What repairs without a model did, and how many model calls they made needless, counted low. Absent when there were none. */
    saved: z.object({ repairs: z.int(), diagnostics: z.int(), steps: z.int() }).optional(),
  }),
});
export type Report = z.infer<typeof reportSchema>;
