import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { createWorkspace, run } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";

const main = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));
const key = "sk-test-0123456789abcdef";
const question = "Key for openai: ";

function fettle(args: readonly string[], { home, stdin }: { home: string; stdin?: string }) {
  return run([process.execPath, main, "login", ...args], { env: { FETTLE_HOME: home }, ...(stdin !== undefined && { stdin }) });
}

verifies("models.command-login", "from another program", async () => {
  await using home = await createWorkspace();
  const file = home.path("credentials.json");
  expect(await fettle(["openai"], { home: home.root, stdin: `${key}\n` })).toMatchObject({
    code: 0,
    stdout: `Stored the key of openai in ${file}.\n`,
  });
  expect(JSON.parse(await home.read("credentials.json"))).toEqual({ openai: key });
  expect(await fettle(["--list"], { home: home.root })).toMatchObject({ code: 0, stdout: `openai  …cdef  ${file}\n` });
  expect(await fettle(["openai", "--remove"], { home: home.root })).toMatchObject({
    code: 0,
    stdout: `Removed the key of openai from ${file}.\n`,
  });
  expect(await fettle(["openai", "--remove"], { home: home.root })).toMatchObject({ code: 0, stdout: "No key of openai is stored.\n" });
});

verifies("models.command-login", "what is no key, or for nobody", async () => {
  await using home = await createWorkspace();
  const codes = [];
  for (const [args, stdin] of [
    [["openai"], "\n"],
    [["openai"], "two words"],
    [["opnai"], key],
    [["vertex"], key],
    [[], key],
  ] as const) {
    const { code, stderr } = await fettle(args, { home: home.root, stdin });
    codes.push([code, stderr.split("\n")[0]]);
  }
  expect(codes).toEqual([
    [2, "fettle: No key was given [usage.invalid]"],
    [2, "fettle: A key has no spaces and no other than ASCII characters [usage.invalid]"],
    [2, 'fettle: There is no provider "opnai" that takes a key [usage.invalid]'],
    [2, 'fettle: There is no provider "vertex" that takes a key [usage.invalid]'],
    [2, "fettle: Name a provider [usage.invalid]"],
  ]);
  expect(existsSync(home.path("credentials.json"))).toBe(false);
});

verifies("models.command-login", "typed at a terminal, unseen", async () => {
  await using home = await createWorkspace();
  // util-linux's script runs the command at a terminal of its own and shows what appears there.
  const command = `${process.execPath} ${main} login openai`;
  const env = { ...process.env, FETTLE_HOME: home.root, TERM: "xterm" };
  const terminal = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], { env, stdio: ["pipe", "pipe", "inherit"] });
  let shown = "";
  terminal.stdout.on("data", (chunk: Buffer) => {
    const asked = shown.includes(question);
    shown += chunk.toString();
    // A person types when asked, and mistypes.
    if (!asked && shown.includes(question)) terminal.stdin.write(`${key}x\u007f\r`);
  });
  const [code] = (await once(terminal, "close")) as [number];
  expect({ code, leaked: shown.includes(key.slice(0, 8)) }).toEqual({ code: 0, leaked: false });
  expect(JSON.parse(await home.read("credentials.json"))).toEqual({ openai: key });
});
