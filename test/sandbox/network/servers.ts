/** What there is to reach: real servers on addresses of the loopback, and a proxy without a box. */
import { EventEmitter, once } from "node:events";
import { createServer as createWeb, type IncomingMessage, type RequestListener, type Server as WebServer } from "node:http";
import { createServer as createSecureWeb } from "node:https";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { createSecureContext } from "node:tls";
import type { NetworkOptions } from "../../../src/contract/sandbox.ts";
import { type Authority, createAuthority } from "../../../src/sandbox/network/authority.ts";
import type { Resolve } from "../../../src/sandbox/network/dial.ts";
import { createProxy } from "../../../src/sandbox/network/proxy.ts";
import { openReach } from "../../../src/sandbox/network/reach.ts";
import { type ConnectionRecord, openRecords } from "../../../src/sandbox/network/record.ts";
import { type HostLists, readRules } from "../../../src/sandbox/network/rules.ts";
import { openSecrets, type SecretRule } from "../../../src/sandbox/network/secrets.ts";

export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface Web extends AsyncDisposable {
  server: WebServer;
  address: string;
  port: number;
  /** `127.0.0.2:41234`. */
  at: string;
  seen: Seen[];
}

/** Not 127.0.0.1: that is the box's own. */
export const elsewhere = "127.0.0.2";

/** Answers every request with `ok`, unless told otherwise. With an authority it speaks TLS, under any name. */
export async function startWeb({
  handle = (message, response) => message.on("end", () => response.end("ok")),
  authority,
  address = elsewhere,
}: { handle?: RequestListener; authority?: Authority; address?: string } = {}): Promise<Web> {
  const seen: Seen[] = [];
  const listener: RequestListener = (message, response) => {
    const { method = "", url = "", headers } = message;
    const request = { method, url, headers, body: "" };
    message.on("data", (chunk: Buffer) => (request.body += chunk.toString("latin1")));
    message.on("end", () => seen.push(request));
    handle(message, response);
  };
  const server =
    authority === undefined
      ? createWeb(listener)
      : createSecureWeb({ SNICallback: (name, done) => done(null, authority.contextFor(name)) }, listener);
  await once(server.listen(0, address), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    server,
    address,
    port,
    at: `${address}:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export interface TestProxy extends AsyncDisposable {
  port: number;
  records: ConnectionRecord[];
  /** What was told, once so many connections were: the last may be over for the box before it is for the proxy. */
  told(count: number): Promise<string[]>;
  /** Hosts that were resolved, in order. */
  resolved: string[];
  authority: Authority;
  secretEnv: Readonly<Record<string, string>>;
  /** Opens a connection to the proxy, writes, and returns all that comes back. */
  talk(...writes: string[]): Promise<string>;
}

export interface TestProxyOptions extends Partial<HostLists>, Pick<NetworkOptions, "ruled" | "judge"> {
  secrets?: Readonly<Record<string, SecretRule>>;
  env?: Readonly<Record<string, string>>;
  resolve?: Resolve;
  headMs?: number;
  /** What upstream servers are trusted by. */
  trust?: Authority;
}

/** The proxy as it is, on a port of this machine. Names lead to `elsewhere`. */
export async function startProxy(options: TestProxyOptions = {}): Promise<TestProxy> {
  const { allow = [], write = [], tunnel = [], env = {}, trust } = options;
  const records: ConnectionRecord[] = [];
  const heard = new EventEmitter();
  const resolved: string[] = [];
  const authority = await createAuthority();
  const secrets = openSecrets(options.secrets ?? {}, env);
  const rules = readRules({ allow, write, tunnel });
  const { ruled, judge } = options;
  const proxy = createProxy(
    {
      rules,
      reach: openReach({ rules, ruled, judge }),
      secrets,
      authority,
      upstreamTrust: () => createSecureContext({ ca: trust?.certificate ?? [] }),
      resolve: async (host) => {
        resolved.push(host);
        return await (options.resolve ?? (async () => [elsewhere]))(host);
      },
      env,
      judge,
      records: openRecords((record) => {
        records.push(record);
        heard.emit("record");
      }),
    },
    options,
  );
  const server: Server = createServer((socket) => proxy.serve(socket));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    records,
    resolved,
    authority,
    secretEnv: secrets.env,
    async told(count) {
      while (records.length < count) await once(heard, "record");
      return records.map(brief);
    },
    talk: (...writes) => talk(connect(port, "127.0.0.1"), writes),
    async [Symbol.asyncDispose]() {
      proxy.close();
      server.close();
    },
  };
}

/** Writes one text after the other, each once something came back for the last, and reads to the end. */
async function talk(socket: Socket, writes: readonly string[]): Promise<string> {
  let told = "";
  socket.setEncoding("latin1");
  const left = writes.slice(1);
  socket.write(writes[0] ?? "", "latin1");
  socket.on("data", (text: string) => {
    told += text;
    const next = left.shift();
    if (next !== undefined) socket.write(next, "latin1");
  });
  // A server may cut the connection off.
  socket.on("error", () => {});
  await once(socket, "close");
  return told;
}

/** What records are compared by. */
export function brief({ host, port, method, decision, rule }: ConnectionRecord): string {
  return `${decision} ${method} ${host}:${port} by ${rule}`;
}
