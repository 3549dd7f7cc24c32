import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";
import { setStage } from "../harness.ts";
import { expectKept, wholeLines } from "./kept-log.ts";

const workers = Array.from({ length: 8 }, (_, index) => `worker ${index + 1}`);

verifies("agent.together", async () => {
  await using stage = await setStage({ git: true, files: { "a.txt": "a\n" } });
  stage.model.scriptsFor(
    Object.fromEntries(
      workers.map((worker) => [
        worker,
        [
          reply().tool("read", { path: "a.txt" }),
          reply().tool("write", { path: `${worker}.txt`, content: `${worker}\n` }),
          reply().tool("shell", { script: `echo ${worker} >> ledger.txt` }),
          reply().text(`${worker} is done.`),
        ],
      ]),
    ),
  );
  const runs = workers.map((worker) => stage.startExec(["--json", `You are ${worker}.`, "--check", "test -f ledger.txt"]));
  const ends = await Promise.all(runs.map(({ ended }) => ended));

  expect(ends.map(({ stderr }) => stderr)).toEqual(workers.map(() => ""));
  for (const { stdout } of ends) await expectKept(stage, wholeLines(stdout), ["intact"]);
  // Of two that write to the same file at the same time one comes too late: its version is kept beside.
  const { stdout } = await stage.fettle(["quarantine", "list", "--json"]);
  const late = stdout.split("\n").filter((line) => line.includes('"conflict"')).length;
  expect((await stage.workspace.read("ledger.txt")).trim().split("\n").length + late).toBe(workers.length);
  expect(await Promise.all(workers.map((worker) => stage.workspace.read(`${worker}.txt`)))).toEqual(workers.map((worker) => `${worker}\n`));
});
