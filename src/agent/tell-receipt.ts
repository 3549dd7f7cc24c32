import type { Receipt } from "../contract/event.ts";
import type { Stored } from "../context/conversation.ts";
import { digest } from "../verify/digest.ts";
import { outcomeOf } from "../verify/outcome.ts";

/** Lines of a failing check's output that survive a compaction. */
const MAX_LINES = 40;

/** How a check went, as the model is to remember it: of one that did not pass the part of the output that matters. */
export async function tellReceipt(receipt: Receipt, stored: Stored): Promise<Readonly<Record<string, unknown>>> {
  const { check, id, phase, exitCode, signal, counts, output, treeAfter } = receipt;
  const outcome = outcomeOf(receipt);
  const told = {
    check,
    receipt: id,
    ...(phase === "baseline" && { before: "the work" }),
    outcome,
    exitCode,
    ...(signal !== null && { signal }),
    tree: treeAfter,
    ...(counts && { passed: counts.passed, failed: counts.failed }),
  };
  return outcome === "passed" ? told : { ...told, output: digest(await stored.text(output), MAX_LINES) };
}
