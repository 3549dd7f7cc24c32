import type { StyleName } from "../theme/style-name.ts";
import { type Line, pieceOf, type Span } from "../text/line.ts";

/** Where something was found: the line, and the offset in its text. */
export interface Found {
  line: number;
  at: number;
}

/** Capital letters in a query mean what they are; a query without any means both. */
export class LineSearch {
  readonly query: string;
  readonly #exact: boolean;

  constructor(query: string) {
    this.query = query;
    this.#exact = query !== query.toLowerCase();
  }

  /** The next line that has it, or the one before, going round at the end; looks at as few lines as there are until then. */
  find(lines: readonly Line[], { from, direction }: { from: number; direction: 1 | -1 }): Found | undefined {
    for (let step = 0; step < lines.length; step++) {
      const line = (((from + step * direction) % lines.length) + lines.length) % lines.length;
      const [first] = this.#places(lines[line]!);
      if (first !== undefined) return { line, at: first };
    }
    return undefined;
  }

  /** The line with each place marked. */
  mark(line: Line): Line {
    const places = this.#places(line);
    if (places.length === 0) return line;
    const borders = places.flatMap((at) => [at, at + this.query.length]);
    const marked: Span[] = [];
    let offset = 0;
    for (const part of line) {
      const end = offset + part.text.length;
      let from = offset;
      for (const to of [...borders.filter((border) => border > offset && border < end), end]) {
        const piece = pieceOf(part, from - offset, to - offset);
        const isFound = places.some((at) => at <= from && from < at + this.query.length);
        marked.push(isFound ? { ...piece, style: withMark(piece.style) } : piece);
        from = to;
      }
      offset = end;
    }
    return marked;
  }

  #places(line: Line): number[] {
    const whole = textOf(line);
    // Folding can change how long a text is: then places are those of the text as it stands.
    const folded = this.#exact ? whole : whole.toLowerCase();
    const text = folded.length === whole.length ? folded : whole;
    const places: number[] = [];
    for (let at = text.indexOf(this.query); at >= 0; at = text.indexOf(this.query, at + this.query.length)) places.push(at);
    return places;
  }
}

export function textOf(line: Line): string {
  return line.length === 1 ? line[0]!.text : line.map(({ text }) => text).join("");
}

function withMark(style: Span["style"]): readonly StyleName[] {
  return [...(style === undefined ? [] : typeof style === "string" ? [style] : style), "selected"];
}
