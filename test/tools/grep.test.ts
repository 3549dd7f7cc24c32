import { symlink, utimes, writeFile } from "node:fs/promises";
import { fc } from "../properties.ts";
import { expect } from "vitest";
import type { Box } from "../../src/contract/sandbox.ts";
import type { ToolContext } from "../../src/contract/tool.ts";
import glob from "../../src/tools/glob.ts";
import grep from "../../src/tools/grep.ts";
import { verifies } from "../verifies.ts";
import { openBench, type Bench, type BenchFiles } from "./context.ts";

/** The same box where ripgrep is not installed. */
function withoutRipgrep(box: Box): Box {
  return { ...box, exec: (argv, options) => box.exec(["/nowhere/rg", ...argv.slice(1)], options) };
}

type GrepInput = Parameters<typeof grep.run>[0];

/** The answer of both engines, which must be the same one. */
async function grepBoth(bench: Bench, input: GrepInput): Promise<string> {
  const ripgrep = await grep.run(input, bench.context);
  const plain = await grep.run(input, { ...bench.context, sandbox: withoutRipgrep(bench.box) });
  expect(plain).toEqual(ripgrep);
  return ripgrep.text;
}

const project: BenchFiles = {
  ".gitignore": "*.log\nbuild/\n!keep.log\n/secret.txt\n",
  ".git/config": "needle\n",
  ".github/ci.yml": "needle: 1\n",
  ".ignore": "shown.txt\n",
  "a.ts": "const needle = 1;\nconst other = 2;\nNEEDLE\n",
  "b/.gitignore": "inner.txt\n",
  "b/c.ts": "no\nno\nneedle needle\nno\nno\n",
  "b/inner.txt": "needle\n",
  "b/secret.txt": "needle\n",
  "build/out.js": "needle\n",
  "crlf.txt": "x\r\nneedle\r\n",
  "debug.log": "needle\n",
  "keep.log": "needle\n",
  "latin.txt": Buffer.from("caf\xe9 needle\n", "latin1"),
  "long.min.js": `${"x".repeat(5000)}needle\n`,
  "secret.txt": "needle\n",
  "shown.txt": "needle\n",
  "with space/ü.txt": "needle 😀\n",
  "x.bin": Buffer.from("needle\0needle\n"),
  "wide.txt": Buffer.from("\ufeffneedle\n", "utf16le"),
};

verifies("tools.grep", "every line that matches, without what git ignores", async () => {
  await using bench = await openBench(project);
  await symlink("a.ts", bench.workspace.path("link.ts"));
  expect(await grepBoth(bench, { pattern: "needle" })).toBe(
    [
      ".github/ci.yml\n1:needle: 1",
      "a.ts\n1:const needle = 1;",
      "b/c.ts\n3:needle needle",
      "b/secret.txt\n1:needle",
      "crlf.txt\n2:needle",
      "keep.log\n1:needle",
      "latin.txt\n1:café needle",
      `long.min.js\n1:${"x".repeat(300)} [4706 more characters in this line]`,
      "shown.txt\n1:needle",
      "wide.txt\n1:needle",
      "with space/ü.txt\n1:needle 😀",
    ].join("\n\n"),
  );
});

verifies("tools.grep-engines", "options", async () => {
  await using bench = await openBench(project);
  const table: [GrepInput, string][] = [
    [{ pattern: "needle", ignoreCase: true, path: "a.ts" }, "a.ts\n1:const needle = 1;\n3:NEEDLE"],
    [{ pattern: "(?i)NEEDLE", path: "b/c.ts" }, "b/c.ts\n3:needle needle"],
    [{ pattern: "needle", glob: "*.ts" }, "a.ts\n1:const needle = 1;\n\nb/c.ts\n3:needle needle"],
    [{ pattern: "needle", glob: "b/**" }, "b/c.ts\n3:needle needle\n\nb/secret.txt\n1:needle"],
    [{ pattern: "needle", path: "b", glob: "*.{js,ts}" }, "b/c.ts\n3:needle needle"],
    [{ pattern: "needle", path: "b/c.ts", context: 1 }, "b/c.ts\n2-no\n3:needle needle\n4-no"],
    [{ pattern: "no", path: "b/c.ts", context: 0 }, "b/c.ts\n1:no\n2:no\n4:no\n5:no"],
    [{ pattern: "needle", filesOnly: true, path: "b" }, "b/c.ts\nb/secret.txt"],
    [{ pattern: "needle", path: "build" }, "build/out.js\n1:needle"],
    [{ pattern: "needle", path: "./b/" }, "b/c.ts\n3:needle needle\n\nb/secret.txt\n1:needle"],
    [{ pattern: "^const \\w+ = \\d;$", path: "a.ts" }, "a.ts\n1:const needle = 1;\n2:const other = 2;"],
    [{ pattern: "needle$", path: "crlf.txt" }, "crlf.txt\n2:needle"],
    [{ pattern: "\\p{Emoji_Presentation}" }, "with space/ü.txt\n1:needle 😀"],
    [{ pattern: "(?<=const )other" }, "a.ts\n2:const other = 2;"],
    [{ pattern: "-needle" }, "No matches."],
    [{ pattern: "nothing at all" }, "No matches."],
  ];
  for (const [input, text] of table) expect([input, await grepBoth(bench, input)]).toEqual([input, text]);
});

verifies("tools.grep-engines", "gaps between matches with context are marked", async () => {
  await using bench = await openBench({
    f: Array.from({ length: 9 }, (_, index) => (index % 6 === 1 ? "hit" : `l${index + 1}`)).join("\n"),
  });
  expect(await grepBoth(bench, { pattern: "hit", context: 1 })).toBe("f\n1-l1\n2:hit\n3-l3\n--\n7-l7\n8:hit\n9-l9");
});

verifies("tools.grep-engines", "the answer is bounded", async () => {
  await using bench = await openBench({ "a.txt": "hit\n".repeat(200), "b.txt": "hit\n".repeat(200), "c.txt": "hit\n" });
  const text = await grepBoth(bench, { pattern: "hit" });
  expect([text.split("\n").length, text.split("\n").at(-1)]).toEqual([304, "[more matches; narrow the search with path or glob]"]);
});

verifies("tools.grep-engines", "any .gitignore files", async () => {
  const name = fc.constantFrom("a", "b", "c.t", "d.t");
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
  const rule = fc.tuple(
    fc.constantFrom("", "!", "/", "**/"),
    fc.oneof(path, fc.constantFrom("*.t", "a/**", "**/b", "?", "[ab]")),
    fc.constantFrom("", "/"),
  );
  const rules = fc
    .array(
      rule.map((parts) => parts.join("")),
      { maxLength: 4 },
    )
    .map((lines) => lines.join("\n"));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(path, { minLength: 1, maxLength: 8 }), rules, rules, async (paths, top, inner) => {
      // A path that is a folder of another one cannot be a file too.
      const leaves = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
      const files = Object.fromEntries(leaves.map((path) => [path, ""]));
      const folder = leaves.find((path) => path.includes("/"))?.split("/")[0];
      await using bench = await openBench({
        ...files,
        ".gitignore": top,
        ...(folder !== undefined && { [`${folder}/.gitignore`]: inner }),
      });
      const plain = { ...bench.context, sandbox: withoutRipgrep(bench.box) };
      expect(await listed(plain)).toEqual(await listed(bench.context));
    }),
    { numRuns: 40 },
  );
});

async function listed(context: ToolContext): Promise<string[]> {
  return (await glob.run({ pattern: "**" }, context)).text.split("\n").sort();
}

verifies("tools.grep", "an invalid pattern is answered with the reason", async () => {
  await using bench = await openBench({ a: "x" });
  const plain = { ...bench.context, sandbox: withoutRipgrep(bench.box) };
  expect([await bench.call(grep, { pattern: "a(b" }), await grep.run({ pattern: "a(b" }, plain)]).toEqual([
    { ok: false, text: "Invalid regular expression: unclosed group" },
    { ok: false, text: "Invalid regular expression: /a(b/: Unterminated group" },
  ]);
});

verifies("tools.grep-hang", async () => {
  await using bench = await openBench({ a: `${"a".repeat(60)}b\n`, ok: "aab" });
  const plain = { ...bench.context, sandbox: withoutRipgrep(bench.box) };
  expect([await grep.run({ pattern: "^(a+)+$", path: "a" }, plain), await grep.run({ pattern: "^(a+)+b$", path: "ok" }, plain)]).toEqual([
    { ok: false, text: "The pattern takes too long to match. Use a simpler one." },
    { ok: true, text: "ok\n1:aab" },
  ]);
});

verifies("tools.path-outside", "searching", async () => {
  await using outside = await openBench({ "secret.txt": "needle\n" });
  await using bench = await openBench({ "in.txt": "needle\n" });
  await symlink(outside.workspace.root, bench.workspace.path("out"));
  await symlink(outside.workspace.path("secret.txt"), bench.workspace.path("link.txt"));
  await symlink(".", bench.workspace.path("self"));

  expect(await grepBoth(bench, { pattern: "needle" })).toBe("in.txt\n1:needle");
  expect(await bench.call(glob, { pattern: "**" })).toEqual({ ok: true, text: "in.txt" });
  for (const path of ["out", "link.txt", "..", "/etc"]) {
    const refused = { ok: false, text: expect.stringMatching(/outside|leads out/) };
    expect(await bench.call(grep, { pattern: "needle", path })).toEqual(refused);
    expect(await bench.call(glob, { pattern: "*", path })).toEqual(refused);
  }
});

verifies("tools.names-escaped", "in searches", async () => {
  await using bench = await openBench({ "a\n\u001b[31m.txt": "needle \u001b[31m\n" });
  expect(await grepBoth(bench, { pattern: "needle" })).toBe("a\\n\\x1b[31m.txt\n1:needle \\x1b[31m");
  expect(await bench.call(glob, { pattern: "*.txt" })).toEqual({ ok: true, text: "a\\n\\x1b[31m.txt" });
});

verifies("tools.glob", "newest first, without what git ignores", async () => {
  await using bench = await openBench(project);
  for (const [index, file] of ["b/c.ts", "a.ts"].entries()) await utimes(bench.workspace.path(file), 1000, 1000 + index);
  const plain = { ...bench.context, sandbox: withoutRipgrep(bench.box) };
  const table: [Parameters<typeof glob.run>[0], string][] = [
    [{ pattern: "*.ts" }, "a.ts\nb/c.ts"],
    [{ pattern: "**/*.ts" }, "a.ts\nb/c.ts"],
    [{ pattern: "b/*" }, "b/.gitignore\nb/secret.txt\nb/c.ts"],
    [{ pattern: "*", path: "build" }, "build/out.js"],
    [{ pattern: "*.log" }, "keep.log"],
    [{ pattern: "config" }, "No files."],
    [{ pattern: "ci.*" }, ".github/ci.yml"],
  ];
  const time = new Date(2000);
  await utimes(bench.workspace.path("b/secret.txt"), time, new Date(3_000_000));
  await utimes(bench.workspace.path("b/.gitignore"), time, new Date(4_000_000));
  for (const [input, text] of table) {
    expect([input, await glob.run(input, bench.context)]).toEqual([input, { ok: true, text }]);
    expect([input, await glob.run(input, plain)]).toEqual([input, { ok: true, text }]);
  }
});

verifies("tools.glob", "a bounded number, and only in folders", async () => {
  await using bench = await openBench();
  for (let index = 0; index < 205; index++) await writeFile(bench.workspace.path(`f${index}`), "");
  const { text } = await bench.call(glob, { pattern: "f*" });
  expect([text.split("\n").length, text.split("\n").at(-1)]).toEqual([201, "[5 older files]"]);
  expect(await bench.call(glob, { pattern: "*", path: "f1" })).toEqual({ ok: false, text: "f1 is a file, not a folder." });
  expect(await bench.call(glob, { pattern: "*", path: "g1" })).toMatchObject({ ok: false, text: expect.stringContaining("Nearest: f1") });
});

verifies("tools.kept", "contents and names, with both engines", async () => {
  const files = {
    "a.ts": "needle\n",
    "secrets/key": "needle\n",
    "secrets/deep/key": "needle\n",
    "b/.env": "needle\n",
    "secretsish/x": "needle\n",
  };
  await using open = await openBench(files);
  await using kept = await openBench(files, { kept: () => ["secrets", "b/.env"] });
  await using one = await openBench(files, { kept: () => ["a.ts"] });
  const shown = async (bench: Bench, input: GrepInput) => (await grepBoth(bench, { filesOnly: true, ...input })).split("\n").sort();
  expect(await shown(open, { pattern: "needle" })).toEqual(["a.ts", "b/.env", "secrets/deep/key", "secrets/key", "secretsish/x"]);
  const note = "[2 paths that rules keep from being read are left out]";
  expect(await shown(kept, { pattern: "needle" })).toEqual([note, "a.ts", "secretsish/x"]);
  expect(await grepBoth(kept, { pattern: "elsewhere" })).toBe(`No matches.\n${note}`);
  expect(await grepBoth(one, { pattern: "needle", path: "a.ts" })).toBe(
    "No matches.\n[1 path that a rule keeps from being read is left out]",
  );
  const names = async (bench: Bench) => (await bench.call(glob, { pattern: "**/{key,.env,x}" })).text.split("\n").sort();
  expect(await names(open)).toEqual(["b/.env", "secrets/deep/key", "secrets/key", "secretsish/x"]);
  expect(await names(kept)).toEqual([note, "secretsish/x"]);
});
