import type { Check, Condition, ConditionOutcome } from "../contract/check.ts";
import type { ChecksFile } from "../config/checks-file.ts";
import type { Receipt } from "../contract/event.ts";
import type { CommandResult, Files, OpenBox, TrialEdits } from "../contract/sandbox.ts";
import { sha256 } from "../lib/hash.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import type { Unread } from "../verify/contract.ts";
import { isFlakyPair, isRun } from "../verify/flaky.ts";
import type { RedGreen } from "../verify/red-green/try-tests.ts";
import { createTreeHasher, type Tree } from "../verify/tree-hash.ts";
import type { JudgedWork } from "./judged-work.ts";
import { toTransacted } from "./transactions.ts";
import type { World } from "./world.ts";

export interface LiveChecksOptions {
  box: OpenBox;
  /** Fettle's own folder. */
  home: string;
  thread: string;
  /** The number of the turn that runs. */
  turn(): number;
  work: JudgedWork;
  /** A new box on the same workspace, with nothing in it that a command of the thread has left: no home, no processes, no servers. */
  openCheckBox(needs: { network: boolean }): Promise<{ box: OpenBox; close(): Promise<void> }>;
  /** Whether somebody may still use the thread's jobs; if not, they are stopped before they can meddle with the final checks. */
  attended: boolean;
  blobs: ThreadBlobs;
  redact(text: string): string;
  /** Commands of `--check`. */
  given: readonly string[];
  /** Of the project's own list. */
  written: Pick<ChecksFile, "checks" | "skip"> | undefined;
  /** What the finished work is held against besides. */
  conditions: readonly Condition[];
  /** Whether all checks may use the network that is allowed. */
  network: boolean;
  /** Milliseconds one check may take; null = as long as it takes; `auto` = by what it proves. */
  timeoutMs: number | null | "auto";
  /** Milliseconds that trying new tests may take; 0: they are not tried. */
  newTestsMs: number;
  onProgress(text: string): void;
  onNotice(text: string): void;
}

/** The harness's own half of the live world: checks, the hash of the tree, repairs without a model. */
export function createLiveChecks({
  box,
  home,
  thread,
  turn,
  work,
  openCheckBox,
  attended,
  blobs,
  redact,
  given,
  written,
  conditions,
  network,
  timeoutMs,
  newTestsMs,
  onProgress,
  onNotice,
}: LiveChecksOptions): Pick<
  World,
  | "findChecks"
  | "changedChecks"
  | "conditions"
  | "findings"
  | "sizeOfWork"
  | "tryNewTests"
  | "check"
  | "treeHash"
  | "mayRepair"
  | "proposeRepair"
  | "applyRepair"
> {
  const hasher = createTreeHasher(box.workspace);
  const place = { home, workspace: box.workspace };
  const unread: Unread[] = [];
  /** The contract itself is a part of the work: there was none before. */
  let isOwnContract = false;
  /** By check: its last receipt. */
  const last = new Map<string, Receipt>();
  /** The tree that is judged: everything that is found in it is found in the same one. */
  let judged: Promise<Tree> | undefined;
  const judgedTree = () => (judged ??= hasher.hash());

  /** Two ends on one tree, one after the other, are a flake. */
  async function note(check: Check, receipt: Receipt): Promise<void> {
    const { noteRun } = await import("../verify/check-history.ts");
    const before = last.get(receipt.check);
    last.set(receipt.check, receipt);
    const isFlake = before !== undefined && before.phase === receipt.phase && isFlakyPair(before, receipt);
    // It is only a measure: without it, the work goes on.
    if (isRun(receipt)) await noteRun(place, { check, ms: receipt.ms, isFlake }).catch(() => {});
  }

  async function filesBefore(): Promise<Pick<Files, "read" | "list" | "facts">> {
    if (work.base === undefined) return box.files;
    const { filesWith } = await import("./base-files.ts");
    return filesWith(work.base, box.files);
  }

  /** On the tree that was there before work that is done already. */
  async function checkBefore(check: Check, base: TrialEdits, signal: AbortSignal): Promise<Receipt> {
    const [{ runCheck }, { treeWith }] = await Promise.all([import("../verify/receipts.ts"), import("./judged-work.ts")]);
    const tree = treeWith(base, await hasher.hash(signal));
    const how = {
      hasher: { hash: async () => tree },
      phase: "baseline",
      signal,
      redact,
      store: (text: string) => blobs.store(text),
    } as const;
    const own = await openCheckBox({ network: network || check.network === true });
    try {
      if (own.box.trial !== undefined) return await own.box.trial(base, (sandbox) => runCheck(check, { ...how, box: sandbox }));
      const why = `The sandbox ${own.box.traits.name} has no private layers in which the tree from before could be put back.`;
      return await runCheck(check, { ...how, box: { exec: async () => notRun(why) } });
    } finally {
      await own.close();
    }
  }

  return {
    async findChecks() {
      const { findContract } = await import("../verify/contract.ts");
      const { readCheckHistory } = await import("../verify/check-history.ts");
      const { usualMs, flakes } = readCheckHistory(home, box.workspace);
      unread.length = 0;
      const onUnread = (file: Unread) => {
        onNotice(file.message.includes(file.at) ? file.message : `${file.at}: ${file.message}`);
        if (file.own) unread.push(file);
      };
      const options = { given, timeoutMs, written, usualMs, onUnread };
      let contract = await findContract(await filesBefore(), options);
      isOwnContract = contract.length === 0 && work.base !== undefined;
      if (isOwnContract) contract = await findContract(box.files, options);
      return contract.map((check) => (flakes(check) > 0 ? { ...check, flaky: true } : check));
    },

    async conditions() {
      const outcomes = unread.map(({ at }): ConditionOutcome => ({
        id: at,
        verdict: "unverified",
        reason: `${at} could not be read when the work began: what the project checks by it was not checked.`,
        proves: false,
      }));
      if (conditions.length === 0) return outcomes;
      const { judgeConditions } = await import("../verify/conditions.ts");
      const changed = await work.paths();
      return [...outcomes, ...(await judgeConditions(conditions, { changed, files: box.files }))];
    },

    async changedChecks(contract) {
      if (isOwnContract) return contract.map(({ id }) => id);
      const { findChangedChecks } = await import("../verify/definitions.ts");
      return [...(await findChangedChecks(box.files, contract))];
    },

    async findings(evidence) {
      const { lookForTampering } = await import("./look-for-tampering.ts");
      return await lookForTampering({
        home,
        workspace: box.workspace,
        thread,
        work,
        blobs,
        tree: await judgedTree(),
        ...evidence,
      });
    },

    async sizeOfWork() {
      const [{ sizeOfDiff }, { toPathBytes }] = await Promise.all([
        import("../verify/diff-size.ts"),
        import("../verify/tree/path-bytes.ts"),
      ]);
      const { files } = await judgedTree();
      const { changes } = await work.changes((path) => files.has(toPathBytes(path)));
      return changes.length === 0 ? undefined : sizeOfDiff(changes);
    },

    async tryNewTests(evidence, signal) {
      if (newTestsMs === 0) return undefined;
      const [{ tryNewTests }, { tryOldTests }] = await Promise.all([import("./try-new-tests.ts"), import("./try-old-tests.ts")]);
      const open = ({ network: own }: Check) => openCheckBox({ network: network || own === true });
      const tree = await judgedTree();
      const where = { ...place, thread, work, blobs, tree, redact, onProgress };
      const how = { ...where, ...evidence, timeoutMs: newTestsMs, openCheckBox: open, signal };
      const tried = [await tryNewTests(how), await tryOldTests(how)].filter((each) => each !== undefined);
      return tried.length === 0 ? undefined : together(tried);
    },

    async check(check, phase, signal) {
      const { runCheck } = await import("../verify/receipts.ts");
      onProgress(`${phase} ${check.id}: ${check.argv.join(" ")}`);
      judged = undefined;
      if (phase === "final") void prepareToJudge(work);
      if (phase === "baseline" && work.base !== undefined && work.base.size > 0) return await checkBefore(check, work.base, signal);
      if (phase === "final" && !attended) await stopJobs(box);
      const own = await openCheckBox({ network: network || check.network === true });
      try {
        const title = redact(`${phase} check ${check.id}: ${check.argv.join(" ")}`);
        const { value: receipt } = await own.box.transaction(
          { effect: "execute", thread, turn: turn(), item: check.id, title },
          (sandbox) => runCheck(check, { box: sandbox, hasher, phase, signal, redact, store: (text) => blobs.store(text) }),
        );
        await note(check, receipt);
        return receipt;
      } finally {
        await own.close();
      }
    },

    async treeHash() {
      judged = hasher.hash();
      return (await judged).hash;
    },

    async mayRepair() {
      const { mayRepair } = await import("../repair/proposal.ts");
      return await mayRepair(box.files);
    },

    async proposeRepair(signal, kinds) {
      const { proposeRepair } = await import("../repair/proposal.ts");
      const { workspace, files } = box;
      const trial = box.trial?.bind(box);
      const context = { workspace, files, changed: await work.paths(), ...(trial && { trial }), signal, onProgress };
      const proposal = await proposeRepair(context, kinds);
      if (proposal === undefined) return undefined;
      const { repairer, repair } = proposal;
      const before = await Promise.all([...repair.edits.keys()].map(async (path) => [path, sha256(await box.files.read(path))] as const));
      const diagnostics = { before: repair.before.length, after: repair.after.length };
      return { repairer, reasons: repair.reasons, edits: repair.edits, before: Object.fromEntries(before), diagnostics };
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

/** While a check runs there is time to load what judges the work after it. What fails here fails again there, where it is told. */
async function prepareToJudge(work: JudgedWork): Promise<void> {
  const loading = [
    import("./look-for-tampering.ts"),
    import("../verify/claims/evidence.ts"),
    import("../verify/claims/judge-claims.ts"),
    import("../verify/diff-size.ts"),
    import("../knowledge/syntax/parse.ts").then(async ({ prepare }) => await prepare(await work.paths())),
  ];
  await Promise.allSettled(loading);
}

function notRun(why: string): CommandResult {
  const output = Buffer.from(why);
  const nothing = { exitCode: null, signal: null, timedOut: false, aborted: false, omittedBytes: 0, ms: 0 };
  return { ...nothing, output, totalBytes: output.length, outputHash: sha256(output) };
}

function together(tried: readonly RedGreen[]): RedGreen {
  return {
    receipts: tried.flatMap(({ receipts }) => receipts),
    findings: tried.flatMap(({ findings }) => findings),
    uncovered: tried.flatMap(({ uncovered }) => uncovered),
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
