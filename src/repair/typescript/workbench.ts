import { realpathSync } from "node:fs";
import { sep } from "node:path";
import type ts from "@typescript/typescript6";
import { keepPace } from "../../lib/pace.ts";
import type { Compiler } from "./compiler.ts";
import type { Problem } from "./problems.ts";
import { openProject } from "./project.ts";
import { edit, type Texts } from "./texts.ts";

/** A set of changes that may mend a problem, and what it does, in the imperative. */
export interface Candidate {
  does: string;
  changes: readonly ts.FileTextChanges[];
  /** Dropped when it reveals anything at all: the more it has to drag along, the less likely it is what was meant. */
  alone?: true;
  /** Dropped when it mends fewer problems than this; 1 where it does not say. */
  mends?: number;
}

/** The workspace after some edits in memory. Immutable. */
export interface State {
  texts: Texts;
  problems: readonly Problem[];
}

/** All projects of a workspace. Nothing is written to disk. */
export interface Workbench {
  compiler: Compiler;
  workspace: string;
  start(): Promise<State>;
  apply(state: State, candidate: Candidate): Promise<State>;
  /** Makes the language services see `state`: needed before they are asked about it. */
  show(state: State): void;
}

interface WorkbenchOptions {
  compiler: Compiler;
  /** Absolute and real. */
  workspace: string;
  configs: readonly ts.ParsedCommandLine[];
  /** Ends the work when it is aborted. */
  signal: AbortSignal;
}

export function openWorkbench({ compiler, workspace, configs, signal }: WorkbenchOptions): Workbench {
  let texts: Texts = new Map();
  const registry = registryFor(compiler, workspace);
  const projects = configs.map((config) => openProject({ compiler, config, registry, texts: () => texts }));
  const owns = ownedBy(workspace);
  const pace = keepPace(signal);

  async function check(next: Texts): Promise<State> {
    texts = next;
    const problems: Problem[] = [];
    for (const project of projects) problems.push(...(await project.problems(owns, pace)));
    return { texts: next, problems: unique(problems) };
  }

  return {
    compiler,
    workspace,
    start: () => check(new Map()),
    apply: (state, { changes }) => check(edit(state.texts, changes, (path) => state.texts.get(path) ?? compiler.sys.readFile(path) ?? "")),
    show: (state) => {
      texts = state.texts;
    },
  };
}

let kept: { workspace: string; registry: ts.DocumentRegistry } | undefined;

/** Parsed files, the compiler's libraries above all, are kept for the next repair of the same workspace. */
function registryFor(compiler: Compiler, workspace: string): ts.DocumentRegistry {
  if (kept?.workspace !== workspace)
    kept = { workspace, registry: compiler.createDocumentRegistry(compiler.sys.useCaseSensitiveFileNames, workspace) };
  return kept.registry;
}

/** Whether a path is the workspace's own code: inside it, not through a link that leads out, and not a dependency's. */
function ownedBy(workspace: string): (path: string) => boolean {
  const known = new Map<string, boolean>();
  const inside = workspace + sep;
  return (path) => {
    let owned = known.get(path);
    if (owned === undefined) {
      owned = path.startsWith(inside) && !path.includes(`${sep}node_modules${sep}`) && realpathSync(path).startsWith(inside);
      known.set(path, owned);
    }
    return owned;
  };
}

/** Several projects may show the same problem of a file that they share. */
function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ key, at }) => {
    const place = `${key}\0${at.start}`;
    return !seen.has(place) && seen.add(place);
  });
}
