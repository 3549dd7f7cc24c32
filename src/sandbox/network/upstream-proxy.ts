/** The proxy that the user's own machine needs to get out: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, in either case. */
import { connect, type Socket } from "node:net";
import { FettleError } from "../../contract/error.ts";
import type { Environment } from "../../contract/provider.ts";
import { formatTarget, type Target } from "./target.ts";

export interface UpstreamProxy {
  host: string;
  port: number;
  secure: boolean;
  /** Value of `Proxy-Authorization`. */
  authorization: string | undefined;
}

const maxHeadBytes = 16 * 1024;

/** The proxy for this target; undefined when it is reached directly. Throws `config.invalid` for a proxy that speaks anything but HTTP. */
export function upstreamFor(env: Environment, target: Target): UpstreamProxy | undefined {
  const read = (name: string) => env[name.toLowerCase()] || env[name] || undefined;
  const address = read(target.port === 80 ? "HTTP_PROXY" : "HTTPS_PROXY") ?? read("ALL_PROXY");
  if (address === undefined || isExempt(target, read("NO_PROXY") ?? "")) return undefined;
  const url = URL.parse(address.includes("://") ? address : `http://${address}`);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new FettleError("config.invalid", "The proxy of this machine is no HTTP proxy", {
      at: "HTTPS_PROXY",
      hint: "Write http://host:port; other kinds of proxy are not spoken.",
    });
  const secure = url.protocol === "https:";
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (secure ? 443 : 80),
    secure,
    authorization: credentials === ":" ? undefined : `Basic ${Buffer.from(credentials).toString("base64")}`,
  };
}

/** `example.com` and `.example.com` stand for the host and all below it, `host:port` for one port, `*` for everything. */
function isExempt({ host, port }: Target, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      const [, name = "", only] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (only !== undefined && Number(only) !== port) return false;
      return entry === "*" || host === name || host.endsWith(`.${name}`);
    });
}

/** A connection to the target through the proxy. Rejects with what the proxy said. */
export async function dialThrough(proxy: UpstreamProxy, target: Target, signal: AbortSignal): Promise<Socket> {
  const socket = await open(proxy, signal);
  const authority = formatTarget(target);
  const authorization = proxy.authorization === undefined ? "" : `Proxy-Authorization: ${proxy.authorization}\r\n`;
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${authorization}\r\n`);
  try {
    await readAnswer(socket, signal);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function open({ host, port, secure }: UpstreamProxy, signal: AbortSignal): Promise<Socket> {
  const socket = secure
    ? process.getBuiltinModule("node:tls").connect({ host, port, ...(!/^[\d.]+$|:/.test(host) && { servername: host }) })
    : connect({ host, port });
  await settle(socket, secure ? "secureConnect" : "connect", signal);
  return socket;
}

/** Resolves at `event`; rejects, and destroys the socket, when it fails before or the signal goes off. */
export function settle(socket: Socket, event: "connect" | "secureConnect", signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      stop();
      // What else goes wrong with it interests nobody.
      socket.on("error", () => {}).destroy();
      reject(error);
    };
    const abort = () => fail(signal.reason);
    const closed = () => fail(new Error("the connection was closed"));
    const done = () => {
      stop();
      resolve();
    };
    const stop = () => {
      socket.off("error", fail).off("close", closed).off(event, done);
      signal.removeEventListener("abort", abort);
    };
    socket.on("error", fail).on("close", closed).on(event, done);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
  });
}

async function readAnswer(socket: Socket, signal: AbortSignal): Promise<void> {
  let head = Buffer.alloc(0);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal.reason);
  // Not by "data": whoever takes the socket over would find it paused.
  const onReadable = () => {
    head = Buffer.concat([head, (socket.read() as Buffer | null) ?? Buffer.alloc(0)]);
    const end = head.indexOf("\r\n\r\n");
    if (end === -1) {
      if (head.length > maxHeadBytes) reject(new Error("the proxy of this machine does not answer in HTTP"));
      return;
    }
    const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(head.toString("latin1")) ?? [];
    if (status?.startsWith("2") !== true) return reject(new Error(`the proxy of this machine answered ${status ?? "nonsense"}`));
    if (head.length > end + 4) socket.unshift(head.subarray(end + 4));
    resolve();
  };
  const onEnd = () => reject(new Error("the proxy of this machine closed the connection"));
  socket.on("readable", onReadable).on("error", reject).on("end", onEnd);
  signal.addEventListener("abort", abort);
  try {
    await promise;
  } finally {
    socket.off("readable", onReadable).off("error", reject).off("end", onEnd);
    signal.removeEventListener("abort", abort);
  }
}
