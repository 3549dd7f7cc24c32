/**
 * AWS Signature Version 4, with the signature in headers
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
import { createHash, createHmac } from "node:crypto";
import type { HttpRequest } from "../../contract/provider.ts";

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface SigningScope {
  region: string;
  service: string;
  at: Date;
}

/** The headers to add to the request; all its own headers but `content-length` and `user-agent`, which proxies rewrite, are signed. */
export function signV4(request: HttpRequest, credentials: AwsCredentials, { region, service, at }: SigningScope): Record<string, string> {
  const { host, pathname, searchParams } = new URL(request.url);
  const time = at.toISOString().replace(/[-:]|\.\d+/g, "");
  const day = time.slice(0, 8);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const { "content-length": _, "user-agent": __, ...own } = request.headers;
  const added = { "x-amz-date": time, ...(credentials.sessionToken !== undefined && { "x-amz-security-token": credentials.sessionToken }) };
  const headers: Record<string, string> = { ...own, host, ...added };
  const signed = Object.keys(headers).sort();

  const canonical = [
    request.method,
    pathname.split("/").map(encode).join("/"),
    canonicalQuery(searchParams),
    ...signed.map((name) => `${name}:${headers[name]!.trim().replace(/ +/g, " ")}`),
    "",
    signed.join(";"),
    hashOf(request.body),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", time, scope, hashOf([Buffer.from(canonical)])].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<Buffer>(hmac, Buffer.from(`AWS4${credentials.secretAccessKey}`));
  const signature = hmac(key, toSign).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signed.join(";")}, Signature=${signature}`;
  return { ...added, authorization };
}

function canonicalQuery(parameters: URLSearchParams): string {
  return [...parameters]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
}

/** RFC 3986, stricter than `encodeURIComponent`. A path that is already encoded is encoded again, as all services but S3 want it. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function hashOf(chunks: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}
