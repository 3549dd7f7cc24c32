import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { wipesIn } from "../../surfaces/tui/harness/controls.ts";
import { openTerminal } from "../../surfaces/tui/harness/open-terminal.ts";
import { verifies } from "../../verifies.ts";
import { setStage } from "../harness.ts";
import { atRest, enter } from "./support.ts";

verifies("terminal.keys", async () => {
  await using stage = await setStage({ replies: [reply().text("Hello.")] });
  await using terminal = openTerminal(stage, { args: ["tui"] });
  await terminal.until("> What is to be done?");

  await terminal.type("?");
  await terminal.until(/^Help\n/);
  await terminal.press("q");

  await terminal.until(/ · auto · /);
  await terminal.press("S-tab");
  await terminal.until(/ · plan · /);
  await terminal.press("S-tab");
  await terminal.until(/ · ask · /);

  await enter(terminal, "say hello");
  await terminal.until(atRest(/Hello\./));
  expect(
    (await stage.events()).flatMap((event) => (event.type === "fact.recorded" && event.fact === "terms" ? [event.value] : [])),
  ).toMatchObject([{ mode: "ask" }]);

  await enter(terminal, "/jobs");
  await terminal.until(/\n\n> \/jobs\nNothing runs in the background\.\n/);
  await terminal.press("C-l");
  await terminal.until((screen) => /^\n*> What is to be done\?/.test(screen));
  expect((await terminal.history()).join("\n")).toContain("Hello.");

  await terminal.press("escape");
  await terminal.until("Esc again");
  await terminal.press("escape");
  await terminal.until(/Branch off before which prompt\?[^]*> say hello/);
  await terminal.press("enter");
  await terminal.until(/\n> say hello\n.*Ctrl-C/);
  expect(wipesIn(terminal.output())).toEqual([]);
});
