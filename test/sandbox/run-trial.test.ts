import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { verifies } from "../verifies.ts";
import { brief, makeBox, plain } from "./boxes.ts";
import { tryTrial } from "./processes/try-trial.ts";

const tried = {
  seen: ["old\n", "base of a\nmade by an edit\nno such file\n", "made by a command\nbase of a\nno such file\n"],
  workspace: { ".": ["a", "folder", "untouched"], folder: ["gone", "kept"] },
  a: "new of a\n",
  layers: [],
  checkpoints: 0,
  failure: "given up",
  control: "changed\n",
};

verifies("sandbox.trial", async () => {
  expect(await tryTrial()).toEqual(tried);
});

verifies("sandbox.trial", "for an ordinary user, too", async () => {
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "processes/try-trial.ts")], {
    ...nobody,
    cwd: "/",
  });
  expect(JSON.parse(stdout)).toEqual(tried);
});

verifies("sandbox.trial", "a command that takes too long, or that nobody waits for, leaves nothing either", async () => {
  await using test = await makeBox("bubblewrap");
  const script = "echo begun; echo x > made; sleep 600";
  const late = await test.box.trial!(new Map(), (box) => box.run(script, { timeoutMs: 300 }));
  const stop = new AbortController();
  const aborted = await test.box.trial!(new Map(), (box) =>
    box.run(script, { ...plain, signal: stop.signal, onOutput: () => stop.abort() }),
  );
  expect([late.timedOut, aborted.aborted, readdirSync(test.workspace)]).toEqual([true, true, []]);
});

verifies("sandbox.trial", "an edit keeps mode and owner of the file it is in place of; a folder may be left out", async () => {
  await using test = await makeBox("bubblewrap");
  writeFileSync(join(test.workspace, "run.sh"), "echo old", { mode: 0o755 });
  mkdirSync(join(test.workspace, "folder/deep"), { recursive: true });
  const edits = new Map([
    ["run.sh", Buffer.from("#!/bin/sh\necho new")],
    ["folder", null],
  ]);
  const result = await test.box.trial!(edits, (box) => box.run("./run.sh; ls", plain));
  expect([brief(result).output, statSync(join(test.workspace, "folder/deep")).isDirectory()]).toEqual(["new\nrun.sh\n", true]);
  expect(readFileSync(join(test.workspace, "run.sh"), "utf8")).toBe("echo old");
});

verifies("sandbox.trial", "nothing outside of the workspace can be edited", async () => {
  await using test = await makeBox("bubblewrap");
  writeFileSync(join(test.folder, "canary"), "alive");
  for (const content of [Buffer.from("dead"), null])
    await expect(test.box.trial!(new Map([["../canary", content]]), async () => {})).rejects.toMatchObject({ code: "sandbox.outside" });
  expect(readFileSync(join(test.folder, "canary"), "utf8")).toBe("alive");
});

verifies("sandbox.trial-absent", async () => {
  await using unconfined = await makeBox("none");
  await using planning = await makeBox("bubblewrap", { readOnly: true });
  await using normal = await makeBox("bubblewrap");
  expect([unconfined, planning, normal].map(({ box }) => typeof box.trial)).toEqual(["undefined", "undefined", "function"]);
});
