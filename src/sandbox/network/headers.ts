/** Headers as they came, in order, and which of them a proxy may pass on. */
import type { Header } from "./secrets.ts";
import { malformed } from "./refusal.ts";

const maxHeaders = 200;

/** They are between two neighbours, and the proxy is one. */
const ofOneHop: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-authentication-info",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

export function toHeaders(raw: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  return headers;
}

export function valuesOf(headers: readonly Header[], name: string): string[] {
  return headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
}

/** Without what belongs to one hop, by its nature or because `Connection` says so. */
export function passedOn(headers: readonly Header[]): Header[] {
  const named = new Set(valuesOf(headers, "connection").flatMap((value) => value.split(",").map((name) => name.trim().toLowerCase())));
  // A sender that has the length taken away would send one request and have it read as two.
  for (const kept of ["host", "content-length", "authorization", "content-type"]) named.delete(kept);
  return headers.filter(([name]) => !ofOneHop.has(name.toLowerCase()) && !named.has(name.toLowerCase()));
}

/** Throws a refusal for a head that two servers could read in two ways. */
export function checkHeaders(headers: readonly Header[]): void {
  if (headers.length > maxHeaders) throw malformed(`it has more than ${maxHeaders} headers`);
  if (headers.some(([name, value]) => !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[\r\n\0]/.test(value)))
    throw malformed("a header is broken over lines or has a name that is none");
  if (valuesOf(headers, "host").length !== 1) throw malformed("it has not exactly one Host");
  const lengths = valuesOf(headers, "content-length");
  const encodings = valuesOf(headers, "transfer-encoding");
  if (lengths.length + encodings.length > 1) throw malformed("it says in two ways how long it is");
  if (lengths.some((length) => !/^\d{1,15}$/.test(length))) throw malformed("its Content-Length is no number");
  if (encodings.some((encoding) => encoding.toLowerCase() !== "chunked")) throw malformed("its Transfer-Encoding is not chunked");
}
