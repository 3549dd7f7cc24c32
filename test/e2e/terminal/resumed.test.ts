import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { openTerminal } from "../../surfaces/tui/harness/open-terminal.ts";
import { verifies } from "../../verifies.ts";
import { eventsOf, setStage } from "../harness.ts";
import { atRest, enter } from "./support.ts";

/** Longer than what the log keeps in a line. */
const numbered = (what: string) =>
  Array.from({ length: 600 }, (_, line) => `- ${what} ${String(line).padStart(4, "0")} ${"word ".repeat(8)}`);
const [asked, answered] = [numbered("asked"), numbered("answered")];

verifies("terminal.resumed", "a prompt and a reply that the log keeps beside its lines", async () => {
  await using stage = await setStage({ replies: [reply().text(answered.join("\n")), reply().text("And on.")] });
  const shown = { live: [] as string[], resumed: [] as string[] };
  {
    await using terminal = openTerminal(stage, { columns: 100, rows: 30, args: ["tui"] });
    await terminal.until("> What is to be done?");
    await terminal.paste(asked.join("\n"));
    await terminal.press("enter");
    await terminal.until(atRest(/answered 0599/));
    shown.live = await numberedIn(terminal);
  }
  {
    await using terminal = openTerminal(stage, { columns: 100, rows: 30, args: ["tui", "--resume", "last"] });
    await terminal.until(atRest(/answered 0599/));
    shown.resumed = await numberedIn(terminal);
    await enter(terminal, "go on");
    await terminal.until(atRest(/And on\./));
  }
  const [first] = eventsOf(await stage.events(), "step.completed");
  const all = [...asked, ...answered].map((line) => line.slice(2).trim());
  expect({ ...shown, isBlob: "blob" in (first?.output ?? {}) }).toEqual({ live: all, resumed: all, isBlob: true });
});

async function numberedIn(terminal: ReturnType<typeof openTerminal>): Promise<string[]> {
  return (await terminal.history()).flatMap((line) => /(?:asked|answered) \d{4} [word ]+/.exec(line)?.[0].trim() ?? []);
}
