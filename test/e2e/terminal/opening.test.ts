import { expect } from "vitest";
import { program } from "../../program.ts";
import { openTerminal } from "../../surfaces/tui/harness/open-terminal.ts";
import { openXterm } from "../../surfaces/tui/harness/xterm.ts";
import { verifies } from "../../verifies.ts";
import { setStage } from "../harness.ts";

verifies("terminal.opens", "where somebody types", async () => {
  await using stage = await setStage();
  await using terminal = openTerminal(stage);
  await terminal.until("> What is to be done?");
  await terminal.press("C-d");

  expect(await terminal.ended).toEqual({ code: 0 });
  expect(await stage.events()).toEqual([]);
});

verifies("terminal.opens", "with no terminal at either end", async () => {
  await using stage = await setStage();
  const { code, stdout, stderr } = await stage.fettle([]);

  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: (await stage.fettle(["--help"])).stdout, stderr: "" });
  expect(stdout).toMatch(/^Usage: fettle/);
});

for (const [where, line] of Object.entries({
  "with a terminal to type in only": `"$@" | cat`,
  "with a terminal to read on only": `"$@" < /dev/null`,
  "in a terminal that can do nothing": `TERM=dumb "$@"`,
}))
  verifies("terminal.opens", where, async () => {
    await using stage = await setStage();
    const argv = ["sh", "-c", line, "sh", process.execPath, program];
    await using terminal = openXterm(argv, { rows: 60, cwd: stage.workspace.root, env: stage.env });

    expect(await terminal.ended).toEqual({ code: 0 });
    expect((await terminal.history())[0]).toMatch(/^Usage: fettle/);
  });
