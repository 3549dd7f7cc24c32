import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, type AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { expect } from "vitest";
import { openConnection, type Connection } from "../../src/models/connection.ts";
import { createWorkspace } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { startHttpServer } from "./http-server.ts";

const deadlines = { connectMs: 30_000, firstByteMs: 30_000 };

const get = (url: string) => ({ method: "GET" as const, url, headers: {}, body: [] });

async function ask(connection: Connection, url: string, more: { signal?: AbortSignal; body?: Buffer[] } = {}): Promise<string> {
  const { signal, body = [] } = more;
  const response = await connection.send({ method: "POST", url, headers: {}, body }, { deadlines, ...(signal && { signal }) });
  return await text(response);
}

verifies("models.keep-alive", async () => {
  await using server = await startHttpServer(async (request, response) => response.end(`heard ${(await text(request)).length}`));
  const connection = openConnection({ baseUrl: server.url, env: {} });
  const body = [Buffer.alloc(300_000, "a"), Buffer.alloc(1), Buffer.alloc(300_000, "b")];
  const answers = [await ask(connection, server.url, { body }), await ask(connection, server.url), await ask(connection, server.url)];
  connection.close();
  expect({ answers, connections: server.sockets.length }).toEqual({ answers: ["heard 600001", "heard 0", "heard 0"], connections: 1 });
});

verifies("models.keep-alive", "the server closes the idle connection at the moment the next request is sent", async () => {
  let requests = 0;
  await using server = await startHttpServer((request, response) => {
    requests++;
    // The second request meets a connection that dies without an answer.
    if (requests === 2) request.socket.resetAndDestroy();
    else response.end("ok");
  });
  const connection = openConnection({ baseUrl: server.url, env: {} });
  const answers = [await ask(connection, server.url), await ask(connection, server.url)];
  connection.close();
  expect({ answers, requests, connections: server.sockets.length }).toEqual({ answers: ["ok", "ok"], requests: 3, connections: 2 });
});

verifies("models.keep-alive", "a connection that was never used before is not replaced", async () => {
  await using server = await startHttpServer((request) => request.socket.resetAndDestroy());
  const connection = openConnection({ baseUrl: server.url, env: {} });
  await expect(ask(connection, server.url)).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(server.sockets).toHaveLength(1);
});

verifies("models.preconnect", async () => {
  await using server = await startHttpServer((_request, response) => response.end("ok"));
  const connection = openConnection({ baseUrl: server.url, env: {} });
  connection.preconnect();
  await server.connections(1);
  await ask(connection, server.url);
  await ask(connection, server.url);
  connection.close();
  expect(server.sockets).toHaveLength(1);
});

verifies("models.preconnect", "a connection that was lost meanwhile, or never came about, is no obstacle", async () => {
  await using server = await startHttpServer((_request, response) => response.end("ok"));
  const connection = openConnection({ baseUrl: server.url, env: {} });
  connection.preconnect();
  await server.connections(1);
  const [first] = server.sockets;
  first!.end();
  await once(first!, "close");
  expect(await ask(connection, server.url)).toBe("ok");
  connection.close();

  const nowhere = openConnection({ baseUrl: "http://127.0.0.1:1", env: {} });
  nowhere.preconnect();
  await expect(ask(nowhere, "http://127.0.0.1:1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

verifies("models.cancel", "before anything is sent, and while the headers are awaited", async () => {
  await using server = await startHttpServer(() => {});
  const connection = openConnection({ baseUrl: server.url, env: {} });
  await expect(ask(connection, server.url, { signal: AbortSignal.abort("early") })).rejects.toBe("early");
  expect(server.sockets).toHaveLength(0);

  const cancel = new AbortController();
  const asked = ask(connection, server.url, { signal: cancel.signal });
  await server.connections(1);
  const closed = once(server.sockets[0]!, "close");
  cancel.abort("late");
  await expect(asked).rejects.toBe("late");
  await closed;
});

verifies("models.silent", "no headers", async () => {
  await using server = await startHttpServer(() => {});
  const connection = openConnection({ baseUrl: server.url, env: {} });
  const sent = connection.send(get(server.url), { deadlines: { connectMs: 30_000, firstByteMs: 20 } });
  await expect(sent).rejects.toMatchObject({ code: "model.silent" });
});

verifies("models.unreachable", "a connection that never stands", async () => {
  // Accepts and says nothing: the tunnel that is asked for never opens.
  await using proxy = await startTunnel(() => {});
  const connection = openConnection({ baseUrl: "https://models.test", env: { HTTPS_PROXY: proxy.url } });
  const sent = connection.send(get("https://models.test/"), { deadlines: { connectMs: 20, firstByteMs: 30_000 } });
  await expect(sent).rejects.toMatchObject({ code: "model.unreachable", message: "No connection to models.test after 0.02 s" });
  const cancelled = ask(connection, "https://models.test/", { signal: AbortSignal.timeout(20) });
  await expect(cancelled).rejects.toMatchObject({ name: "TimeoutError" });
  connection.close();
});

verifies("models.proxy", async () => {
  await using proxy = await startHttpServer((request, response) => response.end(`proxied ${request.url}`));
  await using server = await startHttpServer((_request, response) => response.end("direct"));
  const connectTo = (baseUrl: string) => openConnection({ baseUrl, env: { http_proxy: proxy.url, NO_PROXY: "no.test" } });
  const [far, near, excepted] = [connectTo("http://models.test"), connectTo(server.url), connectTo("http://no.test:1")];
  const answers = [await ask(far, "http://models.test/v1"), await ask(near, server.url)];
  await expect(ask(excepted, "http://no.test:1")).rejects.toMatchObject({ syscall: "getaddrinfo" });
  for (const connection of [far, near, excepted]) connection.close();
  expect(answers).toEqual(["proxied http://models.test/v1", "direct"]);
});

verifies("models.proxy", "a tunnel for TLS", async () => {
  await using home = await createWorkspace();
  await using server = await startTlsServer(home.root);
  const asked: string[] = [];
  await using proxy = await startTunnel((request, socket) => {
    asked.push(request.url!);
    const onward = connect(server.port, "127.0.0.1", () => socket.write("HTTP/1.1 200 Connection established\r\n\r\n"));
    onward.pipe(socket).pipe(onward);
  });
  using _trusted = trust(server.cert);
  const connection = openConnection({ baseUrl: "https://models.test", env: { HTTPS_PROXY: proxy.url } });
  connection.preconnect();
  const answer = await ask(connection, "https://models.test/v1");
  connection.close();
  expect({ answer, asked }).toEqual({ answer: "ok", asked: ["models.test:443"] });
});

verifies("models.tls", async () => {
  await using home = await createWorkspace();
  await using server = await startTlsServer(home.root);
  const refused = openConnection({ baseUrl: server.url, env: {} });
  await expect(ask(refused, server.url)).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  refused.close();

  using _trusted = trust(server.cert);
  const accepted = openConnection({ baseUrl: server.url, env: {} });
  accepted.preconnect();
  await once(server.events, "secureConnection");
  expect([await ask(accepted, server.url), await ask(accepted, server.url)]).toEqual(["ok", "ok"]);
  accepted.close();
  expect(server.secured()).toBe(1);
});

/** With a certificate for `localhost` and `models.test` that nobody has vouched for. */
async function startTlsServer(folder: string) {
  const [keyFile, certFile] = [`${folder}/key.pem`, `${folder}/cert.pem`];
  const names = "subjectAltName=DNS:localhost,DNS:models.test";
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  execFileSync("openssl", ["req", "-x509", ...curve, "-keyout", keyFile, "-out", certFile, "-subj", "/CN=localhost", "-addext", names], {
    stdio: "ignore",
  });
  const cert = readFileSync(certFile, "utf8");
  let secured = 0;
  const server = createHttpsServer({ key: readFileSync(keyFile), cert }, (_request, response) => response.end("ok"));
  server.on("secureConnection", () => secured++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    port,
    cert,
    events: server,
    secured: () => secured,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function trust(cert: string): Disposable {
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, cert]);
  return { [Symbol.dispose]: () => setDefaultCACertificates(before) };
}

/** A proxy that is asked for tunnels only. */
async function startTunnel(onTunnel: (request: IncomingMessage, socket: Duplex) => void) {
  const server = createHttpServer().on("connect", (request, socket: Duplex) => {
    sockets.push(socket.on("error", () => {}));
    onTunnel(request, socket);
  });
  const sockets: Duplex[] = [];
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
