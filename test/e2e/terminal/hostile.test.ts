/* oxlint-disable no-control-regex -- control characters are what is looked for */

import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { controlsIn } from "../../surfaces/tui/harness/controls.ts";
import { openTerminal } from "../../surfaces/tui/harness/open-terminal.ts";
import { verifies } from "../../verifies.ts";
import { setStage } from "../harness.ts";
import { atRest, enter } from "./support.ts";

/** Clears, writes the clipboard, sets the title, colours in C1, rings, goes back, turns the text around, hides. */
const attack = "\u001B[2J\u001B[3J\u001B]52;c;aGFja2Vk\u0007\u001B]0;hacked\u001B\\\u009B31m\u0007\u0008\u202Ereversed\u200B\u001Bc";

/** What Fettle says itself: styles, the cursor, erasing to the end of row and screen, its modes, its questions, its title, the bell. */
const own = [
  /^\u001B\[[\d;]*m$/,
  /^\u001B\[\d*[ABCDG]$/,
  /^\u001B\[0?[JK]$/,
  /^\u001B\[\?(?:25|1004|2004|2026)[hl]$/,
  /^\u001B\[(?:\?u|>5u|<u|>4;1m|>4m|>0q|c)$/,
  /^\u001B\]11;\?\u001B\\$/,
  /^\u001B\[2[23];2t$/,
  /^\u001B\]2;fettle · fettle-\w+\u001B\\$/,
  /^\u0007$/,
];

const speakers = {
  "the model's text": [reply().text(`Said: ${attack} done.`)],
  "the model's reasoning": [reply().reasoning(`Thought: ${attack}`).text("Said: \\u001b done.")],
  "a command and what it prints": [
    reply().tool("shell", { script: `printf '%s' '${attack}'; printf '\\377\\376\\303 bad\\n'` }),
    reply().text("Said: done."),
  ],
  "a line of ten million characters": [
    reply().tool("shell", { script: `head -c 10000000 /dev/zero | tr '\\0' x; printf '%s' '${attack}'` }),
    reply().text("Said: done."),
  ],
  "a file and its name": [
    reply().tool("write", { path: `evil${attack.replaceAll("/", "")}.txt`, content: attack }),
    reply().text("Said: done."),
  ],
  "a call that no tool has": [reply().tool("read", { path: attack }), reply().text("Said: done.")],
};

for (const [speaker, replies] of Object.entries(speakers)) {
  verifies("terminal.hostile", speaker, async () => {
    await using stage = await setStage({ replies });
    await using terminal = openTerminal(stage, { columns: 100, rows: 40, args: ["tui"] });
    await terminal.until("> What is to be done?");

    await enter(terminal, "go");
    await terminal.until(atRest(/Said: [^]*done\./));

    const output = terminal.output();
    expect(controlsIn(output).filter((control) => !own.some((pattern) => pattern.test(control)))).toEqual([]);
    expect(output).not.toMatch(/[\u202E\u200B\uFEFF]/);
  });
}

verifies("terminal.hostile", "what is hostile would be seen", () => {
  expect(controlsIn(attack).filter((control) => !own.some((pattern) => pattern.test(control)))).toHaveLength(7);
});
