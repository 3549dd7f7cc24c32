import { Transform } from "node:stream";

/**
 * Passes bytes on with each of `values` replaced by as many stars, also where two chunks cut one apart: what was put into a request does
 * not come back with the answer of a server that repeats it. Compressed answers pass as they are.
 */
export function mask(values: readonly string[]): Transform {
  const needles = values.map((value) => Buffer.from(value, "latin1"));
  const longest = Math.max(...needles.map(({ length }) => length));
  let held = Buffer.alloc(0);

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = Buffer.concat([held, chunk]);
      blank(text, needles);
      const end = Math.max(0, text.length - longest + 1);
      held = text.subarray(end);
      done(null, text.subarray(0, end));
    },
    flush(done) {
      done(null, held);
    },
  });
}

export function maskText(text: string, values: readonly string[]): string {
  const bytes = Buffer.from(text, "latin1");
  blank(
    bytes,
    values.map((value) => Buffer.from(value, "latin1")),
  );
  return bytes.toString("latin1");
}

function blank(text: Buffer, needles: readonly Buffer[]): void {
  for (const needle of needles)
    for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + needle.length)) text.fill("*", at, at + needle.length);
}
