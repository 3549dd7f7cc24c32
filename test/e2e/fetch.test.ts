import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, resultTexts, setStage } from "./harness.ts";
import { sum } from "./projects.ts";

const done = reply().text("Done.");

async function serve(answer: RequestListener): Promise<{ server: Server; port: number }> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}

/** path → what the model is told instead of a page. */
const failures: Readonly<Record<string, RegExp>> = {
  "/cut": /could not be fetched: aborted$/,
  "/nowhere": /could not be fetched: Invalid URL$/,
  "/files": /could not be fetched: Protocol "ftp:" not supported/,
  "/circle": /could not be fetched: it redirects more than 5 times$/,
};

const broken: RequestListener = ({ url }, response) => {
  const to = { "/nowhere": "http://", "/files": "ftp://127.0.0.1/", "/circle": "/circle" }[url ?? ""];
  if (to !== undefined) return void response.writeHead(302, { location: to }).end();
  response.writeHead(200, { "content-length": "1000" }).write("half", () => response.destroy());
};

verifies("exec.fetch-fails", async () => {
  const { server, port } = await serve(broken);
  await using _ = server;
  const calls = Object.keys(failures).map((path) => reply().tool("fetch", { url: `http://127.0.0.1:${port}${path}` }));
  await using stage = await setStage({ files: sum, replies: [...calls, done] });

  const { code, events } = await stage.exec(["look it up", "--allow-host", "127.0.0.1"]);

  expect({ code, results: resultTexts(events) }).toEqual({
    code: 0,
    results: Object.values(failures).map((failure) => expect.stringMatching(failure) as unknown),
  });
});

verifies("exec.exit-denied", "a redirect leads to a host that is not listed", async () => {
  const { server, port } = await serve((_, response) => response.writeHead(302, { location: `http://localhost:${port}/` }).end());
  await using _ = server;
  await using stage = await setStage({ files: sum, replies: [reply().tool("fetch", { url: `http://127.0.0.1:${port}/` }), done] });

  const { code, events } = await stage.exec(["look it up", "--allow-host", "127.0.0.1"]);

  expect({ code, verdicts: eventsOf(events, "verdict.reached").map(({ verdict }) => verdict), results: resultTexts(events) }).toEqual({
    code: 5,
    verdicts: ["verified"],
    results: [expect.stringContaining("the host localhost is not in network.allow")],
  });
});

verifies("exec.exit-interrupted", "while a page is fetched", async () => {
  const { server, port } = await serve(() => {});
  await using _ = server;
  const asked = once(server, "request");
  await using stage = await setStage({ replies: [reply().tool("fetch", { url: `http://127.0.0.1:${port}/` })] });
  // Less than the time that a page may take.
  await using program = stage.startExec(["look it up", "--allow-host", "127.0.0.1"], { timeoutMs: 20_000 });
  await asked;

  program.kill("SIGINT");

  const { code } = await program.ended;
  expect({ code, last: (await stage.events()).at(-1)!.type }).toEqual({ code: 130, last: "turn.interrupted" });
  server.closeAllConnections();
});
