import { expect } from "vitest";
import { entries } from "../../src/surfaces/commands/index.gen.ts";
import { verifies } from "../verifies.ts";
import { createMachine } from "./fettle.ts";

verifies("surfaces.help", async () => {
  await using machine = await createMachine();
  const { code, stdout } = await machine.fettle([]);
  expect(code).toBe(0);
  const listed = stdout.split("\n").map((line) => line.trim().split(/ {2,}/));
  for (const { name, summary } of entries) expect(listed).toContainEqual([name, summary]);
});

for (const { name } of entries) {
  verifies("surfaces.help", name, async () => {
    await using machine = await createMachine();
    const { code, stdout, stderr } = await machine.fettle([name, "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Usage: fettle ${name} `));
    const [, examples = ""] = stdout.split("\nExamples:\n");
    // Two lines each: the command, then what it does.
    const [commands, effects] = [0, 1].map((odd) =>
      examples
        .trimEnd()
        .split("\n")
        .filter((_, index) => index % 2 === odd),
    );
    expect(commands!.length).toBeGreaterThan(0);
    expect(commands!.filter((command) => !command.includes(`fettle ${name}`))).toEqual([]);
    expect(effects!.filter((effect) => !/^ {4}[a-z].*[^.]$/.test(effect))).toEqual([]);
  });
}

verifies("surfaces.help", "asked for in another way", async () => {
  await using machine = await createMachine();
  expect(await machine.fettle(["help", "exec"])).toEqual(await machine.fettle(["exec", "--help"]));
  expect(await machine.fettle(["help"])).toEqual(await machine.fettle([]));
});

verifies("surfaces.misuse", async () => {
  await using machine = await createMachine();
  const told = [];
  for (const args of [
    ["thread"],
    ["xyzzy"],
    ["--verison"],
    ["exec", "--jsno", "x"],
    ["show"],
    ["config", "too", "much"],
    ["exec", "--model"],
  ]) {
    const { code, stdout, stderr } = await machine.fettle(args);
    told.push([code, stdout, ...stderr.trimEnd().split("\n")]);
  }
  expect(told).toEqual([
    [2, "", "fettle: There is no command `thread`. [usage.invalid]", "  Did you mean `fettle threads`?"],
    [2, "", "fettle: There is no command `xyzzy`. [usage.invalid]", "  `fettle --help` lists the commands."],
    [2, "", "fettle: There is no option `--verison`. [usage.invalid]", "  Did you mean `fettle --version`?"],
    [2, "", "fettle: Unknown option '--jsno' [usage.invalid]", "  Did you mean --json?"],
    [2, "", "fettle: Missing required argument 'thread' [usage.invalid]", "  `fettle show --help` shows how it is used."],
    [
      2,
      "",
      "fettle: Too many arguments. Expected 0 arguments but got 2. [usage.invalid]",
      "  `fettle config --help` shows how it is used.",
    ],
    [2, "", "fettle: Option '--model <provider/model>' argument missing [usage.invalid]", "  `fettle exec --help` shows how it is used."],
  ]);
});
