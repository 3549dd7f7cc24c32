/** What a surface may ask of a thread. Commands go down, events come back. */
import * as z from "zod";

export const commandSchemas = {
  /**
   * Starts a turn; while one runs, `steer` joins it before the next step and `queue` waits for its end. Lets go what an interruption has
   * paused: before it this prompt, with `queue` after it.
   */
  "prompt.submit": z.object({
    type: z.literal("prompt.submit"),
    text: z.string(),
    images: z.array(z.object({ mediaType: z.string(), data: z.string().describe("base64") })).optional(),
    delivery: z.enum(["steer", "queue"]).optional(),
  }),
  /** Takes back a prompt that waits. What is not there any more is not taken back. */
  "prompt.withdraw": z.object({ type: z.literal("prompt.withdraw"), prompt: z.string().describe("id of a waiting prompt") }),
  /** Lets a prompt that was to join the running turn wait for its end. */
  "prompt.queue": z.object({ type: z.literal("prompt.queue"), prompt: z.string().describe("id of a waiting prompt") }),
  /** Lets go the prompts that an interruption has paused. */
  "prompt.release": z.object({ type: z.literal("prompt.release") }),
  /** Runs a person's own command, at once or before the running turn's next step. */
  "command.run": z.object({ type: z.literal("command.run"), script: z.string() }),
  /** Makes the conversation smaller, at once or before the running turn's next step. */
  "context.compact": z.object({ type: z.literal("context.compact") }),
  /** Ends what runs, turn or command. Prompts that wait are paused until one is submitted or they are released. */
  "turn.interrupt": z.object({ type: z.literal("turn.interrupt"), reason: z.string() }),
  /** `requestHash` must be the one of the request: an answer never applies to a request that changed. */
  "approval.decide": z.object({
    type: z.literal("approval.decide"),
    approval: z.string(),
    requestHash: z.string(),
    decision: z.enum(["allow", "deny"]),
    by: z.string(),
    reason: z.string(),
    /** Keep the answer for what `always` of the request names: for this thread, or in the user's rules. */
    remember: z.enum(["thread", "user"]).optional(),
  }),
  /** What has been answered already, or is not asked any more, is not answered again. */
  "question.answer": z.object({ type: z.literal("question.answer"), question: z.string(), answer: z.string(), by: z.string() }),
} as const;

export const commandSchema = z.discriminatedUnion("type", [
  commandSchemas["prompt.submit"],
  commandSchemas["prompt.withdraw"],
  commandSchemas["prompt.queue"],
  commandSchemas["prompt.release"],
  commandSchemas["command.run"],
  commandSchemas["context.compact"],
  commandSchemas["turn.interrupt"],
  commandSchemas["approval.decide"],
  commandSchemas["question.answer"],
]);
export type Command = z.infer<typeof commandSchema>;
