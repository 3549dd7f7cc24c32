import { outcomeOf } from "../outcome.ts";
import { changedAfter, type ClaimEvidence, finalReceipts, mayHaveProven, provingRuns } from "./evidence.ts";
import type { Proof } from "./proofs.ts";
import { contradicted, type Judged, stale, supported, unsupported } from "./statement.ts";

const WHAT: Readonly<Record<Proof, string>> = {
  tests: "tests",
  types: "a type check",
  lint: "a linter",
  build: "a build",
  format: "a format check",
};

/**
 * Holds "it passes" against the receipts of the final tree, and where there are none, against the last command that could know.
 * `part`: not all of it was meant, so that what fails may be the rest.
 */
export function judgeProof(proof: Proof, part: boolean, evidence: ClaimEvidence): Judged {
  const receipts = finalReceipts(evidence, proof);
  const by = receipts.map(({ id }) => id);
  const outcomes = receipts.map(outcomeOf);
  if (receipts.length > 0 && outcomes.every((outcome) => outcome === "passed")) {
    const hiding = receipts.find(({ counts }) => counts !== undefined && counts.failed > 0);
    if (proof === "tests" && hiding !== undefined)
      return contradicted(`The output of ${hiding.check} counts ${hiding.counts!.failed} failed.`, [hiding.id]);
    if (proof === "tests" && receipts.every(({ counts }) => counts !== undefined && counts.passed === 0))
      return contradicted(`No test ran in ${receipts.map(({ check }) => check).join(", ")}.`, by);
    return supported(`${receipts.map(({ check }) => check).join(", ")} passed on the final tree.`, by);
  }
  const failed = receipts.filter((_, index) => outcomes[index] === "failed");
  if (failed.length > 0 && !part) return contradicted(`${failed[0]!.check} fails on the final tree.`, [failed[0]!.id]);
  return judgeRuns(proof, part, evidence);
}

function judgeRuns(proof: Proof, part: boolean, evidence: ClaimEvidence): Judged {
  const last = provingRuns(evidence, proof).at(-1);
  if (last === undefined) {
    if (mayHaveProven(evidence, proof)) return unsupported(`No command of this thread is known to run ${WHAT[proof]}.`);
    // Whoever ran the tests has compiled what they need.
    if (proof !== "tests" && (finalReceipts(evidence, "tests").length > 0 || provingRuns(evidence, "tests").length > 0))
      return unsupported(`Nothing ran ${WHAT[proof]} by itself.`);
    return contradicted(`Nothing ran ${WHAT[proof]}: no command of this thread, and no check.`);
  }
  const { run, decides } = last;
  const by = [run.item];
  if (run.ended === "running") return unsupported("It ran as a job, and how it ended is not known.", by);
  if (proof === "tests" && run.counts !== undefined && run.counts.failed > 0 && !part)
    return contradicted(`The last run counted ${run.counts.failed} failed.`, by);
  if (!decides && (run.counts === undefined || run.counts.passed === 0))
    return unsupported("The exit code of the last run is hidden by what stands behind the command.", by);
  if (decides && run.ended === "failed")
    return part ? unsupported("The last run did not pass.", by) : contradicted("The last run did not pass.", by);
  const changed = changedAfter(evidence, run);
  if (changed !== undefined) return stale(`${changed.path} was changed after the last run.`, [run.item, changed.path]);
  if (proof === "tests" && run.counts !== undefined && run.counts.passed === 0) return contradicted("No test ran in the last run.", by);
  if (!decides) return supported("The last run counted no failed ones, and nothing was changed after it.", by);
  return supported("The last run ended with exit code 0, and nothing was changed after it.", by);
}
