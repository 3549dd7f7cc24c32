/** A thread with a person there, whose commands reach a real service through the box's proxy. */
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { openConnectionQuestions } from "../../src/agent/connection-questions.ts";
import { openThread } from "../../src/agent/open-thread.ts";
import type { Listener } from "../../src/agent/recorder.ts";
import { replayThread } from "../../src/agent/replay.ts";
import type { Thread } from "../../src/agent/thread.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Event } from "../../src/contract/event.ts";
import { createWorkspace, reply, startModelServer } from "../../src/testing/index.ts";
import { toServer } from "../surfaces/fettle.ts";
import { verifies } from "../verifies.ts";

async function startService(): Promise<AsyncDisposable & { port: number; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end("ok\n");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

type Answer = "allow" | "deny" | "none";

/** The events of a thread whose model runs `script`, and whose person answers each question as `answers` says, in turn. */
async function story({ script, port, policy, answers }: { script: string; port: number; policy: string; answers: readonly Answer[] }) {
  await using workspace = await createWorkspace();
  await using user = await createWorkspace();
  await using model = await startModelServer(reply().tool("shell", { script, timeout: 20 }), reply().text("Done."));
  const home = user.path(".fettle");
  mkdirSync(home);
  writeFileSync(`${home}/policy.toml`, policy);
  const env = { ...toServer(model), HOME: user.root, FETTLE_HOME: home, PATH: process.env["PATH"] };
  const config = await loadConfig({
    env,
    flags: { "network.allow": [`127.0.0.1:${port}`], checks: ["true"] },
    workspace: workspace.root,
  });
  const events: Event[] = [];
  const left = [...answers];
  const listener: Listener = (event) => {
    if (event.type === "item.delta") return;
    events.push(event);
    if (event.type !== "approval.requested") return;
    const { approval, requestHash } = event;
    const decision = left.shift();
    if (decision === "allow" || decision === "deny")
      thread.submit({ type: "approval.decide", approval, requestHash, decision, by: "me", reason: "" });
  };
  const given = {
    config,
    env,
    workspace: workspace.root,
    version: "0",
    origin: { kind: "new" },
    attended: true,
    output: undefined,
  } as const;
  const thread: Thread = await openThread({ ...given, listener, onProgress() {}, onNotice() {} });
  try {
    thread.submit({ type: "prompt.submit", text: "go" });
    await thread.work();
  } finally {
    await thread.close();
  }
  const replayed: Event[] = [];
  await replayThread({ home, thread: thread.id, onEvent: (event) => replayed.push(event) });
  expect(replayed.map(({ seq, type }) => ({ seq, type }))).toEqual(events.map(({ seq, type }) => ({ seq, type })));
  const shown = events.flatMap((event) => {
    if (event.type === "approval.requested") return [`? ${event.question} [${event.rule}]`];
    if (event.type === "approval.decided") return [`! ${event.decision} by ${event.by}`];
    return event.type === "connection.judged" ? [`${event.decision} ${event.method} by ${event.rule}`] : [];
  });
  return shown;
}

const askHost = '[[rule]]\nhost = "127.0.0.1"\ndecision = "ask"\nreason = "Why?"\n';

verifies("network.questions", "a host and what writes, answered while the command waits", async () => {
  await using service = await startService();
  const { port, seen } = service;
  const at = `http://127.0.0.1:${port}`;
  const script = `curl -s ${at}/a; curl -s -d x ${at}/b; curl -s -d x ${at}/c; curl -s ${at}/d`;
  expect(await story({ script, port, policy: askHost, answers: ["allow", "allow", "deny"] })).toEqual([
    `? Reach 127.0.0.1 port ${port}: Why? [127.0.0.1]`,
    "! allow by me",
    `? POST /b would write to 127.0.0.1 port ${port}. [network.write]`,
    "! allow by me",
    `? POST /c would write to 127.0.0.1 port ${port}. [network.write]`,
    "! deny by me",
    "allow GET by answer",
    "allow POST by answer",
    "deny POST by network.write",
    "allow GET by answer",
  ]);
  expect(seen).toEqual(["GET /a", "POST /b", "GET /d"]);
});

verifies("network.questions", "an answer that nobody waits for any longer is none, and the next connection asks again", async () => {
  await using service = await startService();
  const { port, seen } = service;
  const script = `curl -s -m 1 http://127.0.0.1:${port}/a; curl -s http://127.0.0.1:${port}/b`;
  const told = await story({ script, port, policy: askHost, answers: ["none", "allow"] });
  expect(told.filter((line) => !line.startsWith("deny"))).toEqual([
    `? Reach 127.0.0.1 port ${port}: Why? [127.0.0.1]`,
    "! deny by nobody",
    `? Reach 127.0.0.1 port ${port}: Why? [127.0.0.1]`,
    "! allow by me",
    "allow GET by answer",
  ]);
  expect(seen).toEqual(["GET /b"]);
});

verifies("network.questions", "while no call runs nobody is asked, and a call that ends leaves no question open", async () => {
  const { judge, during } = openConnectionQuestions();
  const question = { host: "a.example", port: 443, method: "POST", path: "/" };
  const signal = new AbortController().signal;
  expect(await judge(question, signal)).toBeUndefined();
  const asked: string[] = [];
  const answers: unknown[] = [];
  await during(
    async ({ question: text }, until) => {
      asked.push(text);
      await once(until, "abort");
      return undefined;
    },
    async () => {
      answers.push(judge(question, signal), judge({ ...question, host: "b.example" }, signal));
      await Promise.resolve();
    },
  );
  expect(await Promise.all(answers)).toEqual([undefined, undefined]);
  expect(asked.length).toBeLessThanOrEqual(1);
  expect(await judge(question, signal)).toBeUndefined();
});
