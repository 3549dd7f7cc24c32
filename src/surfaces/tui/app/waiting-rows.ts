import type { WaitingPrompt } from "../../../agent/inbox.ts";
import type { AppTexts } from "../messages/app.ts";
import { type Line, span } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";

/** Prompts that wait, one row each. */
export function waitingRows(waiting: readonly WaitingPrompt[], columns: number, texts: AppTexts): Line[] {
  return waiting.map(({ text, delivery }) => {
    const when = delivery === "steer" ? texts.waitingSteer : texts.waitingQueue;
    return truncate([span(`> ${text.split("\n", 1)[0]!}`, "prompt"), span(`  ${when}`, "dim")], columns);
  });
}
