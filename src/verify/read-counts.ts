import type { Counter, Tally } from "../contract/counter.ts";
import type { Counts } from "../contract/event.ts";
import { entries } from "./counts/index.gen.ts";
import { omission, outputLines } from "./output-lines.ts";

/** Failures that are kept of all. */
const MAX_FAILURES = 50;
const MAX_NAME_CHARS = 300;

/** What scripts and task runners print before they run a command. */
const BANNERS = [
  /^> \S+@\S+ \S+/,
  /^> [\w:.-]+$/,
  /^\$ \S/,
  /^\S+: commands\[\d+\]/,
  /^(?:\+ )?(?:(?:npx|pnpm|yarn|bundle exec|python[\d.]* -m|\S*\/bin\/)\s*)?(?:vitest|jest|mocha|ava|pytest|unittest|rspec|phpunit|pest|ctest|(?:node --|go |cargo |dotnet |bun |deno )test)(?: [\w./@:=*'"-]+)*$/,
];

interface Run extends Tally {
  runner: string;
}

/**
 * What test runners have counted in an output; undefined when none of those that are known has printed a summary.
 * Runs one after the other are summed. Where one run's output has several summaries, the last one counts: the others were printed by the
 * tests themselves. Never throws.
 */
export async function readCounts(output: string): Promise<Counts | undefined> {
  const marked = entries.filter(({ marks }) => marks.some((mark) => output.includes(mark)));
  if (marked.length === 0) return undefined;
  const lines = outputLines(output);
  const whole = !lines.some((line) => omission.test(line));
  const counters = (await Promise.all(marked.map(async ({ load }) => (await load()).default))).filter(({ adds }) => whole || adds !== true);
  return sum(runsIn(lines, counters));
}

function runsIn(lines: readonly string[], counters: readonly Counter[]): Run[] {
  const begins = [...BANNERS, ...counters.flatMap(({ begins: own }) => own ?? [])];
  const starts = [0];
  for (const [index, line] of lines.entries()) if (index > 0 && begins.some((pattern) => pattern.test(line))) starts.push(index);
  return starts.flatMap((start, index) => lastRun(lines.slice(start, starts[index + 1]), counters));
}

function lastRun(lines: readonly string[], counters: readonly Counter[]): Run[] {
  let last: Run | undefined;
  for (const counter of counters) {
    const tally = counter.read(lines);
    if (tally !== undefined && (last === undefined || tally.at > last.at)) last = { ...tally, runner: counter.name };
  }
  return last === undefined ? [] : [last];
}

function sum(runs: readonly Run[]): Counts | undefined {
  if (runs.length === 0) return undefined;
  const total = (pick: (run: Run) => number): number => runs.reduce((all, run) => all + pick(run), 0);
  const [passed, failed, skipped] = [total((run) => run.passed), total((run) => run.failed), total((run) => run.skipped)];
  return {
    runner: [...new Set(runs.map(({ runner }) => runner))].join(", "),
    passed,
    failed,
    skipped,
    total: passed + failed + skipped,
    failures: runs
      .flatMap(({ failures }) => failures)
      .slice(0, MAX_FAILURES)
      .map(({ name, at }) => ({ name: name.slice(0, MAX_NAME_CHARS), ...(at !== undefined && { at: at.slice(0, MAX_NAME_CHARS) }) })),
  };
}
