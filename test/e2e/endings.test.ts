import { existsSync, readdirSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "vitest";
import type { Event } from "../../src/contract/event.ts";
import { threadPaths } from "../../src/log/home.ts";
import { createWorkspace, reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, failureOf, setStage } from "./harness.ts";
import { commandLines, untilRuns } from "./processes.ts";
import { brokenSum, sum } from "./projects.ts";

const done = reply().text("Done.");
const look = reply().tool("list", { path: "." });

verifies("exec.exit-denied", async () => {
  await using server = createServer((_request, response) => response.end("hello")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const fetch = reply().tool("fetch", { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
  await using stage = await setStage({ files: sum, replies: [fetch, done, fetch, done] });

  const denied = await stage.exec(["look it up"]);
  const allowed = await stage.exec(["look it up", "--allow-host", "127.0.0.1"]);

  const facts = ({ code, events }: typeof denied) => ({
    code,
    ok: eventsOf(events, "item.completed").map(({ ok }) => ok),
    verdict: eventsOf(events, "verdict.reached").map(({ verdict }) => verdict),
  });
  expect([facts(denied), facts(allowed)]).toEqual([
    { code: 5, ok: [false], verdict: ["verified"] },
    { code: 0, ok: [true], verdict: ["verified"] },
  ]);
});

verifies("exec.exit-model", "a server that fails again and again", async () => {
  const failing = reply().status(500, { retryAfter: 0 });
  await using stage = await setStage({ files: sum, replies: [failing, failing, failing, failing] });

  const { code, events } = await stage.exec(["go"]);

  expect({ code, error: failureOf(events), retries: eventsOf(events, "step.retried").length }).toEqual({
    code: 7,
    error: "model.unavailable",
    retries: 3,
  });
});

for (const [what, answer, error] of [
  ["a wrong key", reply().status(401), "model.unauthorized"],
  ["a request it rejects", reply().status(400), "model.refused"],
  ["a request that is too long", reply().overflow(), "model.overflow"],
  ["a model that refuses", reply().text("I will not.").stop("refusal"), "model.refused"],
] as const) {
  verifies("exec.exit-model", what, async () => {
    await using stage = await setStage({ files: sum, replies: [answer] });

    const { code, events } = await stage.exec(["go"]);

    expect({ code, error: failureOf(events) }).toEqual({ code: 7, error });
  });
}

verifies("exec.exit-budget", "nothing is sent that it does not cover", async () => {
  await using stage = await setStage({ files: sum });

  const { code, events } = await stage.exec(["go", "--budget-tokens", "100"]);

  expect({
    code,
    requests: stage.model.seen.length,
    error: failureOf(events),
    limit: eventsOf(events, "budget.reached")[0]!.limit,
  }).toEqual({
    code: 6,
    requests: 0,
    error: "budget.reached",
    limit: 100,
  });
});

verifies("exec.exit-budget", "what was used counts", async () => {
  await using stage = await setStage({ files: sum, replies: [look.usage({ input: 19_000, output: 500 })] });

  const { code, events } = await stage.exec(["go", "--budget-tokens", "20000"]);

  const { used } = eventsOf(events, "budget.reached")[0]!;
  expect({ code, error: failureOf(events), used }).toEqual({ code: 6, error: "budget.reached", used: 19_500 });
});

verifies("exec.exit-budget", "time", async () => {
  await using stage = await setStage({ files: sum, replies: [reply().hang()] });

  const { code, events } = await stage.exec(["go", "--budget-time", "1s"]);

  expect({ code, error: failureOf(events), budget: eventsOf(events, "budget.reached")[0]!.budget }).toEqual({
    code: 6,
    error: "budget.reached",
    budget: "time",
  });
});

verifies("exec.exit-unverified", async () => {
  await using stage = await setStage({ files: { "a.txt": "a" }, replies: [done] });

  const { code, events } = await stage.exec(["go"]);

  expect({ code, reasons: eventsOf(events, "verdict.reached")[0]!.reasons }).toEqual({
    code: 3,
    reasons: ["The project has no checks that could prove the work."],
  });
});

verifies("exec.exit-steps", async () => {
  await using stage = await setStage({ files: brokenSum, replies: [look, look] });

  const { code, events } = await stage.exec(["go", "--max-steps", "2"]);

  expect({ code, error: failureOf(events) }).toEqual({ code: 4, error: "agent.steps" });
});

verifies("exec.exit-interrupted", "while a command runs", async () => {
  const endless = `node endless.js ${process.pid}`;
  const files = { ...sum, "endless.js": "setInterval(() => {}, 1000);" };
  await using stage = await setStage({ files, replies: [reply().tool("shell", { script: endless })] });
  await using program = stage.startExec(["go", "--json"]);
  await untilRuns(endless);

  // As a terminal does on Ctrl-C: to the whole group.
  program.kill("SIGINT");
  const { code } = await program.ended;

  const events = await stage.events();
  expect({ code, last: events.at(-1)!.type, result: eventsOf(events, "item.completed").map(({ ok }) => ok) }).toEqual({
    code: 130,
    last: "turn.interrupted",
    result: [false],
  });
  expect(commandLines()).not.toContain(endless);
});

verifies("exec.exit-interrupted", "while the prompt is read", async () => {
  await using stage = await setStage();
  await using program = stage.startExec(["-"]);
  // More than a pipe holds: once all is written, the program is reading.
  await new Promise<void>((resolve) => program.stdin.write("word ".repeat(100_000), () => resolve()));

  program.kill("SIGINT");

  const { code, stderr } = await program.ended;
  expect({ code, stderr: stderr.includes("[turn.interrupted]") }).toEqual({ code: 130, stderr: true });
});

verifies("exec.exit-interrupted", "while the model thinks", async () => {
  await using stage = await setStage({ replies: [reply().text("Let me").hang()] });
  await using program = stage.startExec(["go"]);
  await stage.model.wait(1);

  program.kill("SIGINT");

  const { code } = await program.ended;
  expect({ code, last: (await stage.events()).at(-1)!.type }).toEqual({ code: 130, last: "turn.interrupted" });
});

for (const signal of ["SIGTERM", "SIGHUP"] as const)
  verifies("exec.exit-signal", signal, async () => {
    await using stage = await setStage({ replies: [reply().text("Let me").hang()] });
    await using memory = await createWorkspace();
    await using program = stage.startExec(["go"], { env: { XDG_RUNTIME_DIR: memory.root } });
    await stage.model.wait(1);
    const during = readdirSync(memory.root).length;

    program.kill(signal);

    const { code } = await program.ended;
    const events = await stage.events();
    const { lock } = threadPaths(join(stage.home, ".fettle"), events[0]!.thread);
    expect({ code, last: events.at(-1)!.type, during, after: readdirSync(memory.root), locked: existsSync(lock) }).toEqual({
      code: 130,
      last: "turn.interrupted",
      during: 1,
      after: [],
      locked: false,
    });
  });

verifies("exec.exit-interrupted", "between two attempts", async () => {
  await using stage = await setStage({ replies: [reply().status(500, { retryAfter: 60 })] });
  await using program = stage.startExec(["go", "--json"], { timeoutMs: 30_000 });
  await program.until<Event>(({ type }) => type === "step.retried");

  program.kill("SIGINT");

  const { code } = await program.ended;
  expect({ code, last: (await stage.events()).at(-1)!.type }).toEqual({ code: 130, last: "turn.interrupted" });
});

verifies("exec.exit-interrupted", "while a check runs", async () => {
  await using stage = await setStage({ replies: [reply().tool("shell", { script: "touch ran" })] });
  const endless = `sleep 600.${process.pid}`;
  await using program = stage.startExec(["go", "--check", endless]);
  await untilRuns(endless);

  program.kill("SIGINT");

  const { code } = await program.ended;
  expect({ code, last: (await stage.events()).at(-1)!.type, ran: stage.workspace.exists("ran") }).toEqual({
    code: 130,
    last: "turn.interrupted",
    ran: false,
  });
});
