/** The proxy: takes connections of the box, finds out what they speak, and sees to it that nothing gets past the lists. */
import { createServer, type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { canonicalHost } from "../../lib/host.ts";
import type { NetworkContext } from "./context.ts";
import { dial, locate, type Place } from "./dial.ts";
import { type Binding, exchange, type Upstreams } from "./exchange.ts";
import { malformed, NetworkRefusal, toRefusal } from "./refusal.ts";
import { parseAuthority, type Target } from "./target.ts";
import { splice } from "./splice.ts";
import { upgrade } from "./upgrade.ts";

export interface Proxy {
  /** Takes a connection of the box; with a target it is one to that target, else one that speaks HTTP to a proxy. */
  serve(socket: Socket, target?: Target): void;
  /** Ends every connection. */
  close(): void;
}

/** What may be reached, and what allows it. */
interface Admitted {
  place: Place;
  entry: string;
}

const idleMs = 300_000;
const firstByteMs = 15_000;
/** Of what a program sends before it is known whether it may. */
const maxWaitingChunks = 16;
const maxHeadBytes = 64 * 1024;
/** With those that they lead to. */
const maxConnections = 1000;

/** `headMs` is how long the head of a request, or a handshake, may take. */
export function createProxy(context: NetworkContext, { headMs = 30_000 }: { headMs?: number } = {}): Proxy {
  const sockets = new Set<Duplex>();
  const bindings = new WeakMap<Duplex, Binding>();
  const upstreams = new WeakMap<Duplex, Upstreams>();
  const http = createHttp();

  /** Each connection of the box has upstream connections of its own: no two commands share one. */
  function upstreamsOf(socket: Duplex): Upstreams {
    let found = upstreams.get(socket);
    if (found === undefined) upstreams.set(socket, (found = openUpstreams(socket)));
    return found;
  }

  function createHttp(): Server {
    const server = createServer({
      maxHeaderSize: maxHeadBytes,
      headersTimeout: headMs,
      connectionsCheckingInterval: Math.min(headMs, 5000),
      requestTimeout: 0,
      keepAliveTimeout: idleMs,
      insecureHTTPParser: false,
    });
    // All of them or none: a header that is not looked at could be one that matters.
    server.maxHeadersCount = 0;
    // It gets its connections from others; but a server that does not listen does not look for slow heads either.
    server.emit("listening");
    server.on("request", (message, response) => {
      const { socket } = message;
      void exchange(message, response, { binding: bindings.get(socket), upstreams: upstreamsOf(socket), context });
    });
    server.on("connect", (message, socket, head) => void connectThrough(message, socket, head));
    server.on("upgrade", (message, socket, head) => void upgrade(message, { socket, head, binding: bindings.get(socket), context }));
    server.on("clientError", (error, socket) => {
      const refusal = refusalFor(error);
      if (refusal === undefined) {
        socket.destroy();
        return;
      }
      tell(bindings.get(socket)?.target ?? { host: "", port: 0 }, "", refusal);
      answer(socket, refusal);
    });
    return server;
  }

  function serve(socket: Socket, target?: Target): void {
    if (sockets.size >= maxConnections) {
      tell(target ?? { host: "", port: 0 }, "", tooMany);
      socket.destroy();
      return;
    }
    hold(socket);
    // Small writes that wait for one another's acknowledgement make a handshake take 40 ms.
    socket.setNoDelay(true).setTimeout(idleMs, () => socket.destroy());
    if (target !== undefined) void tunnel(socket, target, { method: "LOCAL" });
    else http.emit("connection", socket);
  }

  function hold(socket: Duplex): void {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  }

  async function connectThrough(message: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    hold(socket);
    const target = parseAuthority(message.url ?? "");
    try {
      if (bindings.has(socket)) throw malformed("a tunnel leads through no other");
      if (target === undefined) throw malformed("CONNECT is for host:port");
      const entry = await reachFor(socket, (gone) => context.reach(target, gone));
      const place = await locate(target, context);
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      if (head.length > 0) socket.unshift(head);
      await tunnel(socket as Socket, target, { method: "CONNECT", admitted: { place, entry } });
    } catch (error) {
      const asked = target ?? { host: (message.url ?? "").slice(0, 253), port: 0 };
      tell(asked, "CONNECT", toRefusal(error, asked));
      answer(socket, toRefusal(error, asked));
    }
  }

  /** A connection that the box takes for one to the target itself. */
  async function tunnel(socket: Socket, target: Target, { method, admitted }: { method: string; admitted?: Admitted }): Promise<void> {
    const began = performance.now();
    try {
      const entry = admitted?.entry ?? (await reachFor(socket, (gone) => context.reach(target, gone)));
      const place = admitted?.place ?? (await locate(target, context));
      if (context.rules.isTunnel(target)) await passOn(socket, place, { method, entry });
      else inspect(socket, place, method);
    } catch (error) {
      tell(target, method, toRefusal(error, target), performance.now() - began);
      socket.destroy();
    }
  }

  async function passOn(socket: Socket, place: Place, { method, entry }: { method: string; entry: string }): Promise<void> {
    const began = performance.now();
    const { target } = place;
    const upstream = await dial(place);
    hold(upstream);
    const address = "addresses" in place ? upstream.remoteAddress : undefined;
    const { bytesUp, bytesDown, refusal } = await splice(socket, upstream, context.secrets.watch(target));
    const rule = refusal?.rule ?? `${entry} (tunnel)`;
    const facts = { method, decision: refusal === undefined ? "allow" : "deny", rule, reason: refusal?.message } as const;
    context.records.add({ ...target, address, ...facts, bytesUp, bytesDown, ms: performance.now() - began });
  }

  /** What begins as TLS is decrypted, what begins as HTTP is read; nothing else gets through. */
  function inspect(socket: Socket, place: Place, method: string): void {
    const { target } = place;
    const waiting = setTimeout(() => unreadable(), firstByteMs).unref();
    const unreadable = () => {
      tell(target, method, notUnderstood(target));
      socket.destroy();
    };
    socket.once("close", () => clearTimeout(waiting));
    onFirstBytes(socket, (first) => {
      clearTimeout(waiting);
      if (first[0] === 22) decrypt(socket, place);
      else if (/^[A-Z]+$/.test(first.subarray(0, 3).toString("latin1"))) bind(socket, { target, place, secure: false });
      else unreadable();
    });
  }

  function decrypt(socket: Socket, place: Place): void {
    const { target } = place;
    const secure = new TLSSocket(socket, {
      isServer: true,
      secureContext: context.authority.contextFor(target.host),
      ALPNProtocols: ["http/1.1"],
    });
    hold(secure);
    // From here on it is the inner one that is idle or not.
    socket.setTimeout(0);
    const failed = (error: Error) => {
      // The box may well close a connection that it no longer needs.
      if (/alert/.test(error.message)) tell(target, "CONNECT", notTrusted(target));
      socket.destroy();
    };
    secure.on("error", failed).setTimeout(idleMs, () => socket.destroy());
    const late = setTimeout(() => socket.destroy(), headMs).unref();
    secure.once("close", () => clearTimeout(late));
    secure.once("secure", () => {
      clearTimeout(late);
      const { servername } = secure as TLSSocket & { servername?: string | false };
      if (typeof servername !== "string" || servername === "" || canonicalHost(servername) === target.host)
        return bind(secure, { target, place, secure: true });
      tell(target, "CONNECT", new NetworkRefusal("host-mismatch", `TLS names ${servername} in a connection to ${target.host}.`));
      secure.destroy();
    });
  }

  function bind(socket: Socket, binding: Binding): void {
    bindings.set(socket, binding);
    http.emit("connection", socket);
  }

  function tell({ host, port }: Target, method: string, { rule, message }: NetworkRefusal, ms = 0): void {
    const facts = { address: undefined, method, decision: "deny", rule, reason: message } as const;
    context.records.add({ host, port, ...facts, bytesUp: 0, bytesDown: 0, ms });
  }

  return {
    serve,
    close() {
      http.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A socket that nobody reads does not notice that the other side has gone: what comes meanwhile is taken, and put back. */
async function reachFor(socket: Duplex, ask: (gone: AbortSignal) => Promise<string>): Promise<string> {
  const gone = new AbortController();
  const chunks: Buffer[] = [];
  const take = (chunk: Buffer) => {
    if (chunks.push(chunk) > maxWaitingChunks) socket.pause();
  };
  socket.on("data", take).once("close", () => gone.abort(new Error("the box has closed the connection")));
  try {
    return await ask(gone.signal);
  } finally {
    socket.off("data", take).pause();
    if (chunks.length > 0) socket.unshift(Buffer.concat(chunks));
  }
}

/** Calls back with the first bytes, which are still to be read. */
function onFirstBytes(socket: Socket, found: (first: Buffer) => void): void {
  socket.once("data", (chunk: Buffer) => {
    socket.pause();
    socket.unshift(chunk);
    found(chunk);
    process.nextTick(() => socket.resume());
  });
  socket.resume();
}

function openUpstreams(socket: Duplex): Upstreams {
  const made = new Map<string, ReturnType<Upstreams["get"]>>();
  socket.once("close", () => {
    for (const upstream of made.values())
      upstream.then(
        ({ agent }) => agent.destroy(),
        () => {},
      );
  });
  return {
    get(key, make) {
      const known = made.get(key);
      if (known !== undefined) return known;
      const fresh = make();
      made.set(key, fresh);
      // The next request may try again.
      fresh.catch(() => made.delete(key));
      return fresh;
    },
  };
}

function answer(socket: Duplex, { status, message }: NetworkRefusal): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  // Programs show the first line at most: it says why.
  const reason = `${STATUS_CODES[status] ?? "Refused"}: ${message}`.replace(/[^\x20-\x7e]/g, "?").slice(0, 400);
  const body = `${message}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
  socket.resume();
}

function notUnderstood({ host, port }: Target): NetworkRefusal {
  return new NetworkRefusal(
    "protocol",
    `What is said to ${host} port ${port} is neither HTTP nor TLS; its host is to be in network.tunnel for that.`,
  );
}

function notTrusted({ host }: Target): NetworkRefusal {
  return new NetworkRefusal(
    "certificate",
    `The program does not trust the certificate that the box shows for ${host}; with ${host} in network.tunnel it sees the server's own.`,
  );
}

const tooMany = new NetworkRefusal("connections", `The box has ${maxConnections} connections, which is as many as it may have.`, 503);

/** Undefined when the connection just broke. */
function refusalFor(error: Error): NetworkRefusal | undefined {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return new NetworkRefusal("timeout", "The head of the request takes too long.", 408);
  return code.startsWith("HPE_") && code !== "HPE_INVALID_EOF_STATE" ? malformed("it is not HTTP as it should be") : undefined;
}
