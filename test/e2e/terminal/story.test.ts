import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { openTerminal } from "../../surfaces/tui/harness/open-terminal.ts";
import { wipesIn } from "../../surfaces/tui/harness/controls.ts";
import { verifies } from "../../verifies.ts";
import { eventsOf, setStage } from "../harness.ts";
import { answer, atRest, brokenSum, enter, textOf } from "./support.ts";

verifies("terminal.story", async () => {
  await using stage = await setStage({
    files: brokenSum,
    git: true,
    replies: [
      reply().text("The sign is wrong.").gate("edit").tool("edit", { path: "sum.js", old: "a - b", new: "a + b" }),
      reply().text("Mended, as you said."),
      reply().text("I look further.").hang(),
      reply().text("There is nothing left."),
    ],
  });
  {
    await using terminal = openTerminal(stage, { columns: 100, rows: 40, args: ["tui", "--mode", "ask"] });
    await terminal.until("> What is to be done?");

    // It streams, and is steered meanwhile.
    await enter(terminal, "mend the sum");
    await terminal.until("The sign is wrong.");
    await enter(terminal, "and nothing else");
    await terminal.until("joins the next step");
    stage.model.open("edit");

    // It asks, with what would be changed.
    await terminal.until(/In mode ask, each change is asked\.[^]*1 - .*a - b;\n\s+1 \+ .*a \+ b;[^]*can be undone/);
    await answer(terminal, "enter");
    await terminal.until("✔ verified");
    expect(await stage.workspace.read("sum.js")).toContain("a + b");
    await enter(terminal, "/diff");
    await terminal.until(/sum\.js {2}\+1 -1\n1 - .*a - b;\n1 \+ .*a \+ b;/);

    // It hangs, and is interrupted.
    await enter(terminal, "look further");
    await terminal.until("I look further.");
    await terminal.press("escape");
    await terminal.until(atRest(/interrupted by the user/));

    await enter(terminal, "/undo");
    await terminal.until("undone: 1 change");
    expect(await stage.workspace.read("sum.js")).toContain("a - b");
    await enter(terminal, "/redo");
    await terminal.until("redone: 1 change");
    expect(await stage.workspace.read("sum.js")).toContain("a + b");

    await terminal.press("C-c", "C-c");
    expect(await terminal.ended).toEqual({ code: 0 });
    expect(wipesIn(terminal.output())).toEqual([]);
  }
  {
    await using terminal = openTerminal(stage, { columns: 100, rows: 40, args: ["tui", "--resume", "last"] });
    await terminal.until(/> mend the sum[^]*Mended, as you said\.[^]*redone: 1 change/);

    await enter(terminal, "is anything left?");
    await terminal.until(atRest(/There is nothing left\./));
    await enter(terminal, "/verify");
    await terminal.until(/Verifying[^]*✔ verified/);
  }
  const events = await stage.events();
  expect({
    prompts: eventsOf(events, "prompt.admitted").map(({ by, parts }) => `${by}: ${textOf(parts)}`),
    answers: eventsOf(events, "approval.decided").map(({ decision, by }) => `${by}: ${decision}`),
    turns: events.flatMap(({ type }) => (/^turn\.(?!started)/.test(type) ? [type] : [])),
    checkpoints: events.flatMap(({ type }) => (type.startsWith("transaction.") ? [type] : [])),
    verdicts: eventsOf(events, "verdict.reached").map(({ verdict }) => verdict),
    steered: stage.model.seen[1]!.raw.includes("and nothing else"),
  }).toEqual({
    prompts: [
      "user: mend the sum",
      "steer: and nothing else",
      "user: look further",
      "user: is anything left?",
      "user: Verify again: is anything left?",
    ],
    answers: ["user: allow"],
    turns: ["turn.completed", "turn.interrupted", "turn.completed", "turn.completed"],
    checkpoints: ["transaction.committed", "transaction.undone", "transaction.redone"],
    verdicts: ["verified", "verified", "verified"],
    steered: true,
  });
});
