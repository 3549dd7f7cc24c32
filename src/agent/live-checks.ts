import type { OpenBox } from "../contract/sandbox.ts";
import { sha256 } from "../lib/hash.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { entries as repairers } from "../repair/repairers/index.gen.ts";
import { createTreeHasher } from "../verify/tree-hash.ts";
import type { World } from "./world.ts";

export interface LiveChecksOptions {
  box: OpenBox;
  blobs: ThreadBlobs;
  /** Commands of `--check`. */
  given: readonly string[];
  /** Milliseconds one check may take; null = as long as it takes. */
  timeoutMs: number | null;
  onProgress(text: string): void;
}

/** The harness's own half of the live world: checks, the hash of the tree, repairs without a model. */
export function createLiveChecks({
  box,
  blobs,
  given,
  timeoutMs,
  onProgress,
}: LiveChecksOptions): Pick<World, "findChecks" | "check" | "treeHash" | "mayRepair" | "proposeRepair" | "applyRepair"> {
  const hasher = createTreeHasher(box.workspace);

  return {
    async findChecks() {
      const { findContract } = await import("../verify/contract.ts");
      const checks = await findContract(box.files, { given });
      return checks.map((check) => ({ ...check, timeoutMs: timeoutMs ?? 0 }));
    },

    async check(check, phase, signal) {
      const { runCheck } = await import("../verify/receipts.ts");
      onProgress(`${phase} ${check.id}: ${check.argv.join(" ")}`);
      return await runCheck(check, { box, hasher, phase, signal, store: (text) => blobs.store(text) });
    },

    treeHash: async () => (await hasher.hash()).hash,

    async mayRepair() {
      const loaded = await Promise.all(repairers.map(async (entry) => (await entry.load()).default));
      return (await Promise.all(loaded.map((repairer) => repairer.applies(box.files)))).includes(true);
    },

    async proposeRepair(signal) {
      for (const entry of repairers) {
        const { default: repairer } = await entry.load();
        if (!(await repairer.applies(box.files))) continue;
        const repair = await repairer.repair({ workspace: box.workspace, files: box.files, signal, onProgress });
        if (repair === undefined) continue;
        const before = await Promise.all([...repair.edits.keys()].map(async (path) => [path, sha256(await box.files.read(path))] as const));
        return { repairer: repairer.name, reasons: repair.reasons, edits: repair.edits, before: Object.fromEntries(before) };
      }
      return undefined;
    },

    async applyRepair({ reasons, edits }) {
      const startedAt = performance.now();
      const { changes } = await box.transaction("write", async ({ files }) => {
        for (const [path, content] of edits) await files.write(path, Buffer.from(content));
      });
      return {
        ok: true,
        parts: [{ type: "text", text: blobs.store(reasons.join("\n")) }],
        ms: Math.round(performance.now() - startedAt),
        changes,
      };
    },
  };
}
