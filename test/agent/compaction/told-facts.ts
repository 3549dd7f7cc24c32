import type { SeenRequest } from "../../../src/testing/index.ts";

/** The facts in a request, as the model gets them on the wire: by the title of their section. Undefined when nothing stands in place of anything. */
export function toldFacts({ conversation }: SeenRequest): Record<string, unknown[]> | undefined {
  const first = conversation.messages[0]?.blocks[0];
  if (first?.type !== "text" || !first.text.startsWith("[The conversation before this message was taken out")) return undefined;
  const sections = first.text.split("\n\n## ").slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const [title = "", ...lines] = section.split("\n");
      return [title, lines.map((line) => JSON.parse(line) as unknown)];
    }),
  );
}

/** Texts of the user that the model sees as they were said. */
export function seenPrompts({ conversation }: SeenRequest): string[] {
  return conversation.messages.flatMap(({ role, blocks }) =>
    role === "user" ? blocks.flatMap((block) => (block.type === "text" ? [block.text] : [])) : [],
  );
}
