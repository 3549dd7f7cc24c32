import { expect } from "vitest";
import { modelView, reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage } from "./harness.ts";
import { brokenSum } from "./projects.ts";

const claim = reply().text("Everything works and all tests pass.");
const contradicted = 'The final message says "Everything works and all tests pass.", which is contradicted: test fails on the final tree.';

verifies("exec.claims", "nothing was done", async () => {
  await using stage = await setStage({ files: brokenSum, replies: [claim, claim] });

  const { code, events } = await stage.exec(["mend add"]);

  const [baseline] = eventsOf(events, "check.completed").map(({ receipt }) => receipt);
  expect({
    code,
    verdicts: eventsOf(events, "verdict.reached").map(({ verdict, reasons }) => [verdict, reasons]),
    from: baseline!.from,
  }).toEqual({
    code: 4,
    // The tree is the one of the baseline: its receipt proves as much as a new one.
    verdicts: [1, 2].map(() => [
      "failed",
      [`test (${baseline!.id}) fails with exit code 1, as it did before the work (${baseline!.id}).`, contradicted],
    ]),
    from: "package.json:4",
  });
  const { conversation } = stage.model.seen.at(-1)!;
  expect(JSON.stringify(conversation.messages.at(-1))).toContain("The check test (`npm run test`) ended with exit code 1");
  expect(modelView(stage.model.seen.at(-1)!)).toContain("user \"You stopped, so the harness ran the project's checks");
});

verifies("exec.claims", "something else was done", async () => {
  const attempt = (text: string) => reply().tool("write", { path: "notes.txt", content: text });
  await using stage = await setStage({ files: brokenSum, replies: [attempt("1"), claim, attempt("2"), claim, attempt("3"), claim] });

  const { code, events } = await stage.exec(["mend add"], { env: { FETTLE_CHECK_ROUNDS: "2" } });

  const receipts = eventsOf(events, "check.completed").map(({ receipt }) => receipt);
  expect({
    code,
    phases: receipts.map(({ phase, exitCode }) => [phase, exitCode]),
    sentBack: eventsOf(events, "prompt.admitted").filter(({ by }) => by === "harness").length,
    reasons: eventsOf(events, "verdict.reached").at(-1)!.reasons,
  }).toEqual({
    code: 4,
    phases: [
      ["baseline", 1],
      ["final", 1],
      ["final", 1],
      ["final", 1],
    ],
    sentBack: 2,
    reasons: [`test (${receipts.at(-1)!.id}) fails with exit code 1, as it did before the work (${receipts[0]!.id}).`, contradicted],
  });
});

verifies("exec.claims", "the model mends it when it is told", async () => {
  const mend = reply().tool("edit", { path: "add.js", old: "a - b", new: "a + b" });
  await using stage = await setStage({ files: brokenSum, replies: [claim, mend, claim] });

  const { code, events } = await stage.exec(["mend add"]);

  expect({ code, verdicts: eventsOf(events, "verdict.reached").map(({ verdict }) => verdict) }).toEqual({
    code: 0,
    verdicts: ["failed", "verified"],
  });
});
