import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { output, prompt, writeEvents } from "../../log/search/story.ts";
import { createMachine } from "../fettle.ts";
import { verifies } from "../../verifies.ts";

verifies("search.surface", async () => {
  await using machine = await createMachine();
  const home = machine.home.path("state");
  const evil = "quokka \u001b]0;owned\u0007\u202egnp.exe\n\u001b[2Jnext";
  const here = writeEvents(home, [prompt("Count the\u001b[31m quokkas")], { workspace: machine.workspace.root });
  const other = writeEvents(home, [prompt("Elsewhere"), output(evil)], { workspace: "/else\u0007where" });
  const lines = async (...args: string[]) => (await machine.fettle(["search", ...args])).stdout.trimEnd().split("\n");

  const all = await machine.fettle(["search", "quokka"]);
  expect(all.code).toBe(0);
  expect(all.stdout).toBe(
    `${here} 1  2023-11-14 22:13  prompt    Count the\\x1b[31m quokkas ${machine.workspace.root}\n    Count the\\x1b[31m quokkas\n` +
      `${other} 2  2023-11-14 22:13  output    Elsewhere /else\\x07where\n    quokka \\x1b]0;owned\\x07\\u202egnp.exe\\n\\x1b[2Jnext\n`,
  );
  expect(all.stderr).toBe(`fettle show ${here} --around 1\n`);
  expect(await lines("quokka", "--workspace", "here")).toHaveLength(2);
  expect((await lines("quokka", "--thread", other))[0]).toContain(`${other} 2`);
  expect((await lines("quokka", "--limit", "1", "--json")).map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { thread: here, seq: 1, kind: "prompt", workspace: machine.workspace.root, title: "Count the\u001b[31m quokkas", marks: [[15, 21]] },
  ]);
  // What is found can be opened.
  expect((await machine.fettle(["show", other, "--around", "2"])).stdout).toContain("quokka \\x1b]0;owned");
  expect(await machine.fettle(["search", "wombat"])).toMatchObject({
    code: 0,
    stdout: "",
    stderr: expect.stringContaining("Nothing was found") as string,
  });
  expect((await machine.fettle(["search", '"*"'])).stderr).toBe("Letters and digits are what is looked for, and there are none.\n");
  const wrong = [
    ["search"],
    ["search", "a", "--limit", "0"],
    ["search", "a", "--workspace", "there"],
    ["search", "a", "--thread", "zzz"],
    ["show", other, "--around", "x"],
  ];
  expect((await Promise.all(wrong.map((args) => machine.fettle(args)))).map(({ code }) => code)).toEqual([2, 2, 2, 2, 2]);
});

verifies("search.forgotten", "by the command", async () => {
  await using machine = await createMachine();
  const home = machine.home.path("state");
  const thread = writeEvents(home, [prompt("platypus")]);
  await machine.fettle(["search", "platypus"]);
  rmSync(join(home, "threads", thread), { recursive: true });
  expect(await machine.fettle(["gc"])).toMatchObject({ code: 0 });
  expect((await machine.fettle(["search", "platypus"])).stdout).toBe("");
});
