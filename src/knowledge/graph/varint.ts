/** Rising numbers from 0 as the differences between them, seven bits to a byte: most lists of lines take a byte for each. */
export function packRising(numbers: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  let last = 0;
  for (const number of numbers) {
    let rest = number - last;
    last = number;
    // Not by bits: keys can be larger than 32 of them.
    while (rest >= 128) {
      bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

export function unpackRising(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let last = 0;
  let rest = 0;
  let scale = 1;
  for (const byte of bytes) {
    rest += (byte % 128) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    numbers.push((last += rest));
    rest = 0;
    scale = 1;
  }
  return numbers;
}
