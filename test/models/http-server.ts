import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A server of a few lines, and what it has seen of its clients. */
export interface HttpServer extends AsyncDisposable {
  url: string;
  port: number;
  /** Every connection since the start. */
  sockets: Socket[];
  /** Resolves when there have been this many connections. */
  connections(count: number): Promise<void>;
}

export async function startHttpServer(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<HttpServer> {
  const sockets: Socket[] = [];
  const server = createServer((request, response) => void answer(request, response)).on("connection", (socket) => sockets.push(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    sockets,
    async connections(count) {
      while (sockets.length < count) await once(server, "connection");
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
