/** A root that is in one of two states, and the transaction that leads from one to the other. All times are set, so that each is always the same. */
import { spawnSync } from "node:child_process";
import { label } from "./folder.ts";
import type { Store } from "../../../src/sandbox/store/store.ts";

const settle = "find . -depth -exec touch -h -d";

const first = `mkdir -p d/e t/u f6 g && for n in 1 2 3 4 a b c d  i f g h; do echo first $n > d/$n; done && echo 5 > d/e/5 && echo 6 > t/u/6 && ln -s 5 d/e/l \
&& echo 7 > x && echo 8 > g/8 && ${settle} @1000000000.123456789 {} +`;

/** As it lies in a layer: what stays is left out. */
const second = `mkdir -p d/e n/m x g && for n in 1 2 a b c d i f g h; do echo second $n > d/$n; done && ln -s 6 d/e/l && echo new > d/e/new && echo 9 > n/m/9 && echo 10 > x/10 \
&& ln -s anywhere y && chmod 700 g && ${settle} @1100000000.987654321 {} +`;

const removed = ["d/3", "t", "f6"];

export function makeFirst(root: string): void {
  bash(first, root);
}

/** From the first state to the second. */
export async function commitSecond(store: Store): Promise<string> {
  const layer = store.layer();
  bash(second, layer.upper);
  try {
    const { checkpoint, conflicts } = await store.commit(store.collect(layer, { removed }), { label });
    if (checkpoint === undefined || conflicts.length > 0) throw new Error(`no commit: ${JSON.stringify(conflicts)}`);
    return checkpoint;
  } finally {
    store.discard(layer);
  }
}

function bash(script: string, cwd: string): void {
  const { status, stderr } = spawnSync("bash", ["-c", script], { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}
