import { appendFile, mkdir, symlink, truncate, writeFile } from "node:fs/promises";
import { expect } from "vitest";
import type { ToolResult } from "../../src/contract/tool.ts";
import { sha256 } from "../../src/lib/hash.ts";
import list from "../../src/tools/list.ts";
import read from "../../src/tools/read.ts";
import { cut, resultLimits } from "../../src/tools/support/cut.ts";
import { verifies } from "../verifies.ts";
import { openBench } from "./context.ts";
import { tinyPdf } from "./tiny-pdf.ts";

const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

verifies("tools.read-window", "a whole file, and its hash is remembered", async () => {
  await using bench = await openBench({ "a.txt": "one\ntwo\n" });
  expect(await bench.call(read, { path: "./a.txt" })).toEqual({ ok: true, text: "1\tone\n2\ttwo" });
  expect(bench.context.seen.get("a.txt")).toBe(sha256("one\ntwo\n"));
});

verifies("tools.read-window", "table", async () => {
  const lines = Array.from({ length: 10 }, (_, index) => `l${index + 1}`).join("\n");
  await using bench = await openBench({ "a.txt": `${lines}\n`, "empty.txt": "" });
  const table: [object, string][] = [
    [{ offset: 9 }, "9\tl9\n10\tl10"],
    [{ limit: 2 }, "1\tl1\n2\tl2\n[lines 1–2 of 10; go on with offset 3]"],
    [{ offset: 4, limit: 1 }, "4\tl4\n[lines 4–4 of 10; go on with offset 5]"],
    [{ offset: 11 }, "[there are only 10 lines]"],
    [{ path: "empty.txt" }, "[empty]"],
  ];
  for (const [input, text] of table) expect(await bench.call(read, { path: "a.txt", ...input })).toEqual({ ok: true, text });
});

verifies("tools.read-window", "paging shows every line once, and no page needs to be cut", async () => {
  const lines = Array.from({ length: 5000 }, (_, index) => `${index} ${"x".repeat(index % 60)}`);
  await using bench = await openBench({ "a.txt": lines.join("\n") });
  const shown: string[] = [];
  for (let offset: number | undefined = 1; offset !== undefined;) {
    const { text }: ToolResult = await bench.call(read, { path: "a.txt", offset });
    expect(cut(text, resultLimits).omittedLines).toBe(0);
    shown.push(...text.split("\n").filter((line) => /^\d+\t/.test(line)));
    const next: string | undefined = /go on with offset (\d+)/.exec(text)?.[1];
    offset = next === undefined ? undefined : Number(next);
  }
  expect(shown).toEqual(lines.map((line, index) => `${index + 1}\t${line}`));
});

verifies("tools.read-window", "a very long line is cut, with a note", async () => {
  await using bench = await openBench({ "a.min.js": `${"😀".repeat(2000)}\nend\n` });
  expect((await bench.call(read, { path: "a.min.js" })).text).toBe(`1\t${"😀".repeat(1000)} [2000 more characters in this line]\n2\tend`);
});

verifies("tools.read-large", "2 GiB", async () => {
  await using bench = await openBench({ "big.log": `first\nsecond\n${"row\n".repeat(3000)}` });
  const path = bench.workspace.path("big.log");
  // One line of 2 GiB of zero bytes that take no space on the disk.
  await truncate(path, 2 * 1024 ** 3);
  await appendFile(path, "\nlast\n");

  const rss = process.memoryUsage().rss;
  const start = await bench.call(read, { path: "big.log", limit: 2 });
  const end = await bench.call(read, { path: "big.log", offset: 3004 });

  expect(start).toEqual({ ok: true, text: "1\tfirst\n2\tsecond\n[lines 1–2 of a large file; go on with offset 3]" });
  expect(end).toEqual({ ok: true, text: "3004\tlast" });
  expect(process.memoryUsage().rss - rss).toBeLessThan(400 * 1024 ** 2);
  expect(bench.context.seen.get("big.log")).toBeUndefined();
});

verifies("tools.read-large", "binary", async () => {
  await using bench = await openBench({ "big.bin": "\0" });
  await truncate(bench.workspace.path("big.bin"), 1024 ** 3);
  expect(await bench.call(read, { path: "big.bin" })).toEqual({
    ok: false,
    text: "big.bin is binary: of unknown type, more than 16.0 MiB.",
  });
});

verifies("tools.read-large", "lines across pieces", async () => {
  const line = `${"é".repeat(700_000)}\r\n`;
  await using bench = await openBench({ "big.txt": `${line.repeat(15)}tail` });
  const { text } = await bench.call(read, { path: "big.txt", offset: 15 });
  expect(text.split("\n").map((shown) => [shown.slice(0, 8), shown.length < 4000])).toEqual([
    ["15\tééééé", true],
    ["16\ttail", true],
  ]);
  expect((await bench.call(read, { path: "big.txt", offset: 17 })).text).toBe("[the file ends before line 17]");
});

verifies("tools.read-spelling", async () => {
  const table: [Uint8Array | string, string][] = [
    ["a\r\nb\r\n", "1\ta\n2\tb\n[CRLF line ends]"],
    ["a\r\nb\n", "1\ta\n2\tb\n[CRLF on 1 of 2 line ends]"],
    ["\ufeffa\n", "1\ta\n[byte order mark]"],
    ["a", "1\ta\n[no newline at the end]"],
    [Buffer.from("caf\xe9\n", "latin1"), "1\tcafé\n[windows-1252]"],
    [Buffer.from("\ufeffhi\r\n", "utf16le"), "1\thi\n[utf-16le, byte order mark, CRLF line ends]"],
  ];
  for (const [content, text] of table) {
    await using bench = await openBench({ f: content });
    expect(await bench.call(read, { path: "f" })).toEqual({ ok: true, text });
  }
});

verifies("tools.read-kinds", "images, for models that see them", async () => {
  await using bench = await openBench({ "a.png": png });
  const blind = { ...bench.context, traits: { ...bench.context.traits, images: false } };
  expect([await bench.call(read, { path: "a.png" }), await read.run({ path: "a.png" }, blind)]).toEqual([
    { ok: true, text: "image/png, 70 bytes", parts: [{ type: "image", mediaType: "image/png", data: png.toString("base64") }] },
    { ok: false, text: "This is an image (image/png, 70 bytes), and you cannot see images." },
  ]);
});

verifies("tools.read-kinds", "images are known by their first bytes", async () => {
  const table: [string, Buffer][] = [
    ["image/jpeg", Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ["image/gif", Buffer.from("GIF89a..")],
    ["image/webp", Buffer.from("RIFF\x10\0\0\0WEBPVP8 ", "latin1")],
  ];
  for (const [mediaType, content] of table) {
    await using bench = await openBench({ f: content });
    expect((await bench.call(read, { path: "f" })).parts).toEqual([{ type: "image", mediaType, data: content.toString("base64") }]);
  }
});

verifies("tools.read-kinds", "an image that is too large", async () => {
  await using bench = await openBench({ "a.png": Buffer.concat([png, Buffer.alloc(4_000_000)]) });
  expect(await bench.call(read, { path: "a.png" })).toEqual({
    ok: false,
    text: "This image is too large (image/png, 3.8 MiB); make a smaller copy with shell.",
  });
});

verifies("tools.read-kinds", "pages of a PDF", async () => {
  await using bench = await openBench({ "a.pdf": tinyPdf(["Hello one", "Hello two", "Hello three"]), "bad.pdf": "%PDF-1.4 not really" });
  expect([
    await bench.call(read, { path: "a.pdf", limit: 2 }),
    await bench.call(read, { path: "a.pdf", offset: 3 }),
    await bench.call(read, { path: "a.pdf", offset: 4 }),
    await bench.call(read, { path: "bad.pdf" }),
  ]).toEqual([
    { ok: true, text: "--- page 1 of 3\nHello one\n--- page 2 of 3\nHello two\n[go on with offset 3]" },
    { ok: true, text: "--- page 3 of 3\nHello three" },
    { ok: true, text: "[there are only 3 pages]" },
    { ok: false, text: expect.stringMatching(/^This PDF cannot be read: /) },
  ]);
});

verifies("tools.read-kinds", "a notebook", async () => {
  const notebook = {
    nbformat: 4,
    cells: [
      { cell_type: "markdown", source: ["# Title\n", "text"] },
      {
        cell_type: "code",
        execution_count: 3,
        source: "print(1)",
        outputs: [
          { output_type: "stream", text: ["1\n"] },
          { output_type: "execute_result", data: { "text/plain": ["<Figure>"], "image/png": "..." } },
          { output_type: "error", traceback: ["\u001b[31mValueError\u001b[0m", "no"] },
        ],
      },
    ],
  };
  await using bench = await openBench({ "a.ipynb": JSON.stringify(notebook), "broken.ipynb": "{" });
  const { text } = await bench.call(read, { path: "a.ipynb" });
  expect(text.replaceAll(/^\d+\t/gm, "")).toBe(
    [
      "--- cell 1: markdown",
      "# Title",
      "text",
      "",
      "--- cell 2: code [3]",
      "print(1)",
      "--- output",
      "1",
      "--- output",
      "<Figure>",
      "(also image/png)",
      "--- output",
      "ValueError",
      "no",
      "[cells shown as text; the file itself is JSON]",
    ].join("\n"),
  );
  expect((await bench.call(read, { path: "broken.ipynb" })).text).toBe("1\t{\n[no newline at the end]");
});

verifies("tools.read-kinds", "folders and binary files", async () => {
  await using bench = await openBench({ "d/x": "", "a.zip": Buffer.from("PK\x03\x04\0\0\0\0", "latin1"), b: Buffer.from([0, 1]) });
  expect([await bench.call(read, { path: "d" }), await bench.call(read, { path: "a.zip" }), await bench.call(read, { path: "b" })]).toEqual(
    [
      { ok: false, text: "d is a folder; list shows what is in it." },
      { ok: false, text: "a.zip is binary: application/zip, 8 bytes." },
      { ok: false, text: "b is binary: of unknown type, 2 bytes." },
    ],
  );
});

verifies("tools.read-blob", async () => {
  await using bench = await openBench();
  const output = Array.from({ length: 4000 }, (_, index) => `line ${index + 1}`).join("\n");
  const { blob } = bench.context.blobs.put(output);
  const page = await bench.call(read, { path: `blob:${blob}`, offset: 2500, limit: 2 });
  expect(page).toEqual({ ok: true, text: "2500\tline 2500\n2501\tline 2501\n[lines 2500–2501 of 4000; go on with offset 2502]" });
  expect(await bench.call(read, { path: `blob:${"0".repeat(64)}` })).toEqual({
    ok: false,
    text: `No result is kept under blob:${"0".repeat(64)}.`,
  });
  const touched = [`blob:${blob}`, "result:toolu_1", "a"].map((path) => read.touches?.({ path }));
  expect(touched).toEqual([[], [], ["a"]]);
});

verifies("tools.read-blob", "whatever was left out can be asked for by the numbers that say so, in lines of any length", async () => {
  await using bench = await openBench();
  const text = [`{"all":"${"in one line, é😀 ".repeat(20_000)}"}`, ...Array.from({ length: 3000 }, (_, index) => `line ${index}`)].join(
    "\n",
  );
  let told = { first: 0, last: 0, total: 0 };
  const shown = cut(text, resultLimits, (left) => {
    told = left;
    return "HERE";
  }).text.split("\nHERE\n");
  const { blob } = bench.context.blobs.put(text);
  const rows: string[] = [];
  for (let offset = told.first; offset <= told.last;) {
    const { text: page } = await bench.call(read, { path: `blob:${blob}`, offset, limit: told.last - offset + 1 });
    const numbered = page.split("\n").filter((line) => /^\s*\d+\t/.test(line));
    rows.push(...numbered.map((line) => line.replace(/^\s*\d+\t/, "")));
    offset += numbered.length;
  }
  const withoutBreaks = (part: string) => part.replaceAll("\n", "");
  expect(rows.length).toBe(told.last - told.first + 1);
  expect(withoutBreaks(shown[0]! + rows.join("") + shown[1]!)).toBe(withoutBreaks(text));
});

verifies("tools.read-result", async () => {
  await using bench = await openBench({}, { resultOf: async (item) => (item === "toolu_1#2" ? "one\ntwo\n[exit code 1]" : undefined) });
  expect(await bench.call(read, { path: "result:toolu_1#2", offset: 2 })).toEqual({ ok: true, text: "2\ttwo\n3\t[exit code 1]" });
  expect(await bench.call(read, { path: "result:toolu_2" })).toEqual({ ok: false, text: "No call of this thread has the id toolu_2." });
});

verifies("tools.path-missing", "near it", async () => {
  await using bench = await openBench({ "src/tools/read.ts": "", "src/tools/write.ts": "", "README.md": "" });
  const table: [string, string][] = [
    ["src/tools/raed.ts", "src/tools/raed.ts does not exist. Nearest: src/tools/read.ts, src/tools/write.ts"],
    ["src/tool/read.ts", "src/tool/read.ts does not exist. Nearest: src/tools/read.ts"],
    ["readme.md", "readme.md does not exist. Nearest: README.md"],
    ["zzzzzzzzzzzz", "zzzzzzzzzzzz does not exist."],
    ["a\0b", "A path cannot hold a zero byte."],
  ];
  for (const [path, text] of table) expect(await bench.call(read, { path })).toEqual({ ok: false, text });
});

verifies("tools.path-missing", "the workspace is gone", async () => {
  await using bench = await openBench();
  await bench.workspace[Symbol.asyncDispose]();
  expect([await bench.call(read, { path: "a" }), await bench.call(list, {})]).toEqual([
    { ok: false, text: "a does not exist." },
    { ok: false, text: ". does not exist." },
  ]);
});

verifies("tools.path-outside", "reading", async () => {
  await using outside = await openBench({ "secret.txt": "secret\n" });
  await using bench = await openBench({ "in.txt": "inside\n" });
  await symlink(outside.workspace.path("secret.txt"), bench.workspace.path("link"));
  await symlink(outside.workspace.root, bench.workspace.path("folder"));
  await symlink("loop", bench.workspace.path("loop"));
  await symlink("in.txt", bench.workspace.path("alias"));

  for (const path of ["link", "folder/secret.txt", "folder", "../x", "/etc/passwd"]) {
    expect(await bench.call(read, { path })).toEqual({ ok: false, text: expect.stringMatching(/outside|leads out/) });
  }
  expect(await bench.call(list, { path: "folder" })).toEqual({ ok: false, text: expect.stringMatching(/outside|leads out/) });
  expect(await bench.call(read, { path: "loop" })).toEqual({ ok: false, text: "loop is a symbolic link that leads back to itself." });
  expect(await bench.call(read, { path: "alias" })).toEqual({ ok: true, text: "1\tinside" });
});

verifies("tools.names-escaped", "in lists and messages", async () => {
  const hostile = "a\n\u001b[31m\u202eb.txt";
  await using bench = await openBench({ [hostile]: "x\n" });
  expect(await bench.call(list, {})).toEqual({ ok: true, text: "a\\n\\x1b[31m\\u202eb.txt" });
  expect(await bench.call(read, { path: hostile })).toEqual({ ok: true, text: "1\tx" });
  expect((await bench.call(read, { path: `${hostile}x` })).text).toBe(
    "a\\n\\x1b[31m\\u202eb.txtx does not exist. Nearest: a\\n\\x1b[31m\\u202eb.txt",
  );
  expect(read.title?.({ path: hostile })).toBe("read a\\n\\x1b[31m\\u202eb.txt");
});

verifies("tools.list", async () => {
  await using bench = await openBench({ "b.txt": "", "a/x": "", ".env": "" });
  await symlink("b.txt", bench.workspace.path("link"));
  await mkdir(bench.workspace.path("empty"));
  expect([await bench.call(list, {}), await bench.call(list, { path: "empty" }), await bench.call(list, { path: "b.txt" })]).toEqual([
    { ok: true, text: ".env\na/\nb.txt\nempty/\nlink@" },
    { ok: true, text: "[empty]" },
    { ok: false, text: "b.txt is not a folder, or leads through something that is none." },
  ]);
});

verifies("tools.list", "a large folder is bounded", async () => {
  await using bench = await openBench();
  for (let index = 0; index < 510; index++) await writeFile(bench.workspace.path(`f${String(index).padStart(3, "0")}`), "");
  const { text } = await bench.call(list, {});
  expect([text.split("\n").length, text.split("\n").at(-1)]).toEqual([501, "[10 more; use glob]"]);
});
