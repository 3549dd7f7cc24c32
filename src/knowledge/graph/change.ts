import { rememberedTime } from "./comparison.ts";
import type { Outlined } from "./outline-file.ts";
import type { GraphWriter, KnownFile } from "./writer.ts";

/** What an update does to the index, in one transaction or several: the tables, and what the indexer remembers of them. */
export class Change {
  outlined = 0;
  removed = 0;
  /** Files came, went, or say to be of another package: imports of any file may lead elsewhere now. */
  isStructural = false;
  /** Paths of the files that were outlined anew. */
  readonly changed = new Set<string>();
  readonly #writer: GraphWriter;
  readonly #known: Map<string, KnownFile>;
  readonly #listedAt: number;

  /** `known` is kept in step. `listedAt`: in ms since the epoch. */
  constructor(writer: GraphWriter, { known, listedAt }: { known: Map<string, KnownFile>; listedAt: number }) {
    this.#writer = writer;
    this.#known = known;
    this.#listedAt = listedAt;
  }

  apply(outlined: readonly Outlined[]): void {
    for (const file of outlined) {
      if ("gone" in file) this.remove([file.path]);
      else if ("same" in file) this.#touch(file);
      else this.#put(file);
    }
  }

  remove(paths: readonly string[]): void {
    for (const path of paths) {
      const known = this.#known.get(path);
      if (known === undefined) continue;
      this.#writer.remove(known.id);
      this.#known.delete(path);
      this.changed.delete(path);
      this.removed++;
      this.isStructural = true;
    }
  }

  /** New files that no language knows. */
  add(paths: readonly string[]): void {
    for (const path of paths) {
      const id = this.#writer.putOther(path);
      this.#known.set(path, { id, size: 0, mtimeMs: 0, hash: new Uint8Array(), language: undefined, package: undefined });
      this.isStructural = true;
    }
  }

  #touch(file: Extract<Outlined, { same: true }>): void {
    const known = this.#known.get(file.path);
    if (known === undefined) return;
    const { size } = file;
    const mtimeMs = rememberedTime(file.mtimeMs, this.#listedAt);
    this.#writer.touch(known.id, { size, mtimeMs });
    this.#known.set(file.path, { ...known, size, mtimeMs });
  }

  #put(file: Extract<Outlined, { hash: Uint8Array }>): void {
    const { path, size, hash, language } = file;
    const known = this.#known.get(path);
    const mtimeMs = rememberedTime(file.mtimeMs, this.#listedAt);
    const id = this.#writer.put({ ...file, mtimeMs }, known?.id);
    if (known === undefined || known.package !== file.outline?.package || known.language !== language) this.isStructural = true;
    this.#known.set(path, { id, size, mtimeMs, hash, language, package: file.outline?.package });
    this.changed.add(path);
    this.outlined++;
  }
}
