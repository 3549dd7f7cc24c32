import * as z from "zod";
import { defineTool } from "../contract/tool.ts";

export default defineTool({
  name: "plan",
  summary: "Replace the plan: short steps, one active at a time.",
  effect: "none",
  input: z.object({
    items: z.array(z.object({ text: z.string(), status: z.enum(["pending", "active", "done"]) })),
  }),
  title: ({ items }) => `plan ${items.filter(({ status }) => status === "done").length}/${items.length}`,
  async run({ items }, { setPlan }) {
    setPlan(items);
    return { ok: true, text: "Noted." };
  },
});
