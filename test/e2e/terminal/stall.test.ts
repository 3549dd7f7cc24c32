import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { openTerminal } from "../../surfaces/tui/harness/open-terminal.ts";
import { verifies } from "../../verifies.ts";
import { eventsOf, setStage } from "../harness.ts";
import { atRest, enter } from "./support.ts";

verifies("terminal.stalled", async () => {
  await using stage = await setStage({
    replies: [reply().text("It begins.").hang(), reply().text("It is there again."), reply().hang(), reply().text("It goes on.")],
  });
  {
    await using terminal = openTerminal(stage, { columns: 100, args: ["tui"], env: { FETTLE_MODEL_SILENCE: "1s" } });
    await terminal.until("> What is to be done?");
    await enter(terminal, "begin");
    await terminal.until(/The answer stopped for 1 s; again in \d/);
    await terminal.until(atRest(/It is there again\./));
  }
  {
    await using terminal = openTerminal(stage, { columns: 100, args: ["tui", "--resume", "last"] });
    await terminal.until(atRest(/It is there again\./));
    await enter(terminal, "look further");
    await stage.model.wait(3);
    await terminal.press("escape");
    await terminal.until(atRest(/interrupted by the user/));
  }
  await using terminal = openTerminal(stage, { columns: 100, args: ["tui", "--resume", "last"] });
  await terminal.until(atRest(/interrupted by the user/));
  await enter(terminal, "go on");
  await terminal.until(atRest(/It goes on\./));

  const events = await stage.events();
  expect({
    seqs: events.map(({ seq }) => seq),
    retried: eventsOf(events, "step.retried").map(({ error }) => error.code),
    interrupted: eventsOf(events, "turn.interrupted").length,
    completed: eventsOf(events, "turn.completed").length,
  }).toEqual({ seqs: events.map((_, seq) => seq), retried: ["model.silent"], interrupted: 1, completed: 2 });
});
