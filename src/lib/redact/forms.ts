/** One way in which a text may be written. */
export interface Form {
  text: string;
  /** Programs break it into lines. */
  breaks: boolean;
}

/**
 * Every form in which a text may show up: as it is, escaped for JSON and for addresses, in hexadecimal, and in base64 at any of
 * its three offsets, so that it is found in the middle of a longer encoded text, too.
 */
export function formsOf(value: string): Form[] {
  const bytes = Buffer.from(value);
  const escaped = encodeURIComponent(value);
  const plain = new Set([value, JSON.stringify(value).slice(1, -1), escaped, escaped.replaceAll("%20", "+"), encodeURI(value)]);
  const hex = bytes.toString("hex");
  const encoded = new Set([hex, hex.toUpperCase(), ...base64Forms(bytes)].filter((form) => form.length >= MIN_ENCODED_CHARS));
  return [...[...plain].map((text) => ({ text, breaks: false })), ...[...encoded].map((text) => ({ text, breaks: true }))];
}

/** Shorter pieces of base64 stand in other texts by chance. */
const MIN_ENCODED_CHARS = 10;

/** The characters that come from `bytes` alone, whatever stands before and after them; of both alphabets of RFC 4648. */
function base64Forms(bytes: Buffer): string[] {
  const forms = [0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replaceAll("=", "");
    const first = offset === 0 ? 0 : offset + 1;
    const last = (bytes.length + offset) % 3 === 0 ? whole.length : whole.length - 1;
    return whole.slice(first, last);
  });
  return forms.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}
