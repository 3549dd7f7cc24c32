import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processStart } from "../../lib/process-start.ts";
import type { Identity } from "../identity.ts";

/** Home and folder for temporary files of one box. */
export interface PrivateFolder {
  path: string;
  home: string;
  temporary: string;
  remove(): void;
}

/** On a disk, as programs are built and run in it. Removes the ones that killed processes of this user have left. */
export function makePrivateFolder(identity: Identity | undefined): PrivateFolder {
  const parent = realpathSync(tmpdir());
  sweep(parent);
  const path = mkdtempSync(join(parent, `fettle-private-${process.pid}-${processStart(process.pid) ?? "unknown"}-`));
  const [home, temporary] = [join(path, "home"), join(path, "tmp")];
  for (const folder of [home, temporary]) mkdirSync(folder, { mode: 0o700 });
  if (identity !== undefined) for (const folder of [home, temporary, path]) chownSync(folder, identity.uid, identity.gid);
  return { path, home, temporary, remove: () => removeTree(path) };
}

const nameOfFolder = /^fettle-private-(?<pid>\d+)-(?<start>\w+)-\w+$/;

function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    const { pid, start } = nameOfFolder.exec(name)?.groups ?? {};
    if (pid === undefined || processStart(Number(pid)) === start) continue;
    try {
      if (lstatSync(join(parent, name)).uid === process.getuid?.()) removeTree(join(parent, name));
    } catch {
      // Somebody else has swept it meanwhile, or it is to stay.
    }
  }
}

/** Also folders that a command has made unwritable. */
function removeTree(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    openFolders(path);
    rmSync(path, { recursive: true, force: true });
  }
}

function openFolders(path: string): void {
  if (!lstatSync(path).isDirectory()) return;
  chmodSync(path, 0o700);
  for (const name of readdirSync(path)) openFolders(join(path, name));
}
