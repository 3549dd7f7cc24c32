import { candidatesFor } from "./candidates.ts";
import { newProblems, type Problem } from "./problems.ts";
import { lineOf } from "./report.ts";
import type { State, Workbench } from "./workbench.ts";

/** A workspace with more problems lacks its dependencies or its sense; fixing slips one by one is not what it needs. */
const MAX_PROBLEMS = 300;
/** A fix may show what an error had hidden (an import shows a missing `await`); so often in a row. */
const MAX_DEPTH = 3;
const MAX_REVEALED = 20;
const MAX_MS = 60_000;

export interface Mended {
  start: State;
  end: State;
  reasons: string[];
}

/**
 * Applies fixes in memory until none helps. A fix is kept only when it lowers the number of problems and every problem
 * that it reveals can be mended too.
 */
export async function mend(bench: Workbench, onProgress: (line: string) => void): Promise<Mended> {
  const start = await bench.start();
  const reasons: string[] = [];
  if (start.problems.length > MAX_PROBLEMS) return { start, end: start, reasons };

  const deadline = performance.now() + MAX_MS;
  const hopeless = new Set<string>();
  let state = start;
  for (;;) {
    const problem = state.problems.find(({ key }) => !hopeless.has(key));
    if (problem === undefined || performance.now() > deadline) return { start, end: state, reasons };

    const step = await solve(bench, state, problem, MAX_DEPTH);
    if (step === undefined) {
      hopeless.add(problem.key);
      continue;
    }
    for (const reason of step.reasons) onProgress(reason);
    reasons.push(...step.reasons);
    state = step.state;
    hopeless.clear();
  }
}

interface Step {
  state: State;
  reasons: readonly string[];
}

async function solve(bench: Workbench, state: State, problem: Problem, depth: number): Promise<Step | undefined> {
  bench.show(state);
  for (const candidate of candidatesFor(problem)) {
    const reason = `${lineOf(bench, problem)} ${candidate.does} (TS${problem.at.code})`;
    const tried = { state: await bench.apply(state, candidate), reasons: [reason] };
    const step = await settle(bench, state, tried, candidate.alone === true ? 0 : depth);
    if (step !== undefined && step.state.problems.length <= state.problems.length - (candidate.mends ?? 1)) return step;
  }
  return undefined;
}

/** Mends what `step` revealed that `before` does not have; undefined when it cannot. */
async function settle(bench: Workbench, before: State, step: Step, depth: number): Promise<Step | undefined> {
  for (let current = step; ;) {
    const [problem, ...more] = newProblems(before.problems, current.state.problems);
    if (problem === undefined) return current;
    if (depth === 0 || more.length >= MAX_REVEALED) return undefined;
    const next = await solve(bench, current.state, problem, depth - 1);
    if (next === undefined) return undefined;
    current = { state: next.state, reasons: [...current.reasons, ...next.reasons] };
  }
}
