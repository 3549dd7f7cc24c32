/**
 * A path relative to the workspace as its bytes, one character each. File names need not be UTF-8, and in this form
 * they compare in byte order.
 */
export type PathBytes = string;

export function toPathBytes(path: Uint8Array | string): PathBytes {
  return Buffer.from(path as Uint8Array).toString("latin1");
}

/** For the file system. */
export function absolute(workspace: string, path: PathBytes): Buffer {
  return Buffer.concat([Buffer.from(`${workspace}/`), Buffer.from(path, "latin1")]);
}

/** For people and events. */
export function toText(path: PathBytes): string {
  return Buffer.from(path, "latin1").toString("utf8");
}
