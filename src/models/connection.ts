/** Kept-alive connections to one server. `node:http` or `node:https` is loaded when the first one is opened. */
import type { ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { ModelFault } from "../contract/model-fault.ts";
import type { Environment, HttpRequest } from "../contract/provider.ts";
import { isLoopback } from "./loopback.ts";

export interface Deadlines {
  /** Until the connection stands. */
  connectMs: number;
  /** From then until the first byte of the response. */
  firstByteMs: number;
}

export interface Connection {
  /**
   * Sends a request and resolves with the response as soon as its headers are there. Redirects are answers like any other: they are not followed.
   * Rejects with `model.unreachable` or `model.silent` when a deadline passes, with the reason of `signal`, or with what Node throws.
   */
  send(request: HttpRequest, options: { deadlines: Deadlines; signal?: AbortSignal }): Promise<IncomingMessage>;
  /** Opens the TCP and TLS connection that the first request will use. Never throws; the first request reports a failure. */
  preconnect(): void;
  /** Ends idle connections. */
  close(): void;
}

/** `proxyUrl` variables (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) are obeyed as Node's agent does, but never for this machine itself. */
export function openConnection({ baseUrl, env }: { baseUrl: string; env: Environment }): Connection {
  const proxyEnv = isLoopback(baseUrl) ? undefined : proxyVariables(env);
  let pool: Promise<Pool> | undefined;
  const opened = () => (pool ??= openPool(new URL(baseUrl), proxyEnv));

  return {
    async send(request, options) {
      const { open } = await opened();
      return await respond(open, request, options);
    },
    preconnect() {
      // Through a proxy there is nothing to prepare: the tunnel belongs to the request.
      if (proxyEnv === undefined) void opened().then(({ warm }) => warm());
    },
    close() {
      void pool?.then(({ close }) => close());
    },
  };
}

interface Pool {
  open(request: HttpRequest, signal: AbortSignal | undefined): ClientRequest;
  warm(): void;
  close(): void;
}

async function openPool({ protocol, hostname, port }: URL, proxyEnv: Environment | undefined): Promise<Pool> {
  const secure = protocol === "https:";
  const { Agent, request: open } = secure ? await import("node:https") : await import("node:http");
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
    open: ({ method, url, headers }, signal) => open(url, { method, headers, agent, ...(signal !== undefined && { signal }) }),
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

async function respond(open: Pool["open"], request: HttpRequest, { deadlines, signal }: Sending): Promise<IncomingMessage> {
  signal?.throwIfAborted();
  const outgoing = open(request, signal);
  const stopWatching = watch(outgoing, request.url, deadlines);
  try {
    return await new Promise((resolve, reject) => {
      // The listener for errors stays: cancelling in the middle of the response reports there, too.
      outgoing.once("response", resolve).on("error", reject);
      outgoing.cork();
      for (const chunk of request.body) outgoing.write(chunk);
      outgoing.uncork();
      outgoing.end();
    });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    // The server had closed the idle connection before it saw this request; Node's documentation asks to send it again.
    if (outgoing.reusedSocket && isReset(error)) return await respond(open, request, { deadlines, ...(signal !== undefined && { signal }) });
    throw error;
  } finally {
    stopWatching();
  }
}

/** Destroys the request when a deadline passes. */
function watch(outgoing: ClientRequest, url: string, { connectMs, firstByteMs }: Deadlines): () => void {
  const { host } = new URL(url);
  let timer = setTimeout(() => {
    outgoing.destroy(new ModelFault({ code: "model.unreachable", message: `No connection to ${host} after ${connectMs / 1000} s`, retryable: true }));
  }, connectMs);
  const connected = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      outgoing.destroy(new ModelFault({ code: "model.silent", message: `${host} sent nothing for ${firstByteMs / 1000} s`, retryable: true }));
    }, firstByteMs);
  };
  outgoing.once("socket", (socket) => {
    if (socket.connecting) socket.once("connect", connected);
    else connected();
  });
  // Whatever still arrives after the response has begun is the reader's matter.
  return () => clearTimeout(timer);
}

export function isReset(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ECONNRESET" || code === "EPIPE";
}
