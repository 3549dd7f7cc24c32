import { isUtf8 } from "node:buffer";
import { isAbsolute, normalize, relative } from "node:path";
import { defineRepairer, type Diagnostic, type RepairContext, type Repairer } from "../../contract/repairer.ts";
import type { Box } from "../../contract/sandbox.ts";

type Files = RepairContext["files"];

/** Milliseconds that one run of a program may take. */
const TIMEOUT_MS = 60_000;
/** Files at once: more are no slip, and their names must fit into a command. */
const MAX_FILES = 200;
const MAX_BYTES = 4 * 1024 * 1024;

/** A program of the project that finds faults in files and mends some of them itself. */
export interface FixingProgram {
  name: string;
  mends: Repairer["mends"];
  /** Which files it is about. */
  files: RegExp;
  /** The files at the workspace's root of which one must be there: the project has chosen this program. */
  configs: RegExp;
  /** For configurations that stand in a file of another name: whether this `text` has one. */
  within?: { path: string; test: RegExp };
  /** Relative to the workspace, for a program that a project installs for itself; else a name that is looked up. */
  program: string;
  /** Arguments that only report. */
  report: readonly string[];
  /** Arguments that mend in place. */
  fix: readonly string[];
  /** What it has reported, standard output and error together; undefined when that is no report. */
  read(output: string): Diagnostic[] | undefined;
}

/** Lets the program loose on the changed files, in a layer that is dropped, and proposes what came of it when there is less to report. */
export function defineFixingProgram(program: FixingProgram): Repairer {
  const { name, mends } = program;
  return defineRepairer({
    name,
    mends,
    looksAt: "changes",
    applies: (files) => isChosen(program, files),
    repair: (context) => mend(program, context),
  });
}

async function isChosen({ configs, within, program }: FixingProgram, files: Files): Promise<boolean> {
  const names = (await files.list(".")).map((entry) => entry.name);
  const isConfigured =
    names.some((each) => configs.test(each)) || (within !== undefined && within.test.test(await readText(files, within.path)));
  return isConfigured && (!program.includes("/") || (await exists(files, program)));
}

async function mend(program: FixingProgram, { workspace, files, changed, trial, signal }: RepairContext): ReturnType<Repairer["repair"]> {
  if (trial === undefined) return undefined;
  const paths: string[] = [];
  for (const path of changed) if (program.files.test(path) && (await exists(files, path))) paths.push(path);
  if (paths.length === 0 || paths.length > MAX_FILES) return undefined;

  // A name that begins like an option is none.
  const argv = paths.map((path) => (path.startsWith("-") ? `./${path}` : path));
  const isOurs = ({ file }: Diagnostic): boolean => paths.includes(file);
  return await trial(new Map(), async (box) => {
    if (!(await isInstalled(program.program, box, signal))) return undefined;
    const report = () => readReport(program, { argv, workspace, box, signal });
    const had = await report();
    const before = had?.filter(isOurs);
    if (had === undefined || before === undefined || before.length === 0) return undefined;
    await run(box, [program.program, ...program.fix, ...argv], signal);
    const has = await report();
    const after = has?.filter(isOurs);
    if (has === undefined || after === undefined || after.length >= before.length || isWorse(had, has)) return undefined;
    const edits = await changes({ files, paths, box, signal });
    if (edits.size === 0) return undefined;
    const reasons = [...edits.keys()].map((path) => `${path} ${program.name} ${program.fix.join(" ")}: ${summary(path, before, after)}`);
    return { reasons, edits, before, after };
  });
}

/** Undefined when the program failed instead of reporting. */
async function readReport(
  { program, report, read }: FixingProgram,
  { argv, workspace, box, signal }: { argv: readonly string[]; workspace: string; box: Pick<Box, "exec">; signal: AbortSignal },
): Promise<Diagnostic[] | undefined> {
  const { output, exitCode, omittedBytes } = await run(box, [program, ...report, ...argv], signal);
  if (exitCode === null || omittedBytes > 0) return undefined;
  const diagnostics = read(output.toString("utf8"));
  if (diagnostics === undefined || (exitCode !== 0 && diagnostics.length === 0)) return undefined;
  return diagnostics.map((each) => ({ ...each, file: normalize(isAbsolute(each.file) ? relative(workspace, each.file) : each.file) }));
}

/** Whether a fix has brought what was not there: a file that no longer parses may have fewer faults than before, and is no better for it. */
function isWorse(before: readonly Diagnostic[], after: readonly Diagnostic[]): boolean {
  const kinds = (all: readonly Diagnostic[]) => Map.groupBy(all, ({ file, code }) => `${file}\0${code}`);
  const had = kinds(before);
  return [...kinds(after)].some(([kind, all]) => all.length > (had.get(kind)?.length ?? 0));
}

/** What the program has made of the files. */
async function changes({
  files,
  paths,
  box,
  signal,
}: {
  files: Files;
  paths: readonly string[];
  box: Pick<Box, "exec">;
  signal: AbortSignal;
}) {
  const edits = new Map<string, string>();
  for (const path of paths) {
    const { output, exitCode, omittedBytes } = await run(box, ["cat", "--", path], signal);
    const text = output.toString("utf8");
    if (exitCode === 0 && omittedBytes === 0 && isUtf8(output) && text !== (await readText(files, path))) edits.set(path, text);
  }
  return edits;
}

function summary(path: string, before: readonly Diagnostic[], after: readonly Diagnostic[]): string {
  const count = (all: readonly Diagnostic[]): number => all.filter(({ file }) => file === path).length;
  const codes = [...new Set(before.filter(({ file }) => file === path).map(({ code }) => code))].slice(0, 5);
  return `${count(before)} → ${count(after)} (${codes.join(", ")})`;
}

export async function isInstalled(program: string, box: Pick<Box, "run">, signal: AbortSignal): Promise<boolean> {
  if (program.includes("/")) return true;
  const { exitCode } = await box.run(`command -v ${program}`, { timeoutMs: TIMEOUT_MS, signal });
  return exitCode === 0;
}

export async function run(box: Pick<Box, "exec">, argv: readonly string[], signal: AbortSignal) {
  return await box.exec(argv, { timeoutMs: TIMEOUT_MS, signal, maxBytes: MAX_BYTES });
}

async function readText(files: Files, path: string): Promise<string> {
  return await files.read(path).then(
    (content) => content.toString("utf8"),
    () => "",
  );
}

async function exists(files: Files, path: string): Promise<boolean> {
  return await files.facts(path).then(
    () => true,
    () => false,
  );
}
