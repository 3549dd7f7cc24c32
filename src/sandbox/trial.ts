import { statSync } from "node:fs";
import type { Backend, BackendOptions, View } from "../contract/backend.ts";
import { toErrorFacts } from "../contract/error.ts";
import { chooseIdentity } from "./identity.ts";
import { findPower } from "./power.ts";
import type { Root } from "./roots.ts";

/** Runs nothing but a `true` in it. Returns why that did not work; undefined when it did. */
export async function tryBackend(backend: Backend, { workspace, readOnly }: BackendOptions): Promise<string | undefined> {
  try {
    return await runs(backend, workspace, { kind: readOnly ? "read-only" : "direct" });
  } catch (error) {
    return toErrorFacts(error).message;
  }
}

/** Whether every root can have a private layer, as file systems go. Throws nothing. */
export async function tryLayers(backend: Backend, roots: readonly Root[]): Promise<boolean> {
  const layers = roots.map((root) => ({ root, layer: root.store.layer() }));
  const view: View = {
    kind: "layers",
    layers: layers.map(({ root, layer: { upper, work } }) => ({ root: root.path, upper, work })),
  };
  try {
    return (await runs(backend, roots[0]?.path ?? "/", view)) === undefined;
  } catch {
    return false;
  } finally {
    for (const { root, layer } of layers) root.store.discard(layer);
  }
}

/** Layers depend on these alone. */
export function devicesOf(roots: readonly Root[]): string {
  return roots.map(({ path, store }) => `${statSync(path).dev}:${statSync(store.folder).dev}`).join(" ");
}

/** Owners that a box of an ordinary user cannot write for, at the top of the workspace. */
export async function hasForeignOwners(workspace: string): Promise<boolean> {
  const [user, group] = [process.getuid?.(), process.getgid?.()];
  if (user === undefined || group === undefined || findPower() === "root") return false;
  const { findForeignOwners } = await import("./snapshot/foreign-owners.ts");
  return findForeignOwners(workspace, chooseIdentity(workspace) ?? { uid: user, gid: group }).length > 0;
}

async function runs(backend: Backend, cwd: string, view: View): Promise<string | undefined> {
  const limits = { memoryBytes: 0, processes: 0 };
  const process = await backend.launch({ what: { script: ":" }, cwd, env: {}, stdin: undefined, limits, view });
  process.output.resume();
  const ending = await process.ended;
  process.release();
  return ending.how === "exit" && ending.code === 0 ? undefined : `a command that does nothing ended with ${JSON.stringify(ending)}`;
}
