/** What git remembers of a file, to know whether it changed. */
export interface TrackedFile {
  size: number;
  mtimeNs: bigint;
}

/**
 * Files that an index names. Undefined when it is none that can be read whole: another version, cut short, or one that names files only
 * together with other files (split, sparse). After `index-format.adoc` of git; `hashBytes` is 20, or 32 with SHA-256.
 */
export function parseGitIndex(index: Buffer, hashBytes: 20 | 32): Map<string, TrackedFile> | undefined {
  try {
    return read(index, hashBytes);
  } catch (error) {
    // Past its end: it is cut short.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function read(index: Buffer, hashBytes: number): Map<string, TrackedFile> | undefined {
  const version = index.readUInt32BE(4);
  if (index.toString("latin1", 0, 4) !== "DIRC" || version < 2 || version > 4) return undefined;
  const files = new Map<string, TrackedFile>();
  let at = 12;
  let path: Buffer = Buffer.alloc(0);
  for (let left = index.readUInt32BE(8); left > 0; left--) {
    const start = at;
    const mtimeNs = BigInt(index.readUInt32BE(at + 8)) * 1_000_000_000n + BigInt(index.readUInt32BE(at + 12));
    const mode = index.readUInt32BE(at + 24);
    const size = index.readUInt32BE(at + 36);
    at += 40 + hashBytes;
    const extended = (index.readUInt16BE(at) & 0x4000) !== 0;
    at += extended ? 4 : 2;
    if (version === 4) {
      // As in packs: each further byte counts from one.
      let byte = index.readUInt8(at++);
      let cut = byte & 0x7f;
      while ((byte & 0x80) !== 0) {
        byte = index.readUInt8(at++);
        cut = ((cut + 1) << 7) | (byte & 0x7f);
      }
      const end = endOfName(index, at);
      path = Buffer.concat([path.subarray(0, Math.max(0, path.length - cut)), index.subarray(at, end)]);
      at = end + 1;
    } else {
      const end = endOfName(index, at);
      path = index.subarray(at, end);
      at = start + ((end - start + 8) & ~7);
    }
    if ((mode & 0o170000) === 0o040000) return undefined;
    files.set(path.toString("latin1"), { size, mtimeNs });
  }
  return hasLink(index, at, hashBytes) ? undefined : files;
}

function endOfName(index: Buffer, at: number): number {
  const end = index.indexOf(0, at);
  if (end < 0) throw new RangeError("the name does not end");
  return end;
}

/** Whether it is only what differs from a shared index. */
function hasLink(index: Buffer, from: number, hashBytes: number): boolean {
  for (let at = from; at + 8 <= index.length - hashBytes; at += 8 + index.readUInt32BE(at + 4)) {
    if (index.toString("latin1", at, at + 4) === "link") return true;
  }
  return false;
}
