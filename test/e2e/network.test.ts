import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
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

verifies("network.host-rules", "a rule of the user's policy reaches the box, and the log says which", async () => {
  await using service = await startService();
  const { port } = service;
  const look = async (policy: string) => {
    await using stage = await setStage({ replies: [ask(port), reply().text("I have looked.")] });
    const file = join(stage.home, ".fettle/policy.toml");
    mkdirSync(dirname(file));
    writeFileSync(file, policy);
    const { events } = await stage.exec(["look", "--check", "true", "--allow-host", `127.0.0.1:${port}`]);
    expect(await stage.fettle(["replay", events[0]!.thread])).toMatchObject({ code: 0 });
    const [first] = eventsOf(events, "connection.judged");
    return [first?.decision, first?.rule.replace(file, "FILE"), first?.reason?.replace(/^.* reached\. |\(.*$/g, "")];
  };
  expect(await look('[[rule]]\nhost = "127.0.0.1"\ndecision = "deny"\nreason = "No."\n')).toEqual([
    "deny",
    "127.0.0.1 (FILE:1)",
    "A rule denies it: No. ",
  ]);
  expect(await look('[[rule]]\nhost = "127.0.0.1"\ndecision = "ask"\nreason = "Why?"\n')).toEqual([
    "deny",
    "127.0.0.1 (FILE:1)",
    "A rule asks for it, and nobody is there to answer: Why? ",
  ]);
  expect(await look("")).toEqual(["allow", `127.0.0.1:${port}`, undefined]);
});
