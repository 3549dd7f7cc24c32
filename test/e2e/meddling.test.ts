import { expect } from "vitest";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage } from "./harness.ts";
import { brokenSum, sum } from "./projects.ts";

const shell = (script: string) => reply().tool("shell", { script });
const claim = reply().text("All tests pass.");

/** Makes npm run every script by a shell that does nothing and succeeds. */
const bendNpm = shell("npm config set script-shell /bin/true && npm run test");

verifies("exec.checks-apart", "what a command left in the home folder does not reach a check", async () => {
  await using stage = await setStage({ files: brokenSum, replies: [bendNpm, claim, claim] });
  const { code, events } = await stage.exec(["mend add"]);
  expect([code, eventsOf(events, "item.completed")[0]!.ok]).toEqual([4, true]);
});

verifies("exec.checks-apart", "control: without a box it does", async () => {
  await using stage = await setStage({ files: brokenSum, replies: [bendNpm, claim] });
  const { code } = await stage.exec(["mend add", "--sandbox", "none"]);
  expect(code).toBe(0);
});

verifies("exec.checks-apart", "a job does not go on while the final checks run", async () => {
  // The job keeps a file there that no hash covers; the check fails when it is made again after it was removed.
  const test = `const fs = require("node:fs"); fs.rmSync("made", { force: true }); setTimeout(() => process.exit(fs.existsSync("made") ? 1 : 0), 300);`;
  const files = { ...sum, ".gitignore": "made\n", "test.js": test };
  const job = reply().tool("shell", { script: "while :; do touch made; done", background: true });
  await using stage = await setStage({ files, git: true, replies: [job, claim] });
  const { code } = await stage.exec(["look"]);
  expect(code).toBe(0);
});

verifies("exec.fresh-receipts", async () => {
  const files = { ...sum, ".gitignore": "built\n", built: "", "test.js": 'require("node:fs").accessSync("built");\n' };
  await using stage = await setStage({ files, git: true, replies: [claim, shell("rm built"), claim, claim] });

  const first = await stage.exec(["is it built?"]);
  const second = await stage.exec(["--resume", "last", "remove what is built"]);

  // The tree that is hashed is the same all along.
  const trees = new Set(eventsOf(second.events, "check.completed").map(({ receipt }) => receipt.treeAfter));
  expect([first.code, second.code, trees.size]).toEqual([0, 4, 1]);
});

verifies("exec.checks-given-anew", async () => {
  await using stage = await setStage({ files: sum, replies: [claim, claim, claim] });
  const first = await stage.exec(["look"]);
  const second = await stage.exec(["--resume", "last", "look again", "--check", "false"]);
  expect([first.code, second.code]).toEqual([0, 4]);
});

verifies("exec.check-changed", async () => {
  const weaken = shell(`sed -i 's/node test.js/true/' package.json`);
  await using stage = await setStage({ files: brokenSum, replies: [weaken, claim, claim] });
  const { code, events } = await stage.exec(["mend add"]);
  const { verdict, reasons } = eventsOf(events, "verdict.reached").at(-1)!;
  expect([code, verdict, reasons]).toEqual([
    3,
    "unverified",
    [
      expect.stringContaining("the check test itself was changed by the work (package.json:4)"),
      expect.stringContaining("The script test checks nothing any more: true"),
    ],
  ]);
  expect((await stage.fettle(["replay", "last"])).code).toBe(0);
});
