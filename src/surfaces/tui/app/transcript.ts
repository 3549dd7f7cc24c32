import { blockLines, type BlockLook } from "../blocks/block-lines.ts";
import { MarkdownStream } from "../markdown/markdown-stream.ts";
import { turnTexts } from "../messages/turn.ts";
import type { Block } from "../state/block.ts";
import type { Line } from "../text/line.ts";

/** What goes into the scrollback: each block once, an answer line by line as it comes in. */
export class Transcript {
  #answer: MarkdownStream | undefined;
  #wasAnswer = false;

  /** The lines that are final with this block. */
  take(block: Block, look: BlockLook): Line[] {
    return block.type === "answer" ? this.#answered(block, look) : this.#other(block, look);
  }

  /** The lines of the answer that may still change. */
  open(columns: number): Line[] {
    return this.#answer?.open(columns) ?? [];
  }

  #answered({ text, last }: Extract<Block, { type: "answer" }>, { columns, highlighter, language }: BlockLook): Line[] {
    const begins = this.#answer === undefined;
    this.#answer ??= new MarkdownStream({ highlighter, texts: turnTexts[language] });
    const lines = this.#answer.push(text, columns);
    if (last) {
      lines.push(...this.#answer.end(columns));
      this.#answer = undefined;
    }
    this.#wasAnswer = true;
    return begins ? [[], ...lines] : lines;
  }

  #other(block: Exclude<Block, { type: "answer" }>, look: BlockLook): Line[] {
    const lines = blockLines(block, look);
    const after: Line[] = this.#wasAnswer && lines.length > 0 && lines[0]!.length > 0 ? [[]] : [];
    if (lines.length > 0) this.#wasAnswer = false;
    return [...after, ...lines];
  }
}
