import { symlinkSync, truncateSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, resultTexts, setStage } from "./harness.ts";
import { sum } from "./projects.ts";

const done = reply().text("Done.");
const read = (path: string) => reply().tool("read", { path });
const edit = (path: string, from: string, to: string) => reply().tool("edit", { path, old: from, new: to });

for (const [what, before, after] of [
  ["CRLF", Buffer.from("one\r\ntwo\r\nthree\r\n"), Buffer.from("one\r\n2\r\n2b\r\nthree\r\n")],
  ["a byte order mark", Buffer.from("\ufeffone\ntwo\nthree\n"), Buffer.from("\ufeffone\n2\n2b\nthree\n")],
  ["Latin-1", Buffer.from("caf\xe9\ntwo\nthree\n", "latin1"), Buffer.from("caf\xe9\n2\n2b\nthree\n", "latin1")],
  ["no last newline", Buffer.from("one\ntwo\nthree"), Buffer.from("one\n2\n2b\nthree")],
] as const) {
  verifies("exec.strange-files", `${what} stays`, async () => {
    await using stage = await setStage({ files: { "a.txt": before }, replies: [read("a.txt"), edit("a.txt", "two\n", "2\n2b\n"), done] });

    const { events } = await stage.exec(["go"]);

    expect({ results: oks(events), content: await readFile(stage.workspace.path("a.txt")) }).toEqual({
      results: [true, true],
      content: after,
    });
  });
}

verifies("exec.strange-files", "binary", async () => {
  const content = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0, 255, 254]);
  await using stage = await setStage({ files: { "a.bin": content }, replies: [read("a.bin"), edit("a.bin", "ELF", "elf"), done] });

  const { events } = await stage.exec(["go"]);

  expect({ results: oks(events), content: await readFile(stage.workspace.path("a.bin")) }).toEqual({ results: [false, false], content });
  expect(resultTexts(events)[0]).toMatch(/^a\.bin is binary: /);
});

verifies("exec.strange-files", "two gigabytes", async () => {
  const replies = [read("a.txt"), reply().tool("grep", { pattern: "needle" }), edit("a.txt", "hay", "straw"), done];
  await using stage = await setStage({ files: { "a.txt": "hay\n" }, replies });
  truncateSync(stage.workspace.path("a.txt"), 2 ** 31);

  const { events } = await stage.exec(["go"]);

  expect(resultTexts(events)).toEqual([
    "a.txt is binary: of unknown type, more than 16.0 MiB.",
    "No matches.",
    "a.txt is larger than 16.0 MiB. Use shell to change it.",
  ]);
});

verifies("exec.strange-files", "a line of five megabytes", async () => {
  const replies = [read("a.txt"), reply().tool("grep", { pattern: "xx" }), done];
  await using stage = await setStage({ files: { "a.txt": "x".repeat(5_000_000) }, replies });

  const { events } = await stage.exec(["go"]);

  expect({ ok: oks(events), short: resultTexts(events).every((text) => text.length < 30_000) }).toEqual({ ok: [true, true], short: true });
});

/** Names and contents that would move the cursor, change colours or write into the clipboard of whoever sees them. */
const escapes = "\u001b[31mred\u001b]52;c;aGk=\u0007\u009b2J";

verifies("exec.strange-files", "nothing raw on the terminal", async () => {
  const name = `a\n${escapes}.txt`;
  await using stage = await setStage({
    files: { ...sum, [name]: `${escapes}\n` },
    replies: [
      reply().text(escapes).tool("list", { path: "." }),
      read(name),
      edit(name, "red", "green"),
      read(`${name}-missing`),
      reply().tool("shell", { script: `cat a*.txt; printf '${escapes}' >&2; false` }),
      reply().tool(escapes),
      reply().text(`Done. ${escapes}`),
    ],
  });

  const { code, stdout, stderr, events } = await stage.exec([`go ${escapes}`, "--verbose"]);

  // oxlint-disable-next-line no-control-regex -- it is about them
  const control = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;
  expect({ code, stdout: control.test(stdout), stderr: control.test(stderr) }).toEqual({ code: 0, stdout: false, stderr: false });
  expect(stderr).toContain("\\x1b[31m");
  // The log has them as they are, in JSON's own escapes.
  expect(eventsOf(events, "transaction.committed")[0]!.changes[0]!.path).toBe(name);
});

verifies("exec.strange-places", "links in circles", async () => {
  const replies = [
    reply().tool("list", { path: "." }),
    read("a"),
    reply().tool("glob", { pattern: "**/*.js" }),
    reply().tool("grep", { pattern: "exports" }),
    reply().tool("write", { path: "folder/loop/new.txt", content: "new\n" }),
    done,
  ];
  await using stage = await setStage({ files: { ...sum, "folder/b.js": "exports.b = 1;\n" }, replies });
  symlinkSync("b", stage.workspace.path("a"));
  symlinkSync("a", stage.workspace.path("b"));
  symlinkSync("..", stage.workspace.path("folder/loop"));

  const { code, events } = await stage.exec(["go"]);

  expect({ code, results: oks(events) }).toEqual({ code: 0, results: [true, false, true, true, true] });
  expect(resultTexts(events)[2]!.split("\n").sort()).toEqual(["add.js", "folder/b.js", "test.js"]);
  expect(await stage.workspace.read("new.txt")).toBe("new\n");
});

for (const git of [false, true]) {
  verifies("exec.strange-places", git ? "a git repository" : "no git repository", async () => {
    await using stage = await setStage({ files: sum, git, replies: [edit("add.js", "a + b", "b + a"), done] });

    const { code, events } = await stage.exec(["go"]);

    const { tree } = eventsOf(events, "verdict.reached")[0]!;
    expect({ code, changed: eventsOf(events, "transaction.committed")[0]!.changes.map(({ path }) => path), tree }).toEqual({
      code: 0,
      changed: ["add.js"],
      tree: expect.stringMatching(/./),
    });
  });
}

function oks(events: Parameters<typeof resultTexts>[0]): boolean[] {
  return eventsOf(events, "item.completed").map(({ ok }) => ok);
}
