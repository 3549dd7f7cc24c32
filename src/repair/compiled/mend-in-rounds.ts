import { isUtf8 } from "node:buffer";
import type { Diagnostic, Repair, RepairContext } from "../../contract/repairer.ts";
import type { Box } from "../../contract/sandbox.ts";
import { isInstalled } from "../programs/fixing-program.ts";
import { applyFixes, type AppliedFix, type Fix } from "./fix.ts";

export interface Fault extends Diagnostic {
  /** In the file, in bytes. */
  offset: number;
}

/** What a compiler says of a project, and what may help. */
export interface Look {
  faults: Fault[];
  fixes: Fix[];
}

export interface Toolchain {
  /** All that must be installed. */
  programs: readonly string[];
  /** Undefined when the compiler cannot tell. `read` gets a file as it is in the layer. */
  look(box: Pick<Box, "exec">, read: Read): Promise<Look | undefined>;
}

/** One mended thing may reveal another; more rounds than these mean that they undo each other. */
const MAX_ROUNDS = 8;

/**
 * Compiles, applies what may help, compiles again. A fix that is itself faulty then is taken back and not tried again,
 * so that no fault that hides others passes for progress. Proposed is what left the fewest faults, when they are fewer than before.
 */
export async function mendInRounds(
  { files, trial, signal, onProgress }: RepairContext,
  { programs, look }: Toolchain,
): Promise<Repair | undefined> {
  if (trial === undefined) return undefined;
  const repair = await trial(new Map(), async (box) => {
    for (const program of programs) if (!(await isInstalled(program, box, signal))) return undefined;
    let state: State = { texts: new Map(), done: [] };
    const read = async (path: string): Promise<Buffer> => state.texts.get(path) ?? (await files.read(path));
    const first = await look(box, read);
    if (first === undefined || first.faults.length === 0) return undefined;

    const banned = new Set<string>();
    let current = first;
    let best = { faults: first.faults, state };
    for (let round = 0; round < MAX_ROUNDS && current.faults.length > 0; round++) {
      signal.throwIfAborted();
      const { texts, applied } = await apply(
        current.fixes.filter((fix) => !banned.has(keyOf(fix))),
        read,
      );
      if (applied.length === 0) break;
      await write(box, texts, signal);
      const before = { state, texts: await contents([...texts.keys()], read) };
      state = { texts: new Map([...state.texts, ...texts]), done: state.done.concat(applied) };
      const next = await look(box, read);
      if (next === undefined) break;
      const bad = applied.filter((each) => isFaulty(each, current.faults, next.faults));
      if (bad.length > 0) {
        for (const { fix } of bad) banned.add(keyOf(fix));
        await write(box, before.texts, signal);
        state = before.state;
        continue;
      }
      current = next;
      if (current.faults.length < best.faults.length) best = { faults: current.faults, state };
    }
    const { texts, done } = best.state;
    if (texts.size === 0) return undefined;
    const edits = new Map([...texts].map(([path, content]) => [path, content.toString("utf8")]));
    const reasons = done.map(({ fix, line }) => `${fix.file}:${line} ${fix.reason}`);
    return { reasons, edits, before: first.faults.map(toDiagnostic), after: best.faults.map(toDiagnostic) };
  });
  for (const reason of repair?.reasons ?? []) onProgress(reason);
  return repair;
}

type Read = (path: string) => Promise<Buffer>;

/** What has been mended so far, in the order in which it was. */
interface State {
  texts: ReadonlyMap<string, Buffer>;
  done: readonly AppliedFix[];
}

async function apply(fixes: readonly Fix[], read: Read): Promise<{ texts: Map<string, Buffer>; applied: AppliedFix[] }> {
  const texts = new Map<string, Buffer>();
  const applied: AppliedFix[] = [];
  for (const [path, all] of Map.groupBy(fixes, ({ file }) => file)) {
    const content = await read(path);
    // What is no text would come out changed elsewhere, too.
    if (!isUtf8(content)) continue;
    const mended = applyFixes(content, all);
    texts.set(path, mended.content);
    applied.push(...mended.applied);
  }
  return { texts, applied };
}

async function contents(paths: readonly string[], read: Read): Promise<Map<string, Buffer>> {
  return new Map(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)));
}

function keyOf({ file, text, reason }: Fix): string {
  return JSON.stringify([file, text, reason]);
}

function isFaulty({ fix, start, end }: AppliedFix, before: readonly Fault[], after: readonly Fault[]): boolean {
  const isKnown = ({ file, message }: Fault): boolean => before.some((each) => each.file === file && each.message === message);
  return after.some((each) => each.file === fix.file && each.offset >= start && each.offset < end && !isKnown(each));
}

function toDiagnostic({ file, line, code, message }: Fault): Diagnostic {
  return { file, line, code, message };
}

/** Into the layer that is dropped. */
async function write(box: Pick<Box, "exec">, texts: ReadonlyMap<string, Buffer>, signal: AbortSignal): Promise<void> {
  for (const [path, content] of texts) {
    const stdin = content.toString("utf8");
    const { exitCode } = await box.exec(["sh", "-c", 'cat > "$1"', "sh", path], { timeoutMs: 0, signal, stdin });
    if (exitCode !== 0) throw new Error(`${path} could not be written in a layer that is dropped.`);
  }
}
