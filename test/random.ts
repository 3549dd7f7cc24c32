/**
 * What tests leave to chance grows from this number, and so is the same in each run. Another one: `TEST_SEED=7 npm test`; one that
 * nobody knows before, told at the start: `TEST_SEED=random npm test`.
 */
export const seed = Number(process.env["TEST_SEED"] ?? 20);
if (!Number.isSafeInteger(seed)) throw new Error(`TEST_SEED must be a whole number or "random", not ${process.env["TEST_SEED"]}`);

/** Numbers from 0 to below 1, the same ones for the same seed: mulberry32, by Tommy Ettinger. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same as whole numbers from 0 to below a bound. */
export function wholeFrom(seed: number): (below: number) => number {
  const random = randomFrom(seed);
  return (below) => Math.floor(random() * below);
}

/** The same as bytes. */
export function bytesFrom(seed: number): (count: number) => Buffer {
  const whole = wholeFrom(seed);
  return (count) => Buffer.from(Uint8Array.from({ length: count }, () => whole(256)));
}
