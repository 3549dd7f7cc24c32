import { fettleHome } from "../../config/load.ts";
import { FettleError } from "../../contract/error.ts";
import type { SurfaceCall } from "../../contract/surface.ts";
import type { UpdateProgress } from "../../knowledge/graph/graph.ts";
import { openGraph } from "../../knowledge/graph/open.ts";
import { type FoundSymbol, findSymbols, nearestNames, nearestPaths } from "../../knowledge/graph/queries/symbols.ts";
import type { GraphReader, IndexedFile } from "../../knowledge/graph/reader.ts";
import { escapeLine } from "../../lib/escape.ts";
import { namedFolder } from "./named-folder.ts";
import { progressLine } from "./progress-line.ts";

export interface WorkspaceGraph extends AsyncDisposable {
  workspace: string;
  reader: GraphReader;
}

/** The graph of the folder that a command is about, in step with the disk. Says on the error stream when it is not whole. */
export async function workspaceGraph(call: Pick<SurfaceCall, "options" | "io">): Promise<WorkspaceGraph> {
  const { io } = call;
  const workspace = namedFolder(call);
  const graph = openGraph({ workspace, home: fettleHome(io.env), signal: io.interrupt, onProgress: progressTeller(io) });
  try {
    const { partial } = await graph.update();
    if (partial !== undefined) io.stderr.write(`The index is partial: ${escapeLine(partial)}.\n`);
  } catch (error) {
    await graph.close();
    if (!io.interrupt.aborted) throw error;
    throw new FettleError("turn.interrupted", "Interrupted; the index keeps what was read.", { cause: error });
  }
  return { workspace: graph.workspace, reader: graph.reader, [Symbol.asyncDispose]: async () => await graph.close() };
}

/** Each phase has a line of its own. */
function progressTeller(io: SurfaceCall["io"]): (progress: UpdateProgress) => void {
  const phases = { list: "listing files", outline: "reading files", resolve: "following imports" } as const;
  const tellers = new Map<UpdateProgress["phase"], ReturnType<typeof progressLine>>();
  return ({ phase, done, total }) => {
    const tell = tellers.get(phase) ?? progressLine(io, phases[phase]);
    tellers.set(phase, tell);
    if (total > 0) tell({ done, total });
  };
}

/** A file by its path in the workspace. Throws `usage.invalid`, which tells the nearest ones. */
export function namedFile(reader: GraphReader, path: string): IndexedFile {
  const file = reader.file(plainPath(path));
  if (file !== undefined) return file;
  throw new FettleError("usage.invalid", `There is no file ${escapeLine(path)} in the graph.`, {
    hint: nearestHint(nearestPaths(reader, path)) ?? "Give its path in the workspace; what git ignores is not in the graph.",
  });
}

/** The definitions of a name; at least one. Throws `usage.invalid`, which tells the nearest names. */
export function namedSymbols(reader: GraphReader, name: string): FoundSymbol[] {
  const symbols = findSymbols(reader, plainPath(name));
  if (symbols.length > 0) return symbols;
  throw new FettleError("usage.invalid", `Nothing that is called ${escapeLine(name)} is defined in this workspace.`, {
    hint: nearestHint(nearestNames(reader, name)) ?? "Give a name, Class.method, or FILE:NAME.",
  });
}

/** A file, or else definitions. Throws `usage.invalid`, which tells the nearest of both. */
export function namedThing(reader: GraphReader, name: string): { file: IndexedFile } | { symbols: FoundSymbol[] } {
  const file = reader.file(plainPath(name));
  if (file !== undefined) return { file };
  const symbols = findSymbols(reader, plainPath(name));
  if (symbols.length > 0) return { symbols };
  throw new FettleError("usage.invalid", `${escapeLine(name)} is neither a file of the graph nor a name that is defined here.`, {
    hint:
      nearestHint([...nearestPaths(reader, name), ...nearestNames(reader, name)].slice(0, 4)) ??
      "Give a path in the workspace, a name, Class.method, or FILE:NAME.",
  });
}

const plainPath = (path: string): string => path.replace(/^(?:\.\/)+/, "");

const nearestHint = (names: readonly string[]): string | undefined =>
  names.length === 0 ? undefined : `Do you mean ${names.map(escapeLine).join(", ")}?`;
