/** What lies between a commit and the workspace as it is, whoever has changed it. */
import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { FettleError } from "../contract/error.ts";
import type { TrialEdits } from "../contract/sandbox.ts";
import { runGit } from "../lib/git.ts";
import type { FileChange } from "../verify/tampering/work.ts";
import { absolute, type PathBytes, toText } from "../verify/tree/path-bytes.ts";
import type { Tree } from "../verify/tree-hash.ts";

export interface GitWork {
  /** Its full id; empty where nothing has been committed yet. */
  commit: string;
  /** Text files that are not as they were. */
  changes: FileChange[];
  /** What puts the workspace's files back to how they were. */
  edits: TrialEdits;
  /** Every file and link that is not as it was. */
  paths: string[];
  /** What cannot be put back: links, and what is too much to hold. */
  lost: string[];
}

/** Larger files are no text that somebody wrote. */
const MAX_TEXT_BYTES = 1024 * 1024;
/** Of old content, all together. */
const MAX_BYTES = 256 * 1024 * 1024;

interface Blob {
  id: string;
  mode: string;
}

/**
 * By content, file by file: what git's index says of files, such as that they are to be taken for unchanged, hides nothing. Only files
 * of the tree count; ignored ones are nobody's work. Throws `usage.invalid` when `base` names no commit.
 */
export async function readGitWork(base: string, { workspace, tree }: { workspace: string; tree: Tree }): Promise<GitWork> {
  const commit = await findCommit(base, workspace);
  const before = commit === "" ? new Map<PathBytes, Blob>() : await listBlobs(commit, workspace);
  const differing = [...new Set([...before.keys(), ...tree.files.keys()])].filter((path) => isOther(path, { before, tree, workspace }));
  const ids = differing.flatMap((path) => before.get(path)?.id ?? []);
  const contents = await readBlobs(ids, workspace);
  const work = {
    commit,
    changes: [] as FileChange[],
    edits: new Map<string, Uint8Array | null>(),
    paths: [] as string[],
    lost: [] as string[],
  };
  for (const bytes of differing.sort()) {
    const path = toText(bytes);
    const blob = before.get(bytes);
    const old = blob && contents.get(blob.id);
    const now = tree.files.has(bytes) ? readNow(absolute(workspace, bytes)) : undefined;
    if (isSameText(old, now) || isPointer(old)) continue;
    work.paths.push(path);
    if (blob !== undefined && (old === undefined || blob.mode === LINK)) work.lost.push(path);
    else work.edits.set(path, old ?? null);
    if (isText(old) && isText(now)) work.changes.push({ path, before: old?.toString("utf8"), after: now?.toString("utf8") });
  }
  return work;
}

const LINK = "120000";

/** `main...`: where the current branch has left main. */
async function findCommit(base: string, workspace: string): Promise<string> {
  const git = async (...args: string[]) => (await runGit(args, { workspace, cwd: workspace }))?.toString("utf8").trim();
  const name = base.replace(/\.\.\.$/, "");
  const commit = await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`);
  const isBranch = name !== base && commit !== undefined;
  const found = isBranch ? await git("merge-base", commit, "HEAD") : commit;
  if (found !== undefined && /^[0-9a-f]{40,64}$/.test(found)) return found;
  const isRepository = (await git("rev-parse", "--git-dir")) !== undefined;
  // Nothing is there to be held against: all of it is work.
  if (isRepository && base === "HEAD") return "";
  throw new FettleError(
    "usage.invalid",
    isRepository ? `There is no commit ${base} here.` : `There is no git repository in ${workspace}.`,
    {
      at: base,
      hint: isRepository ? "Name a branch, a tag or a commit." : "Name a thread to verify what it has done: fettle verify last",
    },
  );
}

async function listBlobs(commit: string, workspace: string): Promise<Map<PathBytes, Blob>> {
  const output = await runGit(["ls-tree", "-r", "-z", "--full-tree", commit], { workspace, cwd: workspace });
  const prefix = await runGit(["rev-parse", "--show-prefix"], { workspace, cwd: workspace });
  if (output === undefined || prefix === undefined) throw unreadable(commit);
  const folder = prefix.toString("latin1").trimEnd();
  const blobs = new Map<PathBytes, Blob>();
  for (const line of output.toString("latin1").split("\0")) {
    const [, mode, id, path] = /^(\d+) blob ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
    if (path?.startsWith(folder) === true) blobs.set(path.slice(folder.length), { id: id!, mode: mode! });
  }
  return blobs;
}

function isOther(
  path: PathBytes,
  { before, tree, workspace }: { before: ReadonlyMap<PathBytes, Blob>; tree: Tree; workspace: string },
): boolean {
  const blob = before.get(path);
  const file = tree.files.get(path);
  // An embedded repository, or what is none of git's business.
  if (file?.mode === "other") return false;
  if (blob === undefined || file === undefined) return true;
  const now = readNow(absolute(workspace, path));
  return now === undefined || blobId(now, blob.id.length) !== blob.id;
}

function blobId(content: Buffer, length: number): string {
  return createHash(length === 40 ? "sha1" : "sha256")
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest("hex");
}

async function readBlobs(ids: readonly string[], workspace: string): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>();
  if (ids.length === 0) return contents;
  const sizes = await runGit(["cat-file", "--batch-check=%(objectname) %(objectsize)"], {
    workspace,
    cwd: workspace,
    input: ids.join("\n"),
  });
  if (sizes === undefined) throw unreadable(ids[0]!);
  let left = MAX_BYTES;
  const wanted = sizes
    .toString("latin1")
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, size]) => /^\d+$/.test(size ?? "") && (left -= Number(size)) >= 0)
    .map(([id]) => id!);
  const output = await runGit(["cat-file", "--batch"], { workspace, cwd: workspace, input: wanted.join("\n") });
  if (output === undefined) throw unreadable(ids[0]!);
  for (let at = 0; at < output.length;) {
    const end = output.indexOf("\n", at);
    const [id = "", , size = "0"] = output.toString("latin1", at, end).split(" ");
    contents.set(id, output.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return contents;
}

/** The content of a file or the target of a link; undefined when it is gone, or cannot be read. */
function readNow(path: Buffer): Buffer | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path, "buffer") : readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Ends of lines may be another machine's. */
function isSameText(before: Buffer | undefined, now: Buffer | undefined): boolean {
  if (before === undefined || now === undefined) return before === now;
  return before.equals(now) || (now.includes("\r\n") && now.toString("latin1").replaceAll("\r\n", "\n") === before.toString("latin1"));
}

/** Of Git LFS: the content is kept elsewhere, and nobody can tell here what it was. */
function isPointer(content: Buffer | undefined): boolean {
  return content !== undefined && content.length < 1024 && content.toString("latin1", 0, 24) === "version https://git-lfs.";
}

function isText(content: Buffer | undefined): boolean {
  return content === undefined || (content.length <= MAX_TEXT_BYTES && !content.includes(0));
}

function unreadable(what: string): FettleError {
  return new FettleError("usage.invalid", `git cannot read ${what}.`, { hint: "Is it installed, and all of the repository here?" });
}
