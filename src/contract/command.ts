/** What a surface may ask of a thread. Commands go down, events come back. */
import * as z from "zod";

export const commandSchemas = {
  /** Starts a turn; while one runs, `steer` joins it before the next step and `queue` waits for its end. */
  "prompt.submit": z.object({
    type: z.literal("prompt.submit"),
    text: z.string(),
    images: z.array(z.object({ mediaType: z.string(), data: z.string().describe("base64") })).optional(),
    delivery: z.enum(["steer", "queue"]).optional(),
  }),
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
} as const;

export const commandSchema = z.discriminatedUnion("type", [
  commandSchemas["prompt.submit"],
  commandSchemas["turn.interrupt"],
  commandSchemas["approval.decide"],
]);
export type Command = z.infer<typeof commandSchema>;
