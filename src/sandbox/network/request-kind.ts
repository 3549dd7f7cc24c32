import type { HostRule } from "./rules.ts";

const readingMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

export interface AskedRequest {
  method: string;
  /** With its query. */
  path: string;
  contentType: string | undefined;
  upgrade: boolean;
  /** A header tells the server to take it for another method. */
  disguised: boolean;
}

/** Whether a request only reads, as far as its head tells: git fetches by POST, and lists what it may push by GET. */
export function isReading(request: AskedRequest, allowing: readonly HostRule[]): boolean {
  const { method, contentType } = request;
  const [path = "", query = ""] = request.path.split("?", 2);
  if (request.upgrade || request.disguised) return false;
  if (readingMethods.has(method)) return !(path.endsWith("/info/refs") && /(^|&)service=git-receive-pack(&|$)/.test(decode(query)));
  if (method !== "POST") return false;
  const fetches = path.endsWith("/git-upload-pack") && contentType === "application/x-git-upload-pack-request";
  return fetches || allowing.some(({ posts }) => posts.some((post) => post.test(path)));
}

function decode(query: string): string {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}
