import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { openTerminal } from "../../surfaces/tui/harness/open-terminal.ts";
import { verifies } from "../../verifies.ts";
import { setStage } from "../harness.ts";
import { answer, atRest, brokenSum, enter } from "./support.ts";

const reasons = `The **sign** is wrong:

\`\`\`js
return a - b;
\`\`\`

- \`sum.js\` subtracts where it is to add, whatever it is given`;

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [40, 15],
] as const) {
  const size = `${columns}x${rows}`;
  verifies("terminal.scenes", size, async () => {
    await using stage = await setStage({
      files: brokenSum,
      git: true,
      replies: [reply().text(reasons).tool("edit", { path: "sum.js", old: "a - b", new: "a + b" }), reply().text("Mended.")],
    });
    // No welcome: what it says of the machine comes when that is known.
    mkdirSync(join(stage.home, ".fettle"));
    writeFileSync(join(stage.home, ".fettle/welcomed"), "");
    await using terminal = openTerminal(stage, { columns, rows, args: ["tui", "--mode", "ask"] });
    const scenes: string[] = [await terminal.until(/^> What is.*\n.*ask/m)];
    await enter(terminal, "mend the sum");
    scenes.push(await terminal.until((screen) => screen.includes("sum.js  +1 -1") && screen.includes("Esc interrupts")));
    await answer(terminal, "enter");
    scenes.push(await terminal.until(atRest(/2 steps/)));

    await expect(scenes.map(stable).join(`\n${"=".repeat(columns)}\n`)).toMatchFileSnapshot(`scenes/${size}.txt`);
  });
}

/** Without what is another each time: the thread's id, times, hashes. */
function stable(screen: string): string {
  return screen
    .replaceAll(/thread \w+/g, "thread …")
    .replaceAll(/\d\.\d s/g, "0.0 s")
    .replaceAll(/receipt-\w+/g, "receipt-…");
}
