import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { openTerminal } from "../../surfaces/tui/harness/open-terminal.ts";
import { verifies } from "../../verifies.ts";
import { eventsOf, setStage } from "../harness.ts";
import { atRest, enter } from "./support.ts";

/** One transparent pixel. */
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const pasted = Array.from({ length: 40 }, (_, line) => `pasted ${line}`).join("\n");

for (const [way, takeBack] of Object.entries({
  "by its key": (terminal: ReturnType<typeof openTerminal>) => terminal.press("M-up"),
  "from the list": async (terminal: ReturnType<typeof openTerminal>) => {
    await enter(terminal, "/queue");
    await terminal.until("joins the running turn");
    await terminal.press("enter");
    await terminal.until("take it back");
    await terminal.press("enter");
  },
}))
  verifies("terminal.withdrawn", way, async () => {
    await using stage = await setStage({
      replies: [reply().text("It begins.").gate("go").tool("shell", { script: "true" }), reply().text("Seen.")],
    });
    writeFileSync(join(stage.home, "pixel.png"), Buffer.from(png, "base64"));
    await using terminal = openTerminal(stage, { columns: 100, rows: 30, args: ["tui"] });
    await terminal.until("> What is to be done?");
    await enter(terminal, "begin");
    await terminal.until("It begins.");
    await terminal.type("look at ");
    await terminal.paste(join(stage.home, "pixel.png"));
    await terminal.paste(pasted);
    const written = /^> look at .*pixel\.png.*40 .*$/m;
    const before = written.exec(await terminal.until(written))![0].trim();
    await terminal.press("enter");
    await terminal.until(/look at.* {2}joins the next step/);

    await takeBack(terminal);
    const after = written
      .exec(await terminal.until((screen) => written.test(screen) && !screen.includes("joins the next step")))![0]
      .trim();
    await terminal.press("enter");
    await terminal.until(/look at.* {2}joins the next step/);
    stage.model.open("go");
    await terminal.until(atRest(/Seen\./));

    const [, steered] = eventsOf(await stage.events(), "prompt.admitted");
    const { raw } = stage.model.seen[1]!;
    expect({ after, parts: steered?.parts.map(({ type }) => type), image: raw.includes(png), paste: raw.includes("pasted 39") }).toEqual({
      after: before,
      parts: ["text", "image"],
      image: true,
      paste: true,
    });
  });
