import { cp } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { modelView, reply, type Reply, type SeenRequest, type WireName } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, resultTexts, setStage, wires, type Stage } from "./harness.ts";

const original = join(import.meta.dirname, "../fixtures/jsonpointer-4.0.0");
const file = "jsonpointer.js";
/** jsonpointer 3.0.1 removed what was to be set to null; 4.0.0 mended it. */
const broken = "  if (value === null) delete obj[part]";
const mended = "  if (value === undefined) delete obj[part]";
const task = "Setting a value to null removes it. Mend that.";

for (const wire of wires) {
  verifies("exec.story", wire, async () => {
    await using stage = await setStage({ wire, replies: story(wire) });
    await breakPackage(stage);

    const { code, stdout, events } = await stage.exec([task, "--check", "node test.js"]);

    const verdict = eventsOf(events, "verdict.reached")[0]!;
    const receipts = eventsOf(events, "check.completed").map(({ receipt }) => receipt);
    expect({
      code,
      stdout,
      types: events.map(({ type }) => type).filter((type) => type !== "fact.recorded"),
      receipts: receipts.map(({ check, phase, exitCode }) => ({ check, phase, exitCode })),
      verdict: { verdict: verdict.verdict, receipts: verdict.receipts },
      mended: (await stage.workspace.read(file)).includes(mended),
    }).toEqual({
      code: 0,
      stdout: "Only undefined removes a value now; null is set.\n",
      types: expectedTypes,
      receipts: [
        { check: "--check 1", phase: "baseline", exitCode: 1 },
        { check: "--check 1", phase: "final", exitCode: 0 },
      ],
      verdict: { verdict: "verified", receipts: [receipts.at(-1)!.id] },
      mended: true,
    });
    expect(resultTexts(events)[1]).toContain(`\n42\t${broken}\n`);
    expect(stableView(stage.model.seen.at(-1)!)).toBe(wire === "responses" ? viewOfPatches : viewOfEdits);
  });
}

async function breakPackage({ workspace }: Stage): Promise<void> {
  await cp(original, workspace.root, { recursive: true });
  await workspace.write(file, (await workspace.read(file)).replace(mended, broken));
}

/** It reads, fails to edit, sees the tests fail, edits, sees them pass. */
function story(wire: WireName): Reply[] {
  const change = wire === "responses" ? patchCall : editCall;
  return [
    reply().reasoning("The setter is the place.").text("I look at the source.").tool("read", { path: file }),
    change("  if (value == null) delete obj[part]", mended),
    reply().tool("shell", { script: "node test.js" }),
    change(broken, mended),
    reply().tool("shell", { script: "node test.js" }),
    reply().text("Only undefined removes a value now; null is set."),
  ];
}

function editCall(from: string, to: string): Reply {
  return reply().tool("edit", { path: file, old: from, new: to });
}

/** What models get that were trained on patches. */
function patchCall(from: string, to: string): Reply {
  return reply().tool("patch", { patch: `*** Begin Patch\n*** Update File: ${file}\n@@\n-${from}\n+${to}\n*** End Patch` });
}

/** Without what differs between versions of Node, and without the mark of failed results, which two of the wires do not have. */
function stableView(request: SeenRequest): string {
  return modelView(request)
    .replaceAll(/ \(\d+ characters\)/g, "")
    .replaceAll(/node:assert:\d+/g, "node:assert")
    .replaceAll(/ result (?:ok|failed) /g, " result ");
}

const step = ["step.started", "step.completed"];
const read = ["policy.decided", "item.started", "item.completed"];
const expectedTypes = [
  ["thread.started", "prompt.admitted", "turn.started"],
  [...step, ...read],
  // The baseline is in the log before the first effect.
  [...step, "policy.decided", "check.completed", "item.started", "item.completed"],
  [...step, ...read],
  [...step, "policy.decided", "item.started", "transaction.committed", "item.completed"],
  [...step, ...read],
  [...step, "check.completed", "verdict.reached", "turn.completed"],
].flat();

const viewOfEdits = String.raw`00 system "You are Fettle, a coding agent working in a terminal on the user's repository. You read, edit and run things with tools…
01 user "Setting a value to null removes it. Mend that."
02 reasoning "The setter is the place."
03 assistant "I look at the source."
04 call read{path:"jsonpointer.js"}
05 result "1\tvar hasExcape = /~/\n2\tvar escapeMatcher = /~[01]/g\n3\tfunction escapeReplacer (m) {\n4\t  switch (m) {\n5\t    ca…
06 call edit{path:"jsonpointer.js",old:"  if (value == null) delete obj[part]",new:"  if (value === undefined) delete obj[part]"}
07 result "jsonpointer.js was not changed: ${"`old`"} does not stand in the file. The closest lines are:\n41\t  var oldValue = obj[part…
08 call shell{script:"node test.js"}
09 result "node:assert\n  throw new AssertionError(obj);\n  ^\n\nAssertionError [ERR_ASSERTION]: Expected values to be strictl…
10 call edit{path:"jsonpointer.js",old:"  if (value === null) delete obj[part]",new:"  if (value === undefined) delete obj[part]"}
11 result "Edited jsonpointer.js.\n@@ -41,3 +41,3 @@\n   var oldValue = obj[part]\n-  if (value === null) delete obj[part]\n+  if …
12 call shell{script:"node test.js"}
13 result "All tests pass.\n[exit code 0]"`;

const viewOfPatches = String.raw`00 system "You are Fettle, a coding agent working in a terminal on the user's repository. You read, edit and run things with tools…
01 user "Setting a value to null removes it. Mend that."
02 reasoning "The setter is the place."
03 assistant "I look at the source."
04 call read{path:"jsonpointer.js"}
05 result "1\tvar hasExcape = /~/\n2\tvar escapeMatcher = /~[01]/g\n3\tfunction escapeReplacer (m) {\n4\t  switch (m) {\n5\t    ca…
06 call patch{patch:"*** Begin Patch\n*** Update File: jsonpointer.js\n@@\n-  if (value == null) delete obj[part]\n+  if (value === u…
07 result "Nothing was written. jsonpointer.js: The hunk does not fit: its context and removed lines do not stand in the file. The…
08 call shell{script:"node test.js"}
09 result "node:assert\n  throw new AssertionError(obj);\n  ^\n\nAssertionError [ERR_ASSERTION]: Expected values to be strictl…
10 call patch{patch:"*** Begin Patch\n*** Update File: jsonpointer.js\n@@\n-  if (value === null) delete obj[part]\n+  if (value === …
11 result "Edited jsonpointer.js.\n@@ -41,3 +41,3 @@\n   var oldValue = obj[part]\n-  if (value === null) delete obj[part]\n+  if …
12 call shell{script:"node test.js"}
13 result "All tests pass.\n[exit code 0]"`;
