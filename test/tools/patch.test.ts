import { chmod, stat, writeFile } from "node:fs/promises";
import { expect } from "vitest";
import patch from "../../src/tools/patch.ts";
import read from "../../src/tools/read.ts";
import { verifies } from "../verifies.ts";
import { openBench, type Bench } from "./context.ts";

function apply(bench: Bench, ...lines: string[]): ReturnType<Bench["call"]> {
  return bench.call(patch, { patch: ["*** Begin Patch", ...lines, "*** End Patch"].join("\n") });
}

async function tree(bench: Bench): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const visit = async (folder: string): Promise<void> => {
    for (const { name, type } of await bench.box.files.list(folder)) {
      const path = folder === "." ? name : `${folder}/${name}`;
      if (type === "directory") await visit(path);
      else found[path] = await bench.workspace.read(path);
    }
  };
  await visit(".");
  return found;
}

verifies("tools.patch", "many files at once", async () => {
  await using bench = await openBench({ "gone.txt": "x\n", "src/a.ts": "one\r\ntwo\r\n", "run.sh": "#!/bin/sh\necho a\n" });
  await chmod(bench.workspace.path("run.sh"), 0o755);

  const result = await apply(
    bench,
    "*** Add File: docs/new.md",
    "+# New",
    "*** Delete File: gone.txt",
    "*** Update File: src/a.ts",
    "@@",
    " one",
    "-two",
    "+2",
    "*** Update File: run.sh",
    "*** Move to: bin/run.sh",
    "@@",
    "-echo a",
    "+echo b",
  );

  expect(result).toEqual({
    ok: true,
    text: [
      "Added docs/new.md.",
      "Deleted gone.txt.",
      "Edited src/a.ts.\n@@ -1,2 +1,2 @@\n one\n-two\n+2",
      "Moved run.sh to bin/run.sh.\n@@ -1,2 +1,2 @@\n #!/bin/sh\n-echo a\n+echo b",
    ].join("\n"),
  });
  expect(await tree(bench)).toEqual({ "docs/new.md": "# New\n", "src/a.ts": "one\r\n2\r\n", "bin/run.sh": "#!/bin/sh\necho b\n" });
  expect((await stat(bench.workspace.path("bin/run.sh"))).mode & 0o777).toBe(0o755);
});

verifies("tools.patch", "a file is moved without a change", async () => {
  await using bench = await openBench({ a: "x\n" });
  expect(await apply(bench, "*** Update File: a", "*** Move to: b")).toEqual({ ok: true, text: "Moved a to b." });
  expect(await tree(bench)).toEqual({ b: "x\n" });
});

verifies("tools.patch", "the places that matched only up to white space are told", async () => {
  await using bench = await openBench({ "a.go": "f {\n\tx\n}\n" });
  const { text } = await apply(bench, "*** Update File: a.go", "@@ f {", "-  x", "+  y");
  expect([text.split("\n")[1], await bench.workspace.read("a.go")]).toEqual([
    "Matched only up to white space, and given the file's indentation: line 2.",
    "f {\n\ty\n}\n",
  ]);
});

verifies("tools.patch-atomic", "one section that does not fit", async () => {
  const files = { "a.txt": "a\n", "b.txt": "b\n", "c.txt": "c\n" };
  const good = ["*** Update File: a.txt", "@@", "-a", "+A", "*** Delete File: c.txt", "*** Add File: n.txt", "+n"];
  const bad: [string[], string][] = [
    [
      ["*** Update File: b.txt", "@@", "-nothing here", "+x"],
      "b.txt: The hunk does not fit: its context and removed lines do not stand in the file.",
    ],
    [["*** Update File: bb.txt", "@@", "-b", "+x"], "bb.txt does not exist. Nearest: b.txt, a.txt, c.txt"],
    [["*** Add File: b.txt", "+x"], "b.txt exists already. Use *** Update File."],
    [["*** Delete File: d/e.txt"], "d/e.txt does not exist."],
    [["*** Update File: b.txt", "*** Move to: a.txt"], "a.txt exists already. Use *** Update File."],
    [["*** Update File: a.txt", "@@", "-a", "+B"], "The patch names a.txt twice. Put all its hunks under one header."],
    [["*** Add File: ../x", "+x"], ""],
    [["*** Add File: a.txt/x", "+x"], "a.txt/x is not a folder, or leads through something that is none."],
  ];
  for (const [lines, message] of bad) {
    await using bench = await openBench(files);
    const result = await apply(bench, ...good, ...lines);
    expect({ ...result, tree: await tree(bench) }).toEqual({
      ok: false,
      text: expect.stringContaining(`Nothing was written. ${message}`),
      tree: files,
    });
  }
  await using bench = await openBench(files);
  await apply(bench, ...good);
  expect(await tree(bench)).toEqual({ "a.txt": "A\n", "b.txt": "b\n", "n.txt": "n\n" });
});

verifies("tools.patch-atomic", "a write that fails takes back the ones before it", async () => {
  await using bench = await openBench({ "a.txt": "a\n", "b.txt": "b\n", "moved.txt": "m\n", "gone.txt": "g\n" });
  const tooLong = "n".repeat(300);
  // The name can be looked up but not made: the folder `x` is a file by the time it is written to.
  const result = await apply(
    bench,
    "*** Update File: a.txt",
    "@@",
    "-a",
    "+A",
    "*** Add File: x",
    "+x",
    "*** Update File: moved.txt",
    "*** Move to: elsewhere/moved.txt",
    "*** Delete File: gone.txt",
    "*** Add File: x/y",
    "+y",
  );
  expect({ ...result, tree: await tree(bench) }).toEqual({
    ok: false,
    text: "Nothing was written. x/y is not a folder, or leads through something that is none.",
    tree: { "a.txt": "a\n", "b.txt": "b\n", "moved.txt": "m\n", "gone.txt": "g\n" },
  });
  expect(await apply(bench, "*** Add File: ok", "+x", `*** Add File: ${tooLong}`, "+y")).toMatchObject({ ok: false });
  expect(bench.workspace.exists("ok")).toBe(false);
});

verifies("tools.edit-changed", "a patch is refused when a file changed since it was read", async () => {
  await using bench = await openBench({ "a.txt": "a\n", "b.txt": "b\n" });
  await bench.call(read, { path: "a.txt" });
  await writeFile(bench.workspace.path("a.txt"), "a\nmore\n");
  const update = ["*** Update File: a.txt", "@@", "-a", "+A"];
  expect(await apply(bench, ...update)).toEqual({
    ok: false,
    text: "Nothing was written. a.txt changed since you read it. Read it again.",
  });
  expect(await apply(bench, "*** Delete File: a.txt")).toMatchObject({ ok: false });
  await bench.call(read, { path: "a.txt" });
  expect(await apply(bench, ...update)).toMatchObject({ ok: true });
});
