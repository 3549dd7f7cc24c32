import type { Diagnostic, Repair, RepairContext } from "../../contract/repairer.ts";
import type { Box } from "../../contract/sandbox.ts";
import { isInstalled, run } from "../programs/fixing-program.ts";
import { slips } from "../slip.ts";
import { script } from "./script.ts";

/** A name that nothing defines, and what it may be. */
interface Missing {
  file: string;
  /** From 1. */
  line: number;
  /** From 0, in characters. */
  column: number;
  name: string;
  /** It is a module of the standard library that has what is used of it. */
  module: boolean;
  /** Modules that export it. */
  stdlib: string[];
  project: string[];
  /** All that the file defines. */
  names: string[];
  /** The last line of the imports, or of what must stand before them. */
  importLine: number;
  hasImports: boolean;
}

type Fix = { import: string; name: string } | { spell: string };

const MAX_FILES = 200;

/** Imports what is used and found in exactly one place, and mends misspelt names; what that leaves must be fewer. */
export async function mendPython({ files, changed, trial, signal, onProgress }: RepairContext): Promise<Repair | undefined> {
  const paths = changed.filter((path) => path.endsWith(".py"));
  if (trial === undefined || paths.length === 0 || paths.length > MAX_FILES) return undefined;
  const look = (box: Pick<Box, "exec">) => inspect(box, paths, signal);
  const missing = await trial(new Map(), async (box) => ((await isInstalled("python3", box, signal)) ? await look(box) : undefined));
  if (missing === undefined || missing.length === 0) return undefined;

  const edits = new Map<string, string>();
  const reasons: string[] = [];
  for (const [path, all] of Map.groupBy(missing, ({ file }) => file)) {
    const { text, done } = mend((await files.read(path)).toString("utf8"), all);
    if (done.length === 0) continue;
    edits.set(path, text);
    reasons.push(...done.map((each) => `${path}:${each}`));
  }
  if (edits.size === 0) return undefined;
  const left = await trial(new Map([...edits].map(([path, text]) => [path, Buffer.from(text)])), look);
  if (left === undefined || left.length >= missing.length) return undefined;
  for (const reason of reasons) onProgress(reason);
  return { reasons, edits, before: missing.map(toDiagnostic), after: left.map(toDiagnostic) };
}

async function inspect(box: Pick<Box, "exec">, paths: readonly string[], signal: AbortSignal): Promise<Missing[] | undefined> {
  // -I: neither variables nor files of the workspace say what Python loads.
  const { exitCode, output } = await run(box, ["python3", "-I", "-W", "ignore", "-c", script, ...paths], signal);
  if (exitCode !== 0) return undefined;
  return JSON.parse(output.toString("utf8")) as Missing[];
}

function mend(text: string, missing: readonly Missing[]): { text: string; done: string[] } {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(/\r?\n/);
  const imports = new Map<string, string>();
  const done: string[] = [];
  // From the end, so that the earlier places stay where they are.
  for (const each of missing.toSorted((a, b) => b.line - a.line || b.column - a.column)) {
    const fix = fixFor(each);
    if (fix === undefined) continue;
    if ("import" in fix) {
      if (!imports.has(fix.import)) done.unshift(`${each.line} ${fix.import} (undefined name ${each.name})`);
      imports.set(fix.import, fix.import);
      continue;
    }
    const line = lines[each.line - 1]!;
    lines[each.line - 1] = line.slice(0, each.column) + fix.spell + line.slice(each.column + each.name.length);
    done.unshift(`${each.line} change spelling of ${each.name} to ${fix.spell}`);
  }
  const at = missing[0]!;
  const added = [...imports.keys()].toSorted();
  if (added.length > 0) lines.splice(at.importLine, 0, ...(at.hasImports ? added : at.importLine === 0 ? [...added, ""] : ["", ...added]));
  return { text: lines.join(newline), done };
}

/** Undefined when several things may be meant. */
function fixFor({ name, module, stdlib, project, names }: Missing): Fix | undefined {
  const homes = [
    ...(module ? [`import ${name}`] : []),
    ...[...new Set([...stdlib, ...project])].map((home) => `from ${home} import ${name}`),
  ];
  const near = names
    .map((each) => ({ each, far: slips(name, each) }))
    .filter(({ far, each }) => far <= (each.length < 6 ? 1 : 2) && each.length > 2);
  const nearest = near.filter(({ far }) => far === Math.min(...near.map((other) => other.far)));
  if (homes.length === 1) return { import: homes[0]!, name };
  return homes.length === 0 && nearest.length === 1 ? { spell: nearest[0]!.each } : undefined;
}

function toDiagnostic({ file, line, name }: Missing): Diagnostic {
  return { file, line, code: "undefined-name", message: `nothing defines ${name}` };
}
