import { chmodSync, existsSync, symlinkSync } from "node:fs";
import { expect } from "vitest";
import { settings } from "../../src/config/settings.ts";
import { reply, run, startModelServer } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { createMachine, toServer } from "./fettle.ts";

verifies("surfaces.repeatable", async () => {
  await using machine = await createMachine({ "a.txt": "" });
  await using model = await startModelServer(reply().text("Looked."));
  const { code, stderr } = await machine.fettle(["exec", "--check", "test -f a.txt", "--check", "true", "look", "twice"], {
    env: toServer(model),
  });
  expect(code).toBe(0);
  expect(stderr).toContain("> look twice\n");
  expect(stderr).toMatch(/^✓ \w+ --check 1: test -f a\.txt · exit 0/m);
  expect(stderr).toMatch(/^✓ \w+ --check 2: true · exit 0/m);
});

verifies("surfaces.config", async () => {
  await using machine = await createMachine();
  await machine.home.write("state/config.toml", 'effort = "high"\n[providers.mine]\nwire = "chat"\n');
  const env = { FETTLE_MAX_STEPS: "20" };
  const { stdout } = await machine.fettle(["config"], { env });
  const text = stdout.split("\n").map((line) => line.split(/ {2,}/));
  expect(text.map(([key]) => key)).toEqual([...Object.keys(settings), "providers.mine.wire", ""]);
  expect(text).toContainEqual(["max_steps", "20", "FETTLE_MAX_STEPS"]);
  expect(text).toContainEqual(["effort", '"high"', `${machine.home.path("state/config.toml")}:1`]);
  const json = JSON.parse((await machine.fettle(["config", "--json"], { env })).stdout) as { settings: object };
  expect(json.settings).toMatchObject({ max_steps: { value: 20, from: "FETTLE_MAX_STEPS" }, sandbox: { value: "auto", from: "default" } });
});

verifies("surfaces.config", "a mistake says where it is", async () => {
  await using machine = await createMachine();
  await machine.home.write("state/config.toml", "max_steps = 3\nefort = 1\n");
  const { code, stdout, stderr } = await machine.fettle(["config"]);
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: "",
    stderr: `fettle: Unknown setting "efort" [config.invalid]\n  at ${machine.home.path("state/config.toml")}:2\n  Did you mean "effort"?\n`,
  });
});

verifies("surfaces.trust", async () => {
  const content = "max_steps = 7\n";
  await using machine = await createMachine({ ".fettle/config.toml": content });
  const steps = async () => {
    const { stdout, stderr } = await machine.fettle(["config"]);
    return { value: /^max_steps +(\d+)/m.exec(stdout)?.[1], ignored: stderr.includes("is ignored because nobody has trusted") };
  };
  expect(await steps()).toEqual({ value: "200", ignored: true });
  const file = machine.workspace.path(".fettle/config.toml");
  expect(await machine.fettle(["trust"])).toEqual({
    code: 0,
    signal: null,
    stdout: `${content}\n`,
    stderr: `Trusted ${file} with exactly this content.\n`,
  });
  expect(await steps()).toEqual({ value: "7", ignored: false });
  // By whatever way one gets there.
  symlinkSync(machine.workspace.root, machine.home.path("link"));
  const { stdout } = await machine.fettle(["config", "--dir", machine.home.path("link")]);
  expect(/^max_steps .*/m.exec(stdout)?.[0]).toMatch(/ 7 .*config\.toml:1$/);
  await machine.workspace.write(".fettle/config.toml", "max_steps = 8\n");
  expect(await steps()).toEqual({ value: "200", ignored: true });
});

verifies("surfaces.trust", "nothing to trust", async () => {
  await using machine = await createMachine();
  expect(await machine.fettle(["trust"])).toMatchObject({ code: 2, stdout: "" });
});

verifies("surfaces.threads", async () => {
  await using machine = await createMachine({ "package.json": '{ "scripts": { "test": "true" } }' });
  expect(await machine.fettle(["threads"])).toMatchObject({
    code: 0,
    stdout: "",
    stderr: expect.stringContaining("no threads yet") as string,
  });
  await using model = await startModelServer(reply().text("One."), reply().tool("shell", { script: "echo 2 > two" }), reply().text("Two."));
  const env = toServer(model);
  await machine.fettle(["exec", "first"], { env });
  await machine.fettle(["exec", "second", "--check", "test -f three"], { env: { ...env, FETTLE_CHECK_ROUNDS: "0" } });
  const { stdout } = await machine.fettle(["threads"]);
  expect(stdout.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^\w+ {2}[\d-]+ [\d:]+ {2}failed +second /) as string,
    expect.stringMatching(/^\w+ {2}[\d-]+ [\d:]+ {2}verified +first /) as string,
  ]);
  expect((await machine.fettle(["threads", "--limit", "1"])).stdout).toBe(`${stdout.split("\n")[0]}\n`);
  const shown = await machine.fettle(["show", stdout.slice(0, stdout.indexOf(" "))]);
  expect(shown.code).toBe(0);
  const told = ["> second\n", "· shell echo 2 > two\n", "Two.\n", "✗ final --check 1: test -f three · exit 1", "✘ failed\n", "2 steps · "];
  expect(told.filter((line) => !shown.stdout.includes(line))).toEqual([]);
});

verifies("surfaces.last", async () => {
  await using machine = await createMachine();
  for (const args of [
    ["show", "last"],
    ["replay", "last"],
    ["exec", "--resume", "last"],
    ["exec", "--fork", "last:1", "x"],
  ])
    expect(await machine.fettle(args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("There are no threads yet. [thread.missing]") as string,
    });
  await using model = await startModelServer(...["a", "b", "c", "d"].map((text) => reply().text(text)));
  const env = toServer(model);
  const ask = async (...args: string[]) => (await machine.fettle(["exec", "--check", "true", ...args], { env })).stdout;
  const answers = [await ask("first"), await ask("second"), await ask("third", "--resume", "last"), await ask("fourth", "--fork", "last")];
  expect(answers).toEqual(["a\n", "b\n", "c\n", "d\n"]);
  const listed = (await machine.fettle(["threads", "--json"])).stdout.trimEnd().split("\n");
  const ids = listed.map((line) => (JSON.parse(line) as { thread: string }).thread);
  expect(ids).toHaveLength(3);
  const shown = (await machine.fettle(["show", "last", "--json"])).stdout.trimEnd().split("\n");
  const forks = shown.map((line) => JSON.parse(line) as { type: string }).filter(({ type }) => type === "thread.forked");
  expect(forks).toMatchObject([{ thread: ids[0], from: { thread: ids[1] } }]);
});

verifies("surfaces.threads", "what is not there", async () => {
  await using machine = await createMachine();
  expect(await machine.fettle(["show", "zzz"])).toMatchObject({ code: 2, stderr: expect.stringContaining("[thread.missing]") as string });
  expect(await machine.fettle(["threads", "--limit", "none"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--limit") as string,
  });
});

interface Report {
  healthy: boolean;
  findings: { what: string; ok: boolean; needed: boolean; detail: string; hint?: string }[];
}

verifies("surfaces.doctor", async () => {
  await using machine = await createMachine();
  const { code, stdout } = await machine.fettle(["doctor", "--json"]);
  const { healthy, findings } = JSON.parse(stdout) as Report;
  expect(healthy).toBe(findings.every(({ ok, needed }) => ok || !needed));
  expect(code).toBe(healthy ? 0 : 2);
  expect(findings.filter(({ ok, hint }) => !ok && hint === undefined)).toEqual([]);
});

verifies("surfaces.doctor", "a home that cannot be written, and programs that the workspace has planted on PATH", async () => {
  const planted = Object.fromEntries(["git", "rg", "bash"].map((name) => [name, "#!/bin/sh\necho planted\n"]));
  await using machine = await createMachine({ file: "", ...planted });
  for (const name of Object.keys(planted)) chmodSync(machine.workspace.path(name), 0o755);
  const env = { PATH: machine.workspace.root, FETTLE_HOME: machine.workspace.path("file") };
  const { code, stdout } = await machine.fettle(["doctor", "--json"], { env });
  const { healthy, findings } = JSON.parse(stdout) as Report;
  expect({ code, healthy }).toEqual({ code: 2, healthy: false });
  expect(findings.filter(({ ok }) => !ok).map(({ what }) => what)).toContain("state");
  expect(findings.filter(({ detail }) => detail.includes("planted"))).toEqual([]);
  // The trap is real: whoever asks PATH steps into it.
  expect((await run(["git", "--version"], { env })).stdout).toBe("planted\n");
});

verifies("surfaces.demo", async () => {
  await using machine = await createMachine();
  const { code, stdout, stderr } = await machine.fettle(["demo"], { env: { TMPDIR: machine.home.root } });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^✗ baseline typecheck: [^]*^✚ repair typescript$[^]*^✓ final test: [^]*^✔ verified$/m);
  expect(stdout).toContain("--- a/src/index.ts\n+++ b/src/index.ts\n@@");
  const [, folder] = /^The mended project is in (.*)$/m.exec(stderr)!;
  expect(existsSync(`${folder!}/src/index.ts`)).toBe(true);
});
