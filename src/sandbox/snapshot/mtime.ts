import { lutimesSync } from "node:fs";
import { toPathBytes } from "../path-bytes.ts";

/** Sets when an entry was changed; of a link, its own time. */
export type SetMtime = (path: string, mtimeNs: bigint) => void;

const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;
/** In the place of nanoseconds: leave this time as it is. */
const UTIME_OMIT = (1n << 30n) - 2n;
const NS = 1_000_000_000n;

let loaded: Promise<SetMtime> | undefined;

/** To the nanosecond with the optional package koffi; without it to within 300, the precision of Node's seconds. */
export function loadSetMtime(): Promise<SetMtime> {
  return (loaded ??= process.platform === "linux" ? loadExact().catch(() => setNearly) : Promise.resolve(setNearly));
}

async function loadExact(): Promise<SetMtime> {
  const { default: koffi } = await import("koffi");
  const utimensat = koffi.load(null).func("int utimensat(int, const uint8_t *, const int64_t *, int)") as (...args: unknown[]) => number;
  return (path, mtimeNs) => {
    const nanoseconds = ((mtimeNs % NS) + NS) % NS;
    const times = BigInt64Array.of(0n, UTIME_OMIT, (mtimeNs - nanoseconds) / NS, nanoseconds);
    const name = Buffer.concat([Buffer.from(toPathBytes(path)), Buffer.of(0)]);
    if (utimensat(AT_FDCWD, name, times, AT_SYMLINK_NOFOLLOW) !== 0) setNearly(path, mtimeNs);
  };
}

function setNearly(path: string, mtimeNs: bigint): void {
  lutimesSync(toPathBytes(path), Date.now() / 1000, Number(mtimeNs) / 1e9);
}
