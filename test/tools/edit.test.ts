import { chmod, stat, symlink, writeFile } from "node:fs/promises";
import { expect } from "vitest";
import edit from "../../src/tools/edit.ts";
import read from "../../src/tools/read.ts";
import write from "../../src/tools/write.ts";
import { verifies } from "../verifies.ts";
import { openBench } from "./context.ts";

verifies("tools.edit-exact", "in a file: mark, line ends, encoding and mode stay", async () => {
  await using bench = await openBench({
    "a.txt": Buffer.from("\ufeffone\r\ntwo\r\nthree", "utf8"),
    "latin.txt": Buffer.from("caf\xe9 noir\n", "latin1"),
    "wide.txt": Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("eins\nzwei\n", "utf16le")]),
  });
  await chmod(bench.workspace.path("a.txt"), 0o751);

  const results = [
    await bench.call(edit, { path: "a.txt", old: "two\n", new: "2\n2b\n" }),
    await bench.call(edit, { path: "latin.txt", old: "noir", new: "crème" }),
    await bench.call(edit, { path: "./wide.txt", old: "zwei", new: "漢" }),
  ];

  expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(await bench.bytes("a.txt")).toEqual(Buffer.from("\ufeffone\r\n2\r\n2b\r\nthree", "utf8"));
  expect((await stat(bench.workspace.path("a.txt"))).mode & 0o777).toBe(0o751);
  expect(await bench.bytes("latin.txt")).toEqual(Buffer.from("caf\xe9 cr\xe8me\n", "latin1"));
  expect(await bench.bytes("wide.txt")).toEqual(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("eins\n漢\n", "utf16le")]));
});

verifies("tools.edit-exact", "the change is reported as a diff", async () => {
  await using bench = await openBench({ "a.ts": "a\nb\nc\nd\ne\n" });
  expect(await bench.call(edit, { path: "a.ts", old: "c", new: "C\nC2" })).toEqual({
    ok: true,
    text: "Edited a.ts.\n@@ -2,3 +2,4 @@\n b\n-c\n+C\n+C2\n d",
  });
});

verifies("tools.edit-exact", "a character that the file's encoding lacks is refused", async () => {
  await using bench = await openBench({ "latin.txt": Buffer.from("caf\xe9\n", "latin1") });
  const { ok, text } = await bench.call(edit, { path: "latin.txt", old: "caf", new: "漢" });
  expect([ok, text]).toEqual([false, expect.stringContaining("windows-1252")]);
  expect(await bench.bytes("latin.txt")).toEqual(Buffer.from("caf\xe9\n", "latin1"));
});

verifies("tools.edit-tolerant", "in a file: the model is told what was adapted", async () => {
  await using bench = await openBench({ "a.go": "func f() {\n\treturn 1\n}\n" });
  expect(await bench.call(edit, { path: "a.go", old: "  return 1", new: "  return 2" })).toEqual({
    ok: true,
    text: "Edited a.go.\n`old` matched line 2 only up to white space; `new` was given the file's indentation.\n@@ -1,3 +1,3 @@\n func f() {\n-\treturn 1\n+\treturn 2\n }",
  });
});

verifies("tools.edit-changed", "an edit is refused once, with the lines as they are now", async () => {
  await using bench = await openBench({ "a.txt": "one\ntwo\nthree\n" });
  await bench.call(read, { path: "a.txt" });
  await writeFile(bench.workspace.path("a.txt"), "zero\none\ntwo\nthree\n");

  const refused = await bench.call(edit, { path: "a.txt", old: "two", new: "2" });
  const untouched = await bench.workspace.read("a.txt");
  const repeated = await bench.call(edit, { path: "a.txt", old: "two", new: "2" });

  expect(refused).toEqual({
    ok: false,
    text: "a.txt changed since you read it; nothing was written. The lines are now:\n2\tone\n3\ttwo\n4\tthree\nSend the edit again if it still fits.",
  });
  expect(untouched).toBe("zero\none\ntwo\nthree\n");
  expect([repeated.ok, await bench.workspace.read("a.txt")]).toEqual([true, "zero\none\n2\nthree\n"]);
});

verifies("tools.edit-changed", "edits one after the other need no reading between them", async () => {
  await using bench = await openBench({ "a.txt": "one\ntwo\n" });
  await bench.call(read, { path: "a.txt" });
  await bench.call(edit, { path: "a.txt", old: "one", new: "1" });
  await bench.call(edit, { path: "./a.txt", old: "two", new: "2" });
  expect(await bench.workspace.read("a.txt")).toBe("1\n2\n");
});

verifies("tools.edit-not-found", "in files that cannot be edited", async () => {
  await using bench = await openBench({ "b.bin": Buffer.from([0, 1, 2]), "src/a.ts": "a", "src/b/c.ts": "" });
  const table: [string, string][] = [
    ["b.bin", "b.bin is binary (3 bytes). Use shell to change it."],
    ["src", "src is a folder; list shows what is in it."],
    ["src/x.ts", "src/x.ts does not exist. Nearest: src/a.ts"],
    ["src/a.ts/b", "src/a.ts/b is not a folder, or leads through something that is none."],
  ];
  for (const [path, text] of table) expect(await bench.call(edit, { path, old: "a", new: "b" })).toEqual({ ok: false, text });
});

verifies("tools.path-outside", "writing", async () => {
  await using outside = await openBench({ "secret.txt": "secret\n" });
  await using bench = await openBench();
  await symlink(outside.workspace.root, bench.workspace.path("out"));

  for (const path of ["out/secret.txt", "out/new.txt", `${outside.workspace.root}/secret.txt`, "../x"]) {
    const results = [await bench.call(edit, { path, old: "secret", new: "x" }), await bench.call(write, { path, content: "x" })];
    expect(results).toEqual(Array.from(results, () => ({ ok: false, text: expect.stringMatching(/outside|leads out/) })));
  }
  expect(await outside.workspace.read("secret.txt")).toBe("secret\n");
  expect(outside.workspace.exists("new.txt")).toBe(false);
});

verifies("tools.write", "a new file, and its folders", async () => {
  await using bench = await openBench();
  expect(await bench.call(write, { path: "a/b/c.txt", content: "x\ny" })).toEqual({ ok: true, text: "Wrote a/b/c.txt (2 lines)." });
  expect(await bench.workspace.read("a/b/c.txt")).toBe("x\ny");
});

verifies("tools.write", "an existing file only after it was read", async () => {
  await using bench = await openBench({ "a.txt": "old\n" });
  await chmod(bench.workspace.path("a.txt"), 0o755);
  const unread = await bench.call(write, { path: "a.txt", content: "new\n" });
  const kept = await bench.workspace.read("a.txt");
  await bench.call(read, { path: "a.txt" });
  const known = await bench.call(write, { path: "a.txt", content: "new\n" });
  const again = await bench.call(write, { path: "a.txt", content: "newer\n" });

  expect([unread, kept]).toEqual([
    { ok: false, text: "a.txt exists and you have not read it; nothing was written. Read it first, or edit it." },
    "old\n",
  ]);
  expect([known.ok, again.ok, await bench.workspace.read("a.txt")]).toEqual([true, true, "newer\n"]);
  expect((await stat(bench.workspace.path("a.txt"))).mode & 0o777).toBe(0o755);
});

verifies("tools.edit-changed", "a write is refused until the file is read again", async () => {
  await using bench = await openBench({ "a.txt": "old\n" });
  await bench.call(read, { path: "a.txt" });
  await writeFile(bench.workspace.path("a.txt"), "theirs\n");
  expect(await bench.call(write, { path: "a.txt", content: "mine\n" })).toEqual({
    ok: false,
    text: "a.txt changed since you read it; nothing was written. Read it again first.",
  });
  expect(await bench.workspace.read("a.txt")).toBe("theirs\n");
});

verifies("tools.write", "not over a folder, nor below a file", async () => {
  await using bench = await openBench({ "d/x": "", f: "" });
  expect([await bench.call(write, { path: "d", content: "" }), await bench.call(write, { path: "f/y", content: "" })]).toEqual([
    { ok: false, text: "d is a folder; list shows what is in it." },
    { ok: false, text: "f/y is not a folder, or leads through something that is none." },
  ]);
});
