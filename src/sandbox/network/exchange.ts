/** One request of the box: judged, sent on, answered, told. */
import { type Agent, type IncomingMessage, request as open, type ServerResponse } from "node:http";
import { PassThrough, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { NetworkContext } from "./context.ts";
import { locate, type Place } from "./dial.ts";
import { checkHeaders, passedOn, toHeaders, valuesOf } from "./headers.ts";
import { mask, maskText } from "./mask.ts";
import type { ConnectionRecord } from "./record.ts";
import { malformed, NetworkRefusal, toRefusal } from "./refusal.ts";
import { isReading } from "./request-kind.ts";
import type { Header } from "./secrets.ts";
import { formatTarget, isSameTarget, parseAuthority, type Target } from "./target.ts";
import { openUpstream } from "./upstream.ts";

/** What a connection of the box is bound to: the target of its tunnel, or nothing, where each request names its own. */
export interface Binding {
  target: Target;
  secure: boolean;
  place: Place;
}

/** The upstream connections of one connection of the box, by target. */
export interface Upstreams {
  get(key: string, make: () => Promise<{ place: Place; agent: Agent }>): Promise<{ place: Place; agent: Agent }>;
}

/** A request that may be sent as it stands here. */
export interface Admitted {
  target: Target;
  secure: boolean;
  path: string;
  headers: Header[];
  /** Real values that were put in. */
  injected: readonly string[];
  rule: string;
}

const answerMs = 300_000;

/** Never rejects. */
export async function exchange(
  message: IncomingMessage,
  response: ServerResponse,
  { binding, upstreams, context }: { binding: Binding | undefined; upstreams: Upstreams; context: NetworkContext },
): Promise<void> {
  const began = performance.now();
  const counts = { bytesUp: 0, bytesDown: 0 };
  let target = binding?.target ?? { host: "", port: 0 };
  let address: string | undefined;
  let outcome: Pick<ConnectionRecord, "decision" | "rule" | "reason"> = { decision: "deny", rule: "unreachable", reason: undefined };
  const gone = new AbortController();
  response.on("close", () => response.writableFinished || gone.abort(new Error("the box has closed the connection")));
  try {
    const asked = readTarget(message, binding);
    target = asked.target;
    const admitted = await admit(message, asked, { context, signal: gone.signal });
    outcome = { decision: "allow", rule: admitted.rule, reason: undefined };
    const { place, agent } = await upstreams.get(`${String(asked.secure)} ${formatTarget(target)}`, async () => {
      const place = binding?.place ?? (await locate(target, context));
      return { place, agent: openUpstream(place, asked.secure ? context.upstreamTrust() : undefined) };
    });
    if ("addresses" in place) address = place.addresses[0];
    const onAddress = (dialled: string) => (address = "addresses" in place ? dialled : undefined);
    await relay(message, response, { admitted, agent, counts, context, signal: gone.signal, onAddress });
  } catch (error) {
    const refusal = toRefusal(error, target);
    // What was allowed stays so when the server is not there.
    if (outcome.decision === "deny" || refusal.rule !== "unreachable")
      outcome = { decision: "deny", rule: refusal.rule, reason: refusal.message };
    refuse(message, response, refusal);
  } finally {
    const { host, port } = target;
    const method = message.method ?? "";
    context.records.add({ host, port, address, method, ...outcome, ...counts, ms: performance.now() - began });
  }
}

interface Asked {
  target: Target;
  secure: boolean;
  /** With its query. */
  path: string;
}

/** Throws a refusal where it is not clear beyond doubt whom the request is for. */
export function readTarget(message: IncomingMessage, binding: Binding | undefined): Asked {
  const headers = toHeaders(message.rawHeaders);
  checkHeaders(headers);
  const url = message.url ?? "";
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\u0000-\u0020\u007f#]/.test(url)) throw malformed("its address has characters that no address has");
  const [, scheme, authority, rest = ""] = /^(https?):\/\/([^/?]*)(.*)$/i.exec(url) ?? [];
  const secure = binding?.secure ?? scheme?.toLowerCase() === "https";
  const implied = secure ? 443 : 80;
  const named = authority === undefined ? undefined : parseAuthority(authority, implied);
  if (authority !== undefined && named === undefined) throw malformed("its address names no host, or a user before it");
  const target = binding?.target ?? named;
  if (target === undefined) throw malformed("a proxy is asked for whole addresses, http://host/path");
  const host = parseAuthority(valuesOf(headers, "host")[0] ?? "", implied);
  if (host === undefined) throw malformed("its Host is no host");
  if ([named ?? target, host].some((other) => !isSameTarget(other, target)))
    throw new NetworkRefusal("host-mismatch", `The request is refused: it goes to ${target.host} and names another host.`, 421);
  const path = authority === undefined ? url : rest;
  if (message.method === "OPTIONS" && path === "*") return { target, secure, path };
  return { target, secure, path: path.startsWith("/") ? path : `/${path}` };
}

/** Throws a refusal when the lists, an answer or a secret forbid it. */
export async function admit(
  message: IncomingMessage,
  { target, secure, path }: Asked,
  { context, signal, upgrade = false }: { context: NetworkContext; signal: AbortSignal; upgrade?: boolean },
): Promise<Admitted> {
  const { rules, secrets, judge } = context;
  const method = message.method ?? "";
  const entry = await context.reach(target, signal);
  // They would answer with the request as it came, secrets included.
  if (method === "TRACE" || method === "TRACK" || method === "CONNECT")
    throw new NetworkRefusal("method", `${method} is not passed on.`, 405);
  const all = toHeaders(message.rawHeaders);
  const disguised = all.some(([name]) => /^x-(http-)?method(-override)?$/i.test(name));
  const contentType = valuesOf(all, "content-type")[0]?.toLowerCase();
  const reads = isReading({ method, path, contentType, upgrade, disguised }, rules.allowing(target));
  let rule = entry;
  if (!reads) rule = rules.writing(target) ?? (await askToWrite({ ...target, method, path }, judge, signal));
  const changed = secrets.inject({ path, headers: passedOn(all) }, target);
  const others = changed.headers.filter(([name]) => !/^(host|expect)$/i.test(name));
  const uncoded = others.filter(([name]) => changed.injected.length === 0 || !/^accept-encoding$/i.test(name));
  const headers: Header[] = [
    ["Host", formatTarget(target, secure ? 443 : 80)],
    ...uncoded,
    // An answer that is not compressed can be searched for what was put in.
    ...(changed.injected.length > 0 ? ([["Accept-Encoding", "identity"]] as const) : []),
    ...lengthOf(method, all),
  ];
  return { target, secure, path: changed.path, headers, injected: changed.injected, rule };
}

/** What says how long the body is; a method that has one gets to know when it is empty. */
function lengthOf(method: string, headers: readonly Header[]): Header[] {
  if (valuesOf(headers, "transfer-encoding").length > 0) return [["Transfer-Encoding", "chunked"]];
  if (valuesOf(headers, "content-length").length > 0 || /^(GET|HEAD|OPTIONS|DELETE)$/.test(method)) return [];
  return [["Content-Length", "0"]];
}

async function askToWrite(request: Target & { method: string; path: string }, judge: NetworkContext["judge"], signal: AbortSignal) {
  const { host, port, method } = request;
  const path = (request.path.split("?")[0] ?? "").slice(0, 200);
  if ((await judge?.({ host, port, method, path }, signal)) === "allow") return "answer";
  throw new NetworkRefusal(
    "network.write",
    `${method} ${path} would write to ${host}, and nobody has allowed it. Reading is allowed; a person can add "${host}" to network.write.`,
  );
}

interface Relay {
  admitted: Admitted;
  agent: Agent;
  counts: { bytesUp: number; bytesDown: number };
  context: NetworkContext;
  signal: AbortSignal;
  onAddress(address: string): void;
}

async function relay(message: IncomingMessage, response: ServerResponse, options: Relay): Promise<void> {
  const { admitted, counts } = options;
  const { injected } = admitted;
  const answer = await send(message, options);
  response.sendDate = false;
  // Nothing may lead the box to a protocol that the proxy does not speak.
  const back = passedOn(toHeaders(answer.rawHeaders)).filter(([name]) => !/^alt-svc$/i.test(name));
  const shown = injected.length === 0 ? back : back.map(([name, value]): Header => [name, maskText(value, injected)]);
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, shown.flat());
  const count = new PassThrough().on("data", (chunk: Buffer) => (counts.bytesDown += chunk.length));
  await (injected.length > 0 ? pipeline(answer, mask(injected), count, response) : pipeline(answer, count, response));
  // A server may answer before it has read everything.
  message.unpipe().resume();
}

/** The server's answer as soon as its head is there. */
async function send(message: IncomingMessage, options: Relay): Promise<IncomingMessage> {
  const { admitted, agent, counts, context, signal, onAddress } = options;
  const { target, path, headers } = admitted;
  const { method } = message;
  const { host, port } = target;
  const outgoing = open({ agent, host, port, method, path, headers: headers.flat(), setHost: false, signal });
  const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  outgoing.on("response", resolve).on("error", reject);
  outgoing.on("socket", ({ remoteAddress }) => remoteAddress !== undefined && onAddress(remoteAddress));
  outgoing.setTimeout(answerMs, () => outgoing.destroy(new Error(`it sent nothing for ${answerMs / 1000} s`)));
  const watch = context.secrets.watch(target);
  const up = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        watch?.(chunk);
        counts.bytesUp += chunk.length;
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  up.on("error", (error) => {
    message.unpipe(up);
    reject(error);
    outgoing.destroy();
  });
  message.pipe(up).pipe(outgoing);
  try {
    return await answered;
  } catch (error) {
    message.unpipe(up);
    // The server had closed the idle connection before it saw this request.
    if (outgoing.reusedSocket && counts.bytesUp === 0 && isReset(error) && !signal.aborted) return await send(message, options);
    throw error;
  }
}

function isReset(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ECONNRESET" || code === "EPIPE";
}

function refuse(message: IncomingMessage, response: ServerResponse, { status, message: sentence }: NetworkRefusal): void {
  if (response.headersSent || response.destroyed) {
    // Cut off, so that nobody takes half an answer for a whole one.
    response.destroy();
    return;
  }
  const body = Buffer.from(`${sentence}\n`);
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "content-length": body.length, connection: "close" });
  response.end(message.method === "HEAD" ? undefined : body);
  // What is left of the body is read and dropped, so that the sender gets to the answer.
  message.resume();
}
