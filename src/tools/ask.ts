import * as z from "zod";
import { defineTool } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";

export default defineTool({
  name: "ask",
  summary: "Ask the user what you cannot find out yourself.",
  effect: "none",
  asks: true,
  input: z.object({
    question: z.string(),
    choices: z.array(z.string()).optional(),
  }),
  title: ({ question }) => escapeLine(`ask ${question}`),
  async run({ question, choices = [] }, { ask, signal }) {
    const answer = await ask(question, choices);
    if (answer !== undefined) return { ok: true, text: answer };
    if (signal.aborted) return { ok: false, text: "[interrupted]" };
    return { ok: false, text: "Nobody is there to answer. Go on with the assumption you find best, and state it in your final answer." };
  },
});
