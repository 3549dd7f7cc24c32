import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dirname } from "node:path/posix";
import type { ProjectFiles } from "../language.ts";
import { statOf } from "../walk/file-facts.ts";

const MAX_BYTES = 1024 * 1024;

/** The files of a workspace for resolvers, in memory, with a note of what each language's resolver has read. */
export class Project {
  readonly #workspace: string;
  readonly #ids: ReadonlyMap<string, number>;
  readonly #ofPackage: (language: string, name: string) => readonly string[];
  readonly #texts = new Map<string, { text: string | undefined; hash: Uint8Array }>();
  #byFolder: Map<string, string[]> | undefined;
  #byName: Map<string, string[]> | undefined;

  /** `ids`: of all files, by path. */
  constructor(
    workspace: string,
    { ids, ofPackage }: { ids: ReadonlyMap<string, number>; ofPackage: (language: string, name: string) => readonly string[] },
  ) {
    this.#workspace = workspace;
    this.#ids = ids;
    this.#ofPackage = ofPackage;
  }

  idOf(path: string): number | undefined {
    return this.#ids.get(path);
  }

  /** As one language's resolver sees it; the paths it reads are added to `reads`. */
  viewFor(reads: Set<string>): ProjectFiles {
    return {
      has: (path) => this.#ids.has(path),
      inFolder: (folder) => (this.#byFolder ??= group(this.#ids.keys(), dirname)).get(folder) ?? [],
      named: (fileName) => (this.#byName ??= group(this.#ids.keys(), (path) => path.slice(path.lastIndexOf("/") + 1))).get(fileName) ?? [],
      ofPackage: this.#ofPackage,
      read: (path) => {
        reads.add(path);
        return this.#read(path).text;
      },
    };
  }

  /** Empty for what is not there. */
  hashOf(path: string): Uint8Array {
    return this.#read(path).hash;
  }

  #read(path: string): { text: string | undefined; hash: Uint8Array } {
    let known = this.#texts.get(path);
    if (known === undefined) this.#texts.set(path, (known = readManifest(this.#workspace, path)));
    return known;
  }
}

/** Text and hash of a small file; a link, or what lies outside, is not there. */
export function readManifest(workspace: string, path: string): { text: string | undefined; hash: Uint8Array } {
  const absolute = join(workspace, path);
  const facts = path.startsWith("..") || path.startsWith("/") ? undefined : statOf(absolute);
  if (facts?.isFile() !== true || facts.size > MAX_BYTES) return { text: undefined, hash: new Uint8Array() };
  try {
    const bytes = readFileSync(absolute);
    return { text: bytes.toString("utf8"), hash: createHash("sha256").update(bytes).digest() };
  } catch {
    return { text: undefined, hash: new Uint8Array() };
  }
}

function group(paths: Iterable<string>, keyOf: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const key = keyOf(path);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [path]);
    else known.push(path);
  }
  // The same whatever the order in which the files came.
  for (const members of groups.values()) members.sort();
  return groups;
}
