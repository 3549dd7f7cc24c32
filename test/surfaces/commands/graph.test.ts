import { expect } from "vitest";
import { run } from "../../../src/testing/index.ts";
import { createMachine } from "../fettle.ts";
import { verifies } from "../../verifies.ts";

const files = {
  "src/price.ts": "export const price = 1;\n",
  "src/cart.ts": 'import { price } from "./price";\n\nexport const cart = price;\n',
  "src/cart.test.ts": 'import { cart } from "./cart";\n\ncart;\n',
  "src/a.ts": 'import "./b";\n',
  "src/b.ts": 'import "./a";\n',
  "src/evil\u001b[2J\n.ts": 'import { price } from "./price";\nexport const evil = price;\n',
};

verifies("queries.surface", async () => {
  await using machine = await createMachine(files);
  const ask = async (...args: string[]) => (await machine.fettle(args)).stdout;
  const evil = "src/evil\\x1b[2J\\n.ts";
  expect(await ask("map", "src/price.ts", "--tokens", "10")).toBe("src/price.ts\n  constant price 1\n");
  expect(await ask("refs", "price")).toBe(
    `constant price  src/price.ts:1\n  src/cart.ts:1 import\n  src/cart.ts:3\n  ${evil}:1 import\n  ${evil}:2\n`,
  );
  expect(await ask("impact", "src/price.ts")).toBe(`1 src/cart.ts\n1 ${evil}\n2 src/cart.test.ts  test; through src/cart.ts\n`);
  expect(await ask("impact", "price", "--limit", "1")).toBe("1 src/cart.ts  lines 1, 3\n");
  expect(await ask("tests", "./src/price.ts")).toBe("src/cart.test.ts  uses src/cart.ts → src/price.ts\n");
  expect(await ask("tests", "src/price.ts", "--null")).toBe("src/cart.test.ts\0");
  expect(await ask("tests", "src/price.ts", "--list")).toBe("src/cart.test.ts\n");
  expect(await ask("path", "src/price.ts", "src/cart.test.ts")).toBe("src/cart.test.ts\n→ src/cart.ts\n→ src/price.ts\n");
  expect(await ask("cycles")).toBe("2 files\n  src/a.ts\n  src/b.ts\n");

  const parsed = async (...args: string[]) =>
    (await ask(...args, "--json"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
  expect(await parsed("map", "src/price.ts", "--tokens", "10")).toEqual([
    { path: "src/price.ts", definitions: [{ name: "price", kind: "constant", line: 1 }] },
  ]);
  expect((await parsed("refs", "src/price.ts:price"))[1]).toEqual({
    path: "src/cart.ts",
    line: 3,
    certainty: "certain",
    isImport: false,
    test: false,
    of: "src/price.ts:price",
  });
  expect(await parsed("impact", "src/cart.ts")).toEqual([
    { path: "src/cart.test.ts", distance: 1, via: "src/cart.ts", test: true, lines: [] },
  ]);
  expect(await parsed("tests", "src/cart.ts", "src/a.ts")).toEqual([
    { tests: [{ path: "src/cart.test.ts", why: ["src/cart.test.ts", "src/cart.ts"] }], unreached: ["src/a.ts"] },
  ]);
  expect(await parsed("path", "src/cart.ts", "src/a.ts")).toEqual([[]]);
  expect(await parsed("cycles")).toEqual([["src/a.ts", "src/b.ts"]]);

  // What has changed since is known at once.
  await machine.workspace.write("src/new.ts", 'import "./cart";\n');
  expect(await ask("impact", "src/cart.ts", "--distance", "1")).toBe("1 src/cart.test.ts  test\n1 src/new.ts\n");
});

verifies("queries.nearest", "in each command", async () => {
  await using machine = await createMachine(files);
  const asked = [
    ["map", "src/prize.ts"],
    ["refs", "prize"],
    ["impact", "prize.ts"],
    ["tests", "prize.ts"],
    ["path", "src/cart.ts", "prize.ts"],
  ];
  for (const args of asked) {
    const { code, stderr } = await machine.fettle(args);
    expect([args[0], code, stderr]).toEqual([args[0], 2, expect.stringMatching(/Do you mean .*price/) as string]);
  }
  const wrong = [
    ["impact"],
    ["map", "--tokens", "0"],
    ["impact", "price", "--limit", "many"],
    ["refs"],
    ["tests", "--diff"],
    ["path", "a"],
  ];
  for (const args of wrong) expect([args, (await machine.fettle(args)).code]).toEqual([args, 2]);
});

verifies("queries.changed", async () => {
  await using machine = await createMachine({ ...files, ".gitignore": "ignored.ts\n" });
  const { workspace } = machine;
  const git = async (...args: string[]) => {
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
    const { code, stderr } = await run(["git", ...identity, ...args], { cwd: workspace.root });
    if (code !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  };
  const tests = async (...args: string[]) => JSON.parse((await machine.fettle(["tests", "--json", ...args])).stdout) as unknown;
  const selected = { tests: [{ path: "src/cart.test.ts", why: ["src/cart.test.ts", "src/cart.ts", "src/price.ts"] }], unreached: [] };
  await git("init", "--initial-branch=main");
  await git("add", "src/price.ts");
  // Nothing is committed yet: all of it is new, what is added and what is not.
  expect(await tests("--diff")).toMatchObject({ tests: [{ path: "src/cart.test.ts", why: ["src/cart.test.ts"] }] });
  await git("add", ".");
  await git("commit", "-m", "one");
  expect(await tests()).toEqual({ tests: [], unreached: [] });
  await workspace.write("src/price.ts", "export const price = 2;\n");
  await workspace.write("ignored.ts", "");
  expect(await tests()).toEqual(selected);
  await git("checkout", "-b", "work");
  await git("commit", "-am", "two");
  expect(await tests("--diff")).toEqual({ tests: [], unreached: [] });
  expect(await tests("--diff", "main...")).toEqual(selected);
  expect((await machine.fettle(["impact", "--diff", "main"])).stdout).toContain("1 src/cart.ts\n");
  await workspace.write("src/fresh.ts", "");
  expect(await tests()).toEqual({ tests: [], unreached: ["src/fresh.ts"] });
  // A folder of the repository is a workspace of its own.
  expect(await tests("--diff", "main", "--dir", "src")).toMatchObject({ unreached: ["fresh.ts"] });
  const unknown = await machine.fettle(["tests", "--diff", "nowhere"]);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("There is no commit nowhere here.") as string]);
  const outside = await machine.fettle(["tests", "--diff", "--output=evil"]);
  expect(outside.code).toBe(2);
});
