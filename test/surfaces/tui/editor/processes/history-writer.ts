/** Adds prompts to a history: `node history-writer.ts FILE NAME COUNT`. The bound is such that the files are exchanged once. */
import { PromptHistory } from "../../../../../src/surfaces/tui/editor/prompt-history.ts";

const [path, name, count] = process.argv.slice(2) as [string, string, string];
const history = new PromptHistory({ path, redact: (text) => text, maxBytes: 6_000 });
for (let at = 0; at < Number(count); at++) await history.add({ kind: "prompt", parts: [`${name} ${String(at).padStart(3, "0")}`] });
