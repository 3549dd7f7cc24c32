import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { previewCall } from "../../../src/surfaces/support/call-preview.ts";
import { createWorkspace } from "../../../src/testing/index.ts";
import { entries } from "../../../src/tools/index.gen.ts";
import { verifies } from "../../verifies.ts";

const files = { "a.txt": "one\ntwo\n", "b.txt": "b\n", "old.txt": "old\n" };

async function preview(tool: string, input: unknown) {
  await using workspace = await createWorkspace({ files });
  symlinkSync("/etc/hostname", join(workspace.root, "link.txt"));
  const { default: loaded } = await entries.find(({ name }) => name === tool)!.load();
  const found = await previewCall(loaded, input, { workspace: workspace.root, signal: new AbortController().signal });
  // Nothing was written.
  for (const [path, content] of Object.entries(files)) expect(await workspace.read(path)).toBe(content);
  return found;
}

verifies("surfaces.preview", async () => {
  expect({
    edit: await preview("edit", { path: "a.txt", old: "two", new: "2" }),
    over: await preview("write", { path: "a.txt", content: "new\n" }),
    new: await preview("write", { path: "dir/new.txt", content: "new\n" }),
  }).toEqual({
    edit: [{ path: "a.txt", before: "one\ntwo\n", after: "one\n2\n" }],
    over: [{ path: "a.txt", before: "one\ntwo\n", after: "new\n" }],
    new: [{ path: "dir/new.txt", before: "", after: "new\n" }],
  });
});

verifies("surfaces.preview", "several files, one of them gone, one moved", async () => {
  const patch = `*** Begin Patch
*** Update File: a.txt
@@
 one
-two
+2
*** Update File: b.txt
*** Move to: c.txt
@@
-b
+c
*** Delete File: old.txt
*** End Patch`;
  const found = await preview("patch", { patch });
  expect(Array.isArray(found) && found.toSorted((one, other) => (one.path < other.path ? -1 : 1))).toEqual([
    { path: "a.txt", before: "one\ntwo\n", after: "one\n2\n" },
    { path: "b.txt", before: "b\n", after: "" },
    { path: "c.txt", before: "", after: "c\n" },
    { path: "old.txt", before: "old\n", after: "" },
  ]);
});

verifies("surfaces.preview", "what could not be done, and nothing outside of the workspace", async () => {
  expect([
    await preview("edit", { path: "a.txt", old: "three", new: "3" }),
    await preview("edit", { path: "link.txt", old: "a", new: "x" }),
  ]).toEqual([{ problem: expect.stringContaining("a.txt was not changed") }, { problem: expect.stringContaining("/etc/hostname") }]);
});
