import type { Check } from "../contract/check.ts";
import type { OpenBox } from "../contract/sandbox.ts";
import type { Receipt } from "../contract/event.ts";
import { sha256 } from "../lib/hash.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { openStore } from "../sandbox/store/open.ts";
import { saysMends } from "../verify/red-green/mends.ts";
import { planRedGreen } from "../verify/red-green/plan.ts";
import { type RedGreen, type TryTests, tryTests } from "../verify/red-green/try-tests.ts";
import { runCheck } from "../verify/receipts.ts";
import { hashTree, type Tree } from "../verify/tree-hash.ts";
import { toPathBytes } from "../verify/tree/path-bytes.ts";
import { taskOf } from "./look-for-tampering.ts";
import { readThreadChanges } from "./thread-changes.ts";

export interface NewTests {
  home: string;
  workspace: string;
  thread: string;
  /** The number of the turn that runs. */
  turn: number;
  blobs: ThreadBlobs;
  /** The tree that is handed over. */
  tree: Tree;
  contract: readonly Check[];
  baseline: readonly Receipt[];
  final: readonly Receipt[];
  /** The message that ends the work. */
  answer: string;
  /** Milliseconds for all of it together. */
  timeoutMs: number;
  redact(text: string): string;
  openCheckBox(check: Check): Promise<{ box: OpenBox; close(): Promise<void> }>;
  onProgress(text: string): void;
  signal: AbortSignal;
}

/** Tries the tests that the thread has added or changed without its work, and with it; undefined when there are none to be tried. */
export async function tryNewTests(given: NewTests): Promise<RedGreen | undefined> {
  const { home, workspace, thread, turn, blobs, tree, contract, baseline, final, answer, timeoutMs, signal } = given;
  const store = await openStore({ root: workspace, home });
  const { changes } = readThreadChanges(store, { thread, turn, counts: (path) => tree.files.has(toPathBytes(path)) });
  const plan = await planRedGreen(changes);
  if (plan === undefined) return undefined;
  const mends = saysMends(answer, await taskOf({ home, thread, blobs }));
  const endsAt = performance.now() + timeoutMs;
  const run: TryTests["run"] = async (check, phase, edits) => {
    const leftMs = Math.round(endsAt - performance.now());
    if (leftMs <= 0) throw new NotTried("the time for it was over");
    given.onProgress(`${phase} ${check.id}: ${check.argv.join(" ")}`);
    const own = await given.openCheckBox(check);
    try {
      if (own.box.trial === undefined) throw new NotTried(`the sandbox ${own.box.traits.name} has no private layers to try them in`);
      const hasher = { hash: async () => withEdits(tree, edits) };
      const timed = { ...check, timeoutMs: check.timeoutMs === 0 ? leftMs : Math.min(check.timeoutMs, leftMs) };
      let output = "";
      const store = (text: string) => blobs.store((output = text));
      const receipt = await own.box.trial(edits, (box) => runCheck(timed, { box, hasher, phase, signal, redact: given.redact, store }));
      return { receipt, output };
    } finally {
      await own.close();
    }
  };
  const receipts: Receipt[] = [];
  try {
    return await tryTests({ plan, contract, baseline, final, mends, run: async (...what) => keep(await run(...what), receipts) });
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof NotTried ? error.message : `the code from before could not be put back (${(error as Error).message})`;
    return { receipts, findings: [], uncovered: [`Whether the new tests fail without the work is not known: ${why}.`] };
  }
}

/** Why nothing is known. */
class NotTried extends Error {}

function keep<T extends { receipt: Receipt }>(ran: T, receipts: Receipt[]): T {
  receipts.push(ran.receipt);
  return ran;
}

/** The tree that a trial's commands find. */
function withEdits({ files }: Tree, edits: ReadonlyMap<string, Uint8Array | null>): Tree {
  const tried = new Map(files);
  for (const [path, content] of edits) {
    const name = toPathBytes(path);
    if (content === null) tried.delete(name);
    else tried.set(name, { mode: files.get(name)?.mode ?? "file", content: sha256(content) });
  }
  return hashTree(tried);
}
