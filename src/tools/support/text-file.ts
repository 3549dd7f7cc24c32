import { isUtf8 } from "node:buffer";

/** The text of a file and how its bytes spell it. `text` keeps its line ends and has no byte order mark. */
export interface TextFile {
  text: string;
  encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  bom: boolean;
}

/** As much of a file as is looked at to tell text from binary; git's number. */
const SNIFFED_BYTES = 8000;

/**
 * Undefined when the bytes are not text. Text that is neither UTF-8 nor UTF-16 is taken for Windows-1252,
 * a superset of Latin-1 in which every byte is a character.
 */
export function decodeText(bytes: Buffer): TextFile | undefined {
  if (startsWith(bytes, 0xff, 0xfe)) return decodeAs("utf-16le", bytes.subarray(2), true);
  if (startsWith(bytes, 0xfe, 0xff)) return decodeAs("utf-16be", bytes.subarray(2), true);
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return decodeAs(wide, bytes, false);
  if (isBinary(bytes)) return undefined;
  const bom = startsWith(bytes, 0xef, 0xbb, 0xbf);
  if (isUtf8(bytes)) return { text: bytes.toString("utf8", bom ? 3 : 0), encoding: "utf-8", bom };
  return decodeAs("windows-1252", bytes, false);
}

/** The bytes of a text file; undefined when its encoding has no spelling for one of the characters. */
export function encodeText({ text, encoding, bom }: TextFile): Buffer | undefined {
  switch (encoding) {
    case "utf-8":
      return Buffer.from((bom ? "\ufeff" : "") + text, "utf8");
    case "utf-16le":
      return Buffer.from((bom ? "\ufeff" : "") + text, "utf16le");
    case "utf-16be":
      return Buffer.from((bom ? "\ufeff" : "") + text, "utf16le").swap16();
    case "windows-1252":
      return encodeWindows1252(text);
  }
}

function decodeAs(encoding: TextFile["encoding"], bytes: Uint8Array, bom: boolean): TextFile | undefined {
  try {
    return { text: new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes), encoding, bom };
  } catch {
    return undefined;
  }
}

function encodeWindows1252(text: string): Buffer | undefined {
  const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const byteOf = new Map(Array.from(new TextDecoder("windows-1252").decode(allBytes), (character, byte) => [character, byte]));
  const bytes = Array.from(text, (character) => byteOf.get(character) ?? -1);
  return bytes.includes(-1) ? undefined : Buffer.from(bytes);
}

/** UTF-16 without a mark: every other byte of mostly Latin text is zero. */
function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes.length < 4 || bytes.length % 2 !== 0) return undefined;
  const sample = bytes.subarray(0, SNIFFED_BYTES);
  let even = 0;
  let odd = 0;
  for (let index = 0; index < sample.length; index += 2) {
    if (sample[index] === 0) even++;
    if (sample[index + 1] === 0) odd++;
  }
  if (even === 0 && odd > sample.length * 0.4) return "utf-16le";
  if (odd === 0 && even > sample.length * 0.4) return "utf-16be";
  return undefined;
}

/** A zero byte, or many control characters. */
function isBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SNIFFED_BYTES);
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (byte < 0x20 && !(byte >= 0x07 && byte <= 0x0d) && byte !== 0x1b) controls++;
  }
  return controls > sample.length * 0.1;
}

function startsWith(bytes: Uint8Array, ...prefix: number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}
