import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect } from "vitest";
import { loadConfig, projectFile, type Flags } from "../../src/config/load.ts";
import { trust } from "../../src/config/trust.ts";
import type { FettleError } from "../../src/contract/error.ts";
import { verifies } from "../verifies.ts";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

function setUp({ user, project }: { user?: string; project?: string } = {}) {
  const root = mkdtempSync(join(tmpdir(), "fettle-config-"));
  folders.push(root);
  const home = join(root, "home");
  const workspace = join(root, "workspace");
  mkdirSync(home);
  mkdirSync(join(workspace, ".fettle"), { recursive: true });
  if (user !== undefined) writeFileSync(join(home, "config.toml"), user);
  if (project !== undefined) writeFileSync(projectFile(workspace), project);
  const load = (env: Record<string, string> = {}, flags: Flags = {}) =>
    loadConfig({ env: { FETTLE_HOME: home, ...env }, flags, workspace });
  const trustProject = () => trust(home, projectFile(workspace), readFileSync(projectFile(workspace), "utf8"));
  return { home, workspace, load, trustProject };
}

verifies("config.precedence", async () => {
  const { home, workspace, load, trustProject } = setUp({
    user: `model = "user/m"\nsandbox = "none"\nmax_steps = 7\n[budget]\nusd = 1.5\ntime = "10m"\n`,
    project: `model = "project/m"\nsandbox = "bubblewrap"\n# comment\nmax_steps = 8\n`,
  });
  trustProject();

  const config = await load({ FETTLE_MODEL: "env/m", FETTLE_SANDBOX: "auto" }, { model: "flag/m" });

  const shown = Object.fromEntries(
    (["model", "sandbox", "max_steps", "budget.usd", "budget.time", "budget.tokens"] as const).map((key) => [
      key,
      [config.settings[key], config.origins[key]],
    ]),
  );
  expect(shown).toEqual({
    model: ["flag/m", "--model"],
    sandbox: ["auto", "FETTLE_SANDBOX"],
    max_steps: [8, `${projectFile(workspace)}:4`],
    "budget.usd": [1.5, `${join(home, "config.toml")}:5`],
    "budget.time": [600_000, `${join(home, "config.toml")}:6`],
    "budget.tokens": [null, "default"],
  });
});

verifies("config.unreadable", async () => {
  const { home, workspace, load } = setUp();
  const outcomes: unknown[] = [];
  for (const file of [join(home, "config.toml"), projectFile(workspace)]) {
    for (const make of [
      () => spawnSync("mkfifo", [file]),
      () => mkdirSync(file),
      () => writeFileSync(file, "#".repeat(1024 * 1024 + 1)),
      () => symlinkSync("/nowhere", file),
    ]) {
      make();
      outcomes.push(
        await load().then(
          () => "loaded",
          ({ code, at, message }: FettleError) => [code, at === file, message.split(":")[1]?.trim()],
        ),
      );
      rmSync(file, { recursive: true });
    }
  }
  const refused = ["not a file.", "not a file.", "larger than 1048576 bytes.", "ENOENT"].map((what) => ["config.invalid", true, what]);
  expect(outcomes).toEqual([...refused, ...refused]);
  // Positive control: without any of them it loads.
  expect((await load()).notices).toEqual([]);
});

verifies("config.unknown-key", async () => {
  const { home, load } = setUp({ user: `model = "a/b"\n\n[budget]\nus = 3\n` });
  await expect(load()).rejects.toMatchObject({
    code: "config.invalid",
    at: `${join(home, "config.toml")}:4`,
    hint: `Did you mean "budget.usd"?`,
  });
});

verifies("config.unknown-key", "in a provider's table", async () => {
  const { load } = setUp({ user: `[providers.mine]\nbase_ur = "http://127.0.0.1:1/v1"\n` });
  await expect(load()).rejects.toMatchObject({
    code: "config.invalid",
    message: `Unknown setting "providers.mine.base_ur"`,
    hint: `Did you mean "base_url"?`,
  });
});

verifies("config.wrong-value", async () => {
  const { home, load } = setUp({ user: `max_steps = "many"\n` });
  await expect(load()).rejects.toMatchObject({
    code: "config.invalid",
    at: `${join(home, "config.toml")}:1`,
    message: `Setting "max_steps" must be a whole number that is not negative, not "many"`,
  });
  const clean = setUp();
  await expect(clean.load({ FETTLE_BUDGET_USD: "-1" })).rejects.toMatchObject({ at: "FETTLE_BUDGET_USD" });
  await expect(clean.load({}, { "budget.time": "soon" })).rejects.toMatchObject({ at: "--budget-time" });
  const broken = setUp({ user: `model = \n` });
  await expect(broken.load()).rejects.toMatchObject({ code: "config.invalid", at: `${join(broken.home, "config.toml")}:1` });
});

verifies("config.duration", async () => {
  const { load } = setUp();
  const timeOf = async (value: string) => (await load({}, { "budget.time": value })).settings["budget.time"];
  expect(await Promise.all(["90", "1.5m", "576h", "1ms", "none"].map(timeOf))).toEqual([90_000, 90_000, 2_073_600_000, 1, null]);
  const auto = await Promise.all([load(), load({ FETTLE_CHECK_TIMEOUT: "auto" }), load({}, { check_timeout: "none" })]);
  expect(auto.map(({ settings }) => settings.check_timeout)).toEqual(["auto", "auto", null]);
  await expect(load({}, { "budget.time": "auto" })).rejects.toMatchObject({ code: "config.invalid" });
  for (const key of ["budget.time", "check_timeout"])
    for (const value of ["0", "0h", "0.1ms", "577h", "1000h", "-1s", "9".repeat(400)])
      await expect(load({}, { [key]: value })).rejects.toMatchObject({
        code: "config.invalid",
        message: expect.stringContaining("not 0 and at most 576h (24 days)"),
      });
});

verifies("config.trust", async () => {
  const { workspace, load, trustProject } = setUp({ project: `model = "evil/m"\n` });
  const untrusted = await load();
  expect([untrusted.settings.model, untrusted.notices.length]).toEqual(["", 1]);

  trustProject();
  const trusted = await load();
  expect([trusted.settings.model, trusted.notices]).toEqual(["evil/m", []]);

  writeFileSync(projectFile(workspace), `model = "evil/m2"\n`);
  expect((await load()).settings.model).toBe("");
});
