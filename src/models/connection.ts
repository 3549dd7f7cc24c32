/** Kept-alive connections to one server. `node:http` or `node:https` is loaded when the first one is opened. */
import type { ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { ModelFault } from "../contract/model-fault.ts";
import type { Environment, HttpRequest } from "../contract/provider.ts";
import { isLoopback } from "./loopback.ts";

export interface Deadlines {
  /** Until the connection stands. */
  connectMs: number;
  /** From then until the response begins. */
  firstByteMs: number;
}

export interface Connection {
  /**
   * Sends a request, calls `onSent` when all of it is with the system, and resolves with the response as soon as its headers are there. Redirects are answers like any other: they are not followed.
   * Rejects with `model.unreachable` or `model.silent` when a deadline passes, with the reason of `signal`, or with what Node throws.
   */
  send(request: HttpRequest, options: { deadlines: Deadlines; signal?: AbortSignal; onSent?(): void }): Promise<IncomingMessage>;
  /** Opens the TCP and TLS connection that the first request will use. Never throws; the first request reports a failure. */
  preconnect(): void;
  /** Ends idle connections. */
  close(): void;
}

/** The variables for proxies (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) are obeyed as Node's agent does it, but never for this machine itself. */
export function openConnection({ baseUrl, env }: { baseUrl: string; env: Environment }): Connection {
  const proxyEnv = isLoopback(baseUrl) ? undefined : proxyVariables(env);
  let pool: Pool | undefined;
  const opened = () => (pool ??= openPool(new URL(baseUrl), proxyEnv));

  return {
    async send(request, options) {
      return await respond(opened().open, request, options);
    },
    preconnect() {
      // Through a proxy there is nothing to prepare: the tunnel belongs to the request.
      if (proxyEnv === undefined) opened().warm();
    },
    close() {
      pool?.close();
    },
  };
}

interface Pool {
  open(request: HttpRequest): ClientRequest;
  warm(): void;
  close(): void;
}

function openPool({ protocol, hostname, port }: URL, proxyEnv: Environment | undefined): Pool {
  const secure = protocol === "https:";
  // An import would read every export, and the one of WebSocket loads all of fetch: 30 ms.
  const { Agent, request: open } = process.getBuiltinModule(secure ? "node:https" : "node:http");
  const agent = new Agent({ keepAlive: true, ...(proxyEnv !== undefined && { proxyEnv }) });
  const connect = agent.createConnection.bind(agent);
  let waiting: Socket | undefined;

  agent.createConnection = (options, onCreated) => {
    const socket = waiting;
    if (socket === undefined) return connect(options, onCreated);
    waiting = undefined;
    return socket.ref();
  };

  return {
    open: ({ method, url, headers }) => open(url, { method, headers, agent }),
    warm() {
      const host = hostname.replace(/^\[|\]$/g, "");
      const socket = connect({ host, port: port || (secure ? 443 : 80), ...(secure && isName(host) && { servername: host }) }) as Socket;
      const forget = () => {
        if (waiting === socket) waiting = undefined;
      };
      waiting = socket.unref().on("error", forget).on("close", forget);
    },
    close() {
      waiting?.destroy();
      agent.destroy();
    },
  };
}

/** TLS names a server by its DNS name only. */
function isName(host: string): boolean {
  return !host.includes(":") && !/^[\d.]+$/.test(host);
}

const proxyNames = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"];

function proxyVariables(env: Environment): Environment | undefined {
  const set = proxyNames.filter((name) => (env[name] ?? "") !== "");
  return set.some((name) => !/^no_/i.test(name)) ? Object.fromEntries(set.map((name) => [name, env[name]])) : undefined;
}

type Sending = Parameters<Connection["send"]>[1];

async function respond(open: Pool["open"], request: HttpRequest, sending: Sending): Promise<IncomingMessage> {
  const { deadlines, signal } = sending;
  signal?.throwIfAborted();
  const outgoing = open(request);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // While the tunnel through a proxy is not open yet, a request that is destroyed does not say so.
  const stop = (reason: unknown) => {
    reject(reason);
    outgoing.destroy();
  };
  const cancel = () => stop(signal?.reason);
  signal?.addEventListener("abort", cancel);
  // The response may be cancelled, too: both stay until all is over.
  outgoing.on("error", reject).once("close", () => signal?.removeEventListener("abort", cancel));
  outgoing.once("response", resolve);
  if (sending.onSent !== undefined) outgoing.once("finish", sending.onSent);
  const stopWatching = watch(outgoing, stop, { host: new URL(request.url).host, ...deadlines });
  write(outgoing, request.body);
  try {
    return await promise;
  } catch (error) {
    // The server had closed the idle connection before it saw this request; Node's documentation asks to send it again.
    if (outgoing.reusedSocket && isReset(error) && !signal?.aborted) return await respond(open, request, sending);
    throw error;
  } finally {
    stopWatching();
  }
}

function write(outgoing: ClientRequest, body: readonly Uint8Array[]): void {
  outgoing.cork();
  for (const chunk of body) outgoing.write(chunk);
  outgoing.uncork();
  outgoing.end();
}

/** Stops the request when a deadline passes before the response begins. */
function watch(
  outgoing: ClientRequest,
  stop: (reason: ModelFault) => void,
  { host, connectMs, firstByteMs }: Deadlines & { host: string },
): () => void {
  const expire = (code: ModelFault["code"], message: string) => () => stop(new ModelFault({ code, message, retryable: true }));
  let timer = setTimeout(expire("model.unreachable", `No connection to ${host} after ${connectMs / 1000} s`), connectMs);
  const connected = () => {
    clearTimeout(timer);
    timer = setTimeout(expire("model.silent", `${host} sent nothing for ${firstByteMs / 1000} s`), firstByteMs);
  };
  outgoing.once("socket", (socket) => {
    if (socket.connecting) socket.once("connect", connected);
    else connected();
  });
  return () => clearTimeout(timer);
}

function isReset(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ECONNRESET" || code === "EPIPE";
}
