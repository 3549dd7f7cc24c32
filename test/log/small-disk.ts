import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of `megabytes`, held in memory, mounted at `home`. Needs root. */
export function smallDisk(megabytes: number, home = mkdtempSync(join(tmpdir(), "fettle-disk-"))): Disposable & { home: string } {
  mkdirSync(home, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", home]);
  return {
    home,
    [Symbol.dispose]() {
      execFileSync("umount", ["--lazy", home]);
      rmSync(home, { recursive: true });
    },
  };
}

/** Takes what is left of the disk; returns how many bytes the last write that did not fail took of the megabyte it was given. */
export function fill(disk: string, name: string): number {
  const file = openSync(join(disk, name), "w");
  let taken = 0;
  try {
    for (;;) taken = writeSync(file, Buffer.alloc(1 << 20));
  } catch {
    return taken;
  } finally {
    closeSync(file);
  }
}
