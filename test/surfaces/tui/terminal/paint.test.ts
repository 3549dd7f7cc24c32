/* oxlint-disable no-control-regex -- that none of them is left is what is tested */
import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { paint } from "../../../../src/surfaces/tui/terminal/paint.ts";
import { chooseTheme } from "../../../../src/surfaces/tui/theme/choice.ts";
import { lineOf, span } from "../../../../src/surfaces/tui/text/line.ts";
import { verifies } from "../../../verifies.ts";
import { anyLine } from "../text/text.ts";
import { Headless } from "./headless.ts";

const theme = chooseTheme("dark", { TERM: "xterm" });

verifies("tui.text.safe", "what is painted has no sequences but those of the theme", () => {
  fc.assert(fc.property(anyLine, (line) => !/[\u0000-\u001f\u007f-\u009f]/.test(paint(line, theme).replaceAll(/\u001b\[[\d;]*m/g, ""))));
});

verifies("tui.text.safe", "a terminal that is attacked", async () => {
  const attack = "\u001b]52;c;aGk=\u0007\u001b[2J\u001b[3J\u001bc\u009b2J\u001b]0;title\u0007\r\n\b\u0000end";
  const heard: string[] = [];
  const attacked = async (text: string): Promise<string[]> => {
    const headless = new Headless();
    for (const code of [0, 52])
      headless.terminal.parser.registerOscHandler(code, () => {
        heard.push(`OSC ${code}`);
        return true;
      });
    headless.terminal.write(`above\r\n${text}`);
    await headless.shown();
    return headless.lines().filter((line) => line !== "");
  };

  expect(await attacked(attack)).not.toContain("above");
  expect(heard.splice(0)).toEqual(["OSC 52", "OSC 0"]);
  expect(await attacked(paint(lineOf(span(attack, "code")), theme))).toEqual([
    "above",
    String.raw`\x1b]52;c;aGk=\x07\x1b[2J\x1b[3J\x1bc\x9b2J\x1b]0;title\x07\x0d\n\x08\x00end`,
  ]);
  expect(heard).toEqual([]);
});
