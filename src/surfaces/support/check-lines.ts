import type { Check } from "../../contract/check.ts";
import { escapeLine } from "../../lib/escape.ts";
import { commandText } from "./command-text.ts";

/** One line for each check of a contract: what runs, and where that was found. */
export function contractLines(contract: readonly Check[]): string[] {
  return contract.map(({ id, argv, cwd, proves, from, network }) => {
    const where = [from, ...(cwd === "." ? [] : [`in ${cwd}`]), ...(network === true ? ["with network"] : [])].join(", ");
    return escapeLine(`check ${id}: ${commandText(argv)} · proves ${proves} · ${where}`);
  });
}
