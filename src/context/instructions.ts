import type { Piece, SourceContext, SourceEntry } from "../contract/source.ts";

/** What every source has to say, in the order the sources ask for. */
export async function gatherPieces(entries: readonly SourceEntry[], context: SourceContext): Promise<Piece[]> {
  const ordered = [...entries].sort((a, b) => a.order - b.order);
  const sources = await Promise.all(ordered.map(async (entry) => (await entry.load()).default));
  return (await Promise.all(sources.map((source) => source.pieces(context)))).flat();
}

/** The system prompt: the pieces, each under where it came from. */
export function toSystemPrompt(pieces: readonly Piece[]): string {
  return pieces
    .map(({ from, text }) => (from === "built in" ? text : `<instructions from="${from}">\n${text}\n</instructions>`))
    .join("\n\n");
}
