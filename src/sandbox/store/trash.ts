import { chmod, readdir, rm } from "node:fs/promises";
import { toPathBytes } from "../path-bytes.ts";
import { inSite, type Site } from "./site.ts";
import { namesIn } from "./tree.ts";

const emptying = new Map<string, Promise<void>>();

/** Removes what was thrown away, in the background, so that nobody waits for 80,000 files to go. What a process leaves the next one removes. Never rejects. */
export function emptyTrash(site: Site): Promise<void> {
  const before = emptying.get(site.folder) ?? Promise.resolve();
  const mine = before.then(() => removeAll(site));
  emptying.set(site.folder, mine);
  return mine;
}

async function removeAll(site: Site): Promise<void> {
  try {
    for (const name of namesIn(inSite(site, "trash"))) await removeTree(inSite(site, "trash", name));
  } catch {
    // It costs only space, and is tried again by the next process.
  }
}

/** Folders without leave to write included: overlayfs leaves one with mode 000, and commands make others. */
async function removeTree(path: string): Promise<void> {
  try {
    await rm(toPathBytes(path), { recursive: true, force: true });
  } catch (error) {
    if (!["EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    await openUp(toPathBytes(path));
    await rm(toPathBytes(path), { recursive: true, force: true });
  }
}

async function openUp(folder: string | Buffer): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true, encoding: "buffer" })) {
    if (entry.isDirectory()) await openUp(Buffer.concat([Buffer.from(folder), Buffer.from("/"), entry.name]));
  }
}
