import { spawn } from "node:child_process";
import { once } from "node:events";
import type { PendingChange } from "../../../src/sandbox/change-set.ts";
import type { Commit, Store, StoreLayer } from "../../../src/sandbox/store/store.ts";
import { label } from "./folder.ts";

export const isRoot = process.getuid?.() === 0;

/** Runs a script on a real overlay over the root, and gives its layer to `use` while the merged view can still be read. */
export async function inOverlay<T>(store: Store, script: string, use: (layer: StoreLayer, merged: string) => T | Promise<T>): Promise<T> {
  const layer = store.layer();
  const options = isRoot ? "redirect_dir=on" : "userxattr";
  const mount = `mount -t overlay overlay -o "lowerdir=$1,upperdir=$2,workdir=$3,${options}" "$1"`;
  const program = `${mount} && cd "$1" && { eval "$4"; } 1>&2 && echo ready && read -r _`;
  const args = [
    ...(isRoot ? ["-m"] : ["-Urm"]),
    "--propagation",
    "private",
    "bash",
    "-c",
    program,
    "bash",
    store.root,
    layer.upper,
    layer.work,
    script,
  ];
  const child = spawn("unshare", args, { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const [ready] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
    if (!String(ready).startsWith("ready")) throw new Error(`the overlay's script failed: ${script}`);
    return await use(layer, `/proc/${child.pid}/root${store.root}`);
  } finally {
    child.stdin.end("\n");
    if (child.exitCode === null) await once(child, "exit");
    store.discard(layer);
  }
}

/** Runs a script as one transaction. */
export async function run(store: Store, script: string): Promise<Commit & { pending: PendingChange[] }> {
  return await inOverlay(store, script, async (layer, merged) => {
    const pending = store.collect(layer, { merged });
    return { ...(await store.commit(pending, { label, since: layer.since })), pending };
  });
}
