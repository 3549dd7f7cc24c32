import { expect } from "vitest";
import { modelView, reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage } from "./harness.ts";

verifies("exec.undo-told", async () => {
  const replies = [reply().tool("shell", { script: "rm kept.txt; echo new > made.txt" }), reply().text("Done."), reply().text("I see.")];
  await using stage = await setStage({ replies, files: { "kept.txt": "kept\n" } });
  await stage.exec(["change it", "--check", "true"]);

  const { code, stdout } = await stage.fettle(["undo", "--json"]);
  await stage.exec(["go on", "--resume", "last"]);

  const events = await stage.events();
  const [undone] = eventsOf(events, "transaction.undone");
  expect({
    code,
    json: JSON.parse(stdout) as unknown,
    undone: { undone: undone?.undone, total: undone?.total, conflicts: undone?.conflicts },
    file: await stage.workspace.read("kept.txt"),
  }).toMatchObject({
    code: 0,
    json: {
      kind: "undo",
      checkpoint: "c2",
      conflicts: [],
      changes: [
        { path: "kept.txt", change: "added" },
        { path: "made.txt", change: "deleted" },
      ],
    },
    undone: { undone: ["c1"], total: 2, conflicts: [] },
    file: "kept\n",
  });
  expect(modelView(stage.model.seen.at(-1)!)).toContain("The user took back changes you had made.");
  expect(await stage.fettle(["replay", events[0]!.thread])).toMatchObject({ code: 0 });
});

verifies("exec.undo-told", "what was changed since stays, and the exit code says so", async () => {
  const replies = [reply().tool("shell", { script: "echo agent > a.txt; echo agent > b.txt" }), reply().text("Done.")];
  await using stage = await setStage({ replies, files: { "a.txt": "mine\n", "b.txt": "mine\n" } });
  await stage.exec(["change it", "--check", "true"]);
  await stage.workspace.write("a.txt", "mine again\n");

  const { code, stdout } = await stage.fettle(["undo"]);

  expect({ code, a: await stage.workspace.read("a.txt"), b: await stage.workspace.read("b.txt") }).toEqual({
    code: 3,
    a: "mine again\n",
    b: "mine\n",
  });
  expect(stdout).toMatch(/left as it is: a\.txt: /);
});

verifies("exec.undo-told", "a busy thread is not undone under its feet", async () => {
  const replies = [reply().tool("shell", { script: "echo 1 > a" }), reply().hang()];
  await using stage = await setStage({ replies });
  const running = stage.startExec(["change it", "--check", "true"]);
  await stage.model.wait(2);
  expect(await stage.fettle(["undo"])).toMatchObject({ code: 2, stderr: expect.stringContaining("[thread.busy]") });
  running.kill("SIGTERM");
  await running.ended;
});
