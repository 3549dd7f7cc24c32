import { expect } from "vitest";
import { reply } from "../../src/testing/index.ts";
import { attend } from "../agent/attended.ts";
import { untilRuns } from "../e2e/processes.ts";
import { verifies } from "../verifies.ts";

verifies("agent.replay-processes", "a turn that ended while its baseline ran has no contract in the log", async () => {
  const endless = `sleep 600.${process.pid}`;
  await using stage = await attend({ flags: { checks: [endless] }, replies: [reply().tool("shell", { script: "touch ran" })] });
  const outcome = stage.prompt("go");
  await untilRuns(endless);
  stage.thread.submit({ type: "turn.interrupt", reason: "enough" });
  expect(await outcome).toMatchObject({ status: "interrupted" });
  await stage.demandReplay();
});

verifies("agent.replay-processes", "a turn whose time was over while its baseline ran", async () => {
  const flags = { checks: ["sleep 600"], "budget.time": "2s" };
  await using stage = await attend({ flags, replies: [reply().text("Done.")] });
  expect(await stage.prompt("go")).toMatchObject({ status: "failed", error: { code: "budget.reached" } });
  await stage.demandReplay();
});
