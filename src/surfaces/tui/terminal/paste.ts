const start = Buffer.from("\u001b[200~");
const end = Buffer.from("\u001b[201~");

/** Collects what comes between `ESC [ 200 ~` and `ESC [ 201 ~`, in time linear to its size whatever the chunks. */
export class PasteCollector {
  readonly #parts: Buffer[] = [];
  /** The last bytes of the chunk before, in which the end may have begun. */
  #tail: Buffer = Buffer.alloc(0);

  /** Where in the data the paste is over; undefined when it goes on. */
  take(data: Buffer, from: number): number | undefined {
    const chunk = from === 0 ? data : data.subarray(from);
    const joined = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    const found = endOf(joined);
    if (found === undefined) {
      const kept = Math.min(joined.length, end.length - 1);
      this.#parts.push(joined.subarray(0, joined.length - kept));
      this.#tail = joined.subarray(joined.length - kept);
      return undefined;
    }
    this.#parts.push(joined.subarray(0, found));
    return from + found + end.length - this.#tail.length;
  }

  text(): string {
    const text = Buffer.concat(this.#parts).toString("utf8");
    return text.replaceAll(start.toString(), "").replaceAll(end.toString(), "").replaceAll(/\r\n?/g, "\n");
  }
}

/** An end after which another one comes, with no beginning between them, was hidden in the pasted text to have the rest of it typed. */
function endOf(data: Buffer): number | undefined {
  let found = data.indexOf(end);
  if (found === -1) return undefined;
  for (;;) {
    const next = data.indexOf(end, found + end.length);
    if (next === -1) return found;
    const begins = data.subarray(found + end.length, next).includes(start);
    if (begins) return found;
    found = next;
  }
}
