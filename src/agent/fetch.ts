import { lookup } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { FettleError } from "../contract/error.ts";
import type { ToolContext } from "../contract/tool.ts";
import { isInternal } from "../lib/address.ts";
import { canonicalHost } from "../lib/host.ts";
import { Refusal } from "../tools/support/refusal.ts";

const maxRedirects = 5;

type Fetched = Awaited<ReturnType<ToolContext["fetch"]>>;

/**
 * GET for the fetch tool. A redirect is followed only to a host that `allows` accepts; a name is resolved once and the checked address is
 * the one that is dialled. Internal addresses are reached only when the host is an address, or `localhost`, and listed itself.
 */
export function createFetch({ allows }: Pick<Following, "allows">): ToolContext["fetch"] {
  return async (url, options) => {
    try {
      return await follow(new URL(url), { allows, ...options });
    } catch (error) {
      if (error instanceof FettleError) throw error;
      // Names, connections, protocols, redirects: whatever is wrong there, the model can go on without it.
      throw new Refusal(`${url} could not be fetched: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  };
}

interface Following {
  allows(host: string): boolean;
  maxBytes: number;
  timeoutMs: number;
  signal: AbortSignal;
}

async function follow(first: URL, { allows, maxBytes, timeoutMs, signal }: Following): Promise<Fetched> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  let target = first;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    if (!allows(target.hostname)) throw denied(target, `the host ${target.hostname} is not in network.allow`);
    const response = await get(target, inTime);
    const { location } = response.headers;
    if (location === undefined || (response.statusCode ?? 0) < 300 || (response.statusCode ?? 0) >= 400)
      return await read(response, target, maxBytes);
    response.destroy();
    target = new URL(location, target);
  }
  throw new Refusal(`it redirects more than ${maxRedirects} times`);
}

async function get(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  // Not `import()`: it reads every export, one of which loads all of undici.
  const { request } = process.getBuiltinModule(url.protocol === "https:" ? "node:https" : "node:http");
  const address = await addressOf(url);
  return await new Promise((resolve, reject) => {
    request(url, {
      headers: { "user-agent": "fettle", accept: "text/html,application/json,text/*;q=0.9,*/*;q=0.5" },
      signal,
      lookup: (_host, options, callback) => (options.all ? callback(null, [address]) : callback(null, address.address, address.family)),
    })
      .on("response", resolve)
      .on("error", reject)
      .end();
  });
}

async function addressOf(url: URL): Promise<{ address: string; family: number }> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const literal = isIP(host);
  if (literal !== 0) return { address: host, family: literal };
  const found = await lookup(host);
  if (host !== "localhost" && isInternal(canonicalHost(found.address) ?? ""))
    throw denied(url, `${host} is the internal address ${found.address}`);
  return found;
}

async function read(response: IncomingMessage, url: URL, maxBytes: number): Promise<Fetched> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) break;
  }
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers["content-type"] ?? "",
    url: url.href,
    body: Buffer.concat(chunks).subarray(0, maxBytes),
    truncated: bytes > maxBytes,
  };
}

function denied(url: URL, why: string): FettleError {
  return new FettleError("policy.denied", `${url.href} is not fetched: ${why}`, {
    hint: "Name the host with --allow-host if it may be reached.",
  });
}
