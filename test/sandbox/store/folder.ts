import { createHash } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { toName, toPathBytes } from "../../../src/sandbox/path-bytes.ts";
import { openStore } from "../../../src/sandbox/store/open.ts";
import type { Store } from "../../../src/sandbox/store/store.ts";
import { removeAll } from "./remove-all.ts";

export const label = { thread: "t1", item: "i1", turn: 1, title: "shell: test" };

/** A root with a store in a home beside it, in a temporary folder that is removed in the end. */
export interface Ground extends Disposable {
  /** What root and home are in. */
  base: string;
  root: string;
  home: string;
  store: Store;
  reopen(quotaBytes?: number): Promise<Store>;
  /** The store of another root, in the same home. */
  storeIn(root: string): Promise<Store>;
}

export async function openGround(parent = tmpdir()): Promise<Ground> {
  const base = realpathSync(mkdtempSync(join(parent, "fettle-store-")));
  chmodSync(base, 0o755);
  const [root, home] = [join(base, "root"), join(base, "home")];
  for (const folder of [root, home]) mkdirSync(folder);
  const reopen = (quotaBytes?: number): Promise<Store> => openStore({ root, home, ...(quotaBytes !== undefined && { quotaBytes }) });
  return {
    base,
    root,
    home,
    store: await reopen(),
    reopen,
    storeIn: (other) => openStore({ root: other, home }),
    [Symbol.dispose]: () => removeAll(base),
  };
}

/** Files by path; their folders are made. */
export function write(root: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** One line for each entry of a tree: all that an undo has to restore. Hard links are told by the first path of their inode. */
export function manifest(root: string): string[] {
  const lines: string[] = [];
  const inodes = new Map<bigint, string>();
  walk("");
  return lines;

  function walk(path: string): void {
    const at = toPathBytes(path === "" ? root : `${root}/${path}`);
    const stats = lstatSync(at, { bigint: true });
    const kind = stats.mode & 0o170000n;
    const link = stats.isSymbolicLink() ? toName(readlinkSync(at, { encoding: "buffer" })) : "";
    const content = stats.isFile() ? contentOf(at) : "";
    const twin = inodes.get(stats.ino) ?? "";
    if (stats.isFile()) inodes.set(stats.ino, path);
    const size = stats.isFile() ? stats.size : 0n;
    const facts = [kind.toString(8), (stats.mode & 0o7777n).toString(8), stats.uid, stats.gid, stats.mtimeNs, size, content, link, twin];
    lines.push(`${JSON.stringify(path)} ${facts.join(" ")}`);
    if (!stats.isDirectory()) return;
    const names = readdirSync(at, { encoding: "buffer" }).map(toName).sort();
    for (const name of names) if (!(path === "" && name === ".fettle")) walk(path === "" ? name : `${path}/${name}`);
  }
}

function contentOf(at: Buffer | string): string {
  try {
    return createHash("sha256").update(readFileSync(at)).digest("hex").slice(0, 16);
  } catch (error) {
    if ((error as { code?: string }).code === "EACCES") return "unreadable";
    throw error;
  }
}
