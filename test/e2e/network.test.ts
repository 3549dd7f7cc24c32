import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, resultTexts, setStage } from "./harness.ts";

/** A service of this machine that answers what it was asked. */
async function startService(): Promise<AsyncDisposable & { port: number }> {
  const server = createServer((request, response) => response.end(`${request.method} ${request.url}\n`)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const ask = (port: number) =>
  reply().tool("shell", {
    script: `curl -sS http://127.0.0.1:${port}/read; curl -sS -d secret http://127.0.0.1:${port}/write; curl -sS http://elsewhere.example.com/`,
  });

verifies("network.event-per-connection", async () => {
  await using service = await startService();
  const { port } = service;
  await using stage = await setStage({ replies: [ask(port), reply().text("I have looked.")] });

  const { events } = await stage.exec(["look", "--check", "true", "--allow-host", `127.0.0.1:${port}`]);

  const connections = eventsOf(events, "connection.judged").map(({ host, method, decision }) => `${decision} ${method} ${host}`);
  expect({ connections, text: resultTexts(events)[0] }).toEqual({
    connections: ["allow GET 127.0.0.1", "deny POST 127.0.0.1", "deny GET elsewhere.example.com"],
    text: expect.stringMatching(/^GET \/read\nPOST \/write would write .*\nelsewhere\.example\.com port 80 may not be reached/),
  });
  const thread = events[0]!.thread;
  expect(await stage.fettle(["replay", thread])).toMatchObject({ code: 0 });
});

verifies("network.event-per-connection", "without a list there is no network", async () => {
  await using service = await startService();
  await using stage = await setStage({ replies: [ask(service.port), reply().text("There is none.")] });
  const { events } = await stage.exec(["look", "--check", "true"]);
  expect(eventsOf(events, "connection.judged")).toEqual([]);
  expect(resultTexts(events)[0]).toMatch(/Failed to connect|Couldn't connect|Could not resolve/);
});
