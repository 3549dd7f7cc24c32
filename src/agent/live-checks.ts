import type { Files, OpenBox } from "../contract/sandbox.ts";
import { sha256 } from "../lib/hash.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { createTreeHasher } from "../verify/tree-hash.ts";
import { toTransacted } from "./transactions.ts";
import type { World } from "./world.ts";

export interface LiveChecksOptions {
  box: OpenBox;
  /** Fettle's own folder. */
  home: string;
  thread: string;
  /** The number of the turn that runs. */
  turn(): number;
  /** A new box on the same workspace, with nothing in it that a command of the thread has left: no home, no processes, no servers. */
  openCheckBox(): Promise<{ box: OpenBox; close(): Promise<void> }>;
  /** Whether somebody may still use the thread's jobs; if not, they are stopped before they can meddle with the final checks. */
  attended: boolean;
  blobs: ThreadBlobs;
  redact(text: string): string;
  /** Commands of `--check`. */
  given: readonly string[];
  /** Milliseconds one check may take; null = as long as it takes; `auto` = by what it proves. */
  timeoutMs: number | null | "auto";
  /** Milliseconds that trying new tests may take; 0: they are not tried. */
  newTestsMs: number;
  onProgress(text: string): void;
}

/** The harness's own half of the live world: checks, the hash of the tree, repairs without a model. */
export function createLiveChecks({
  box,
  home,
  thread,
  turn,
  openCheckBox,
  attended,
  blobs,
  redact,
  given,
  timeoutMs,
  newTestsMs,
  onProgress,
}: LiveChecksOptions): Pick<
  World,
  "findChecks" | "changedChecks" | "findings" | "tryNewTests" | "check" | "treeHash" | "mayRepair" | "proposeRepair" | "applyRepair"
> {
  const hasher = createTreeHasher(box.workspace);

  return {
    async findChecks() {
      const { findContract } = await import("../verify/contract.ts");
      return [...(await findContract(box.files, { given, timeoutMs }))];
    },

    async changedChecks(contract) {
      const { findChangedChecks } = await import("../verify/definitions.ts");
      return [...(await findChangedChecks(box.files, contract))];
    },

    async findings(evidence) {
      const { lookForTampering } = await import("./look-for-tampering.ts");
      return await lookForTampering({
        home,
        workspace: box.workspace,
        thread,
        turn: turn(),
        blobs,
        tree: await hasher.hash(),
        ...evidence,
      });
    },

    async tryNewTests(evidence, signal) {
      if (newTestsMs === 0) return undefined;
      const { tryNewTests } = await import("./try-new-tests.ts");
      const tree = await hasher.hash();
      const where = { home, workspace: box.workspace, thread, turn: turn(), blobs, tree, redact, onProgress };
      return await tryNewTests({ ...where, ...evidence, timeoutMs: newTestsMs, openCheckBox, signal });
    },

    async check(check, phase, signal) {
      const { runCheck } = await import("../verify/receipts.ts");
      onProgress(`${phase} ${check.id}: ${check.argv.join(" ")}`);
      if (phase === "final" && !attended) await stopJobs(box);
      const own = await openCheckBox();
      try {
        const title = redact(`${phase} check ${check.id}: ${check.argv.join(" ")}`);
        const { value: receipt } = await own.box.transaction(
          { effect: "execute", thread, turn: turn(), item: check.id, title },
          (sandbox) => runCheck(check, { box: sandbox, hasher, phase, signal, redact, store: (text) => blobs.store(text) }),
        );
        return receipt;
      } finally {
        await own.close();
      }
    },

    treeHash: async () => (await hasher.hash()).hash,

    async mayRepair() {
      const { mayRepair } = await import("../repair/proposal.ts");
      return await mayRepair(box.files);
    },

    async proposeRepair(signal) {
      const { proposeRepair } = await import("../repair/proposal.ts");
      const proposal = await proposeRepair({ workspace: box.workspace, files: box.files, signal, onProgress });
      if (proposal === undefined) return undefined;
      const { repairer, repair } = proposal;
      const before = await Promise.all([...repair.edits.keys()].map(async (path) => [path, sha256(await box.files.read(path))] as const));
      return { repairer, reasons: repair.reasons, edits: repair.edits, before: Object.fromEntries(before) };
    },

    async applyRepair({ repairer, reasons, edits, before }, item) {
      const startedAt = performance.now();
      const { value: conflicts, ...outcome } = await box.transaction(
        { effect: "write", thread, turn: turn(), item, title: `repair ${repairer}` },
        async ({ files }) => {
          const changed = await changedSince(before, files);
          if (changed.length === 0) for (const [path, content] of edits) await files.write(path, Buffer.from(content));
          return changed;
        },
      );
      const text = conflicts.length === 0 ? reasons.join("\n") : `Nothing was repaired: ${conflicts.join(", ")} changed meanwhile.`;
      return {
        ok: conflicts.length === 0,
        parts: [{ type: "text", text: blobs.store(text) }],
        ms: Math.round(performance.now() - startedAt),
        ...toTransacted(outcome, blobs),
      };
    },
  };
}

async function stopJobs({ jobs }: OpenBox): Promise<void> {
  for (const { id, running } of jobs.list()) if (running) await jobs.stop(id);
}

/** The files that do not hold any more what a repair was made for. */
async function changedSince(before: Readonly<Record<string, string | null>>, files: Files): Promise<string[]> {
  const changed: string[] = [];
  for (const [path, hash] of Object.entries(before)) {
    const content = await files.read(path).catch(() => undefined);
    if (content === undefined || sha256(content) !== hash) changed.push(path);
  }
  return changed;
}
