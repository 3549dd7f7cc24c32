import { chmodSync, chownSync, mkdirSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { processStart } from "../../lib/process-start.ts";
import { toPathBytes } from "../path-bytes.ts";
import { fileClock, inSite, throwAway, type Site } from "./site.ts";
import { statsAt } from "./state.ts";
import type { StoreLayer } from "./store.ts";
import { emptyTrash } from "./trash.ts";
import { namesIn } from "./tree.ts";

let made = 0;

/** `upper` stands for the root itself in the merged view, so it has the root's mode and owner. */
export function makeLayer(site: Site): StoreLayer {
  const id = `${ownerName()}-${++made}`;
  const folder = inSite(site, "layers", id);
  const [upper, work] = [join(folder, "upper"), join(folder, "work")];
  mkdirSync(toPathBytes(folder), { mode: 0o700 });
  const { mode, uid, gid } = statSync(toPathBytes(site.root));
  for (const path of [upper, work].map(toPathBytes)) {
    mkdirSync(path);
    if (process.getuid?.() === 0) chownSync(path, uid, gid);
    chmodSync(path, mode & 0o7777);
  }
  return { id, upper, work, since: fileClock(site), upperMtimeNs: statsAt(upper)?.mtimeNs ?? 0n };
}

export function discardLayer(site: Site, { id }: Pick<StoreLayer, "id">): void {
  const folder = inSite(site, "layers", id);
  if (statsAt(folder) === null) return;
  throwAway(site, folder);
  void emptyTrash(site);
}

/** Throws away the layers of processes that are dead. */
export function discardDeadLayers(site: Site): void {
  for (const id of namesIn(inSite(site, "layers"))) if (isDead(id)) throwAway(site, inSite(site, "layers", id));
}

/** Pid namespace, pid, and when the process started: together they name one process of a machine for ever. */
function ownerName(): string {
  return `${pidNamespace()}-${process.pid}-${processStart(process.pid) ?? "0"}`;
}

/** Of processes in other pid namespaces nobody can tell. */
function isDead(id: string): boolean {
  const [namespace, pid, start] = id.split("-");
  return namespace === pidNamespace() && processStart(Number(pid)) !== start;
}

function pidNamespace(): string {
  return process.platform === "linux" ? readlinkSync("/proc/self/ns/pid").replaceAll(/\D/g, "") : "0";
}
