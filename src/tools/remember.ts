import * as z from "zod";
import { defineTool } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";

export default defineTool({
  name: "remember",
  summary: "Propose a fact for later threads; a person decides whether it is kept.",
  effect: "none",
  input: z.object({
    title: z.string().min(1).max(120).describe("One sentence that says it"),
    text: z.string().max(8000).describe("Why, and where it holds"),
    paths: z.array(z.string()).max(50).optional().describe("Files it is about"),
    scope: z.enum(["project", "user"]).optional(),
  }),
  title: ({ title }) => escapeLine(`remember ${title}`),
  async run({ title, text, paths = [], scope = "project" }, { remember }) {
    const refused = remember({ title, text, paths, scope });
    if (refused !== undefined) return { ok: false, text: refused };
    return { ok: true, text: "Proposed. It is not kept until a person has accepted it; go on without relying on that." };
  },
});
