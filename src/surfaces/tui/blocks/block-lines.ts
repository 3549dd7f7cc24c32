import type { Block } from "../state/block.ts";
import type { Line } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import { callLines } from "./call.ts";
import { checkLines, contractLines } from "./check.ts";
import type { BlockLook } from "./look.ts";
import * as notices from "./notices.ts";
import { planLines } from "./plan.ts";
import { promptLines } from "./prompt.ts";
import { verdictLines } from "./verdict.ts";

export type { BlockLook } from "./look.ts";

/** What is shown of something that has happened, none of it wider than the screen. Answers are told as they come in, by `MarkdownStream`. */
export function blockLines<Type extends Shown["type"]>(block: Extract<Shown, { type: Type }>, look: BlockLook): Line[] {
  const tell = tellers[block.type] as (block: Shown, look: BlockLook) => Line[];
  const columns = Math.max(MIN_COLUMNS, look.columns);
  // Laid out for twenty columns and more; what does not fit in fewer is cut.
  return tell(block, { ...look, columns }).map((line) => truncate(line, columns));
}

type Shown = Exclude<Block, { type: "answer" }>;

const MIN_COLUMNS = 12;

const tellers: { [Type in Shown["type"]]: (block: Extract<Shown, { type: Type }>, look: BlockLook) => Line[] } = {
  thread: notices.threadLines,
  prompt: promptLines,
  reasoning: notices.reasoningLines,
  "sent-back": notices.sentBackLines,
  reminded: notices.remindedLines,
  asked: notices.askedLines,
  call: callLines,
  contract: contractLines,
  check: checkLines,
  plan: planLines,
  retry: notices.retryLines,
  compacted: notices.compactedLines,
  returned: notices.returnedLines,
  accepted: notices.acceptedLines,
  verdict: verdictLines,
  budget: notices.budgetLines,
  failed: notices.failedLines,
  interrupted: notices.interruptedLines,
};
