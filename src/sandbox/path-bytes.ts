/**
 * File names are bytes; most are UTF-8. A byte that is not becomes a lone surrogate (U+DC80 + byte − 0x80), as Python's
 * `surrogateescape` has it, so that a name survives the way through a string and back.
 */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const escaped = /[\udc80-\udcff]/u;

export function toName(bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return Array.from(splitCharacters(bytes)).join("");
  }
}

/** What file system calls take. */
export function toPathBytes(path: string): string | Buffer {
  if (!escaped.test(path)) return path;
  return Buffer.concat(Array.from(path, toBytes));
}

function toBytes(character: string): Buffer {
  return escaped.test(character) ? Buffer.from([character.charCodeAt(0) - 0xdc00]) : Buffer.from(character);
}

function* splitCharacters(bytes: Buffer): Iterable<string> {
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find((length) => isCharacter(bytes.subarray(at, at + length)));
    yield length === undefined ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : bytes.toString("utf8", at, at + length);
    at += length ?? 1;
  }
}

function isCharacter(bytes: Buffer): boolean {
  try {
    return decoder.decode(bytes).length > 0;
  } catch {
    return false;
  }
}
