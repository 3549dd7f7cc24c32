import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fc } from "../properties.ts";
import { parse } from "smol-toml";
import { afterEach, expect } from "vitest";
import { setTomlValue } from "../../src/config/edit-toml.ts";
import { loadConfig } from "../../src/config/load.ts";
import { type StorableValue, storeSetting } from "../../src/config/store-settings.ts";
import { start } from "../../src/testing/index.ts";
import { root } from "../surfaces/fettle.ts";
import { verifies } from "../verifies.ts";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

function newHome(settings?: string): { home: string; file: string } {
  const home = mkdtempSync(join(tmpdir(), "fettle-settings-"));
  folders.push(home);
  const file = join(home, "config.toml");
  if (settings !== undefined) writeFileSync(file, settings);
  return { home, file };
}

/** What can stand around a value without saying anything of it. */
const noise = fc.constantFrom("", "\n", '# theme = "no"\n', "  # [terminal] ü\n", "\n\n#\n");
const others = [
  "max_steps = 7\n",
  'checks = [ "a ] # b", # comment ]\n  \'c"\', ]\n',
  "model = '''\n[terminal]\ntheme = \"a\"\n'''\n",
  'model = """x\\"""\\\ntheme = 1 """" # end\n',
  '"budget" . "usd"=1.5e1\n',
  "network = {allow=[{a='}'}, 1979-05-27 07:32:00], write.x = {}}\n",
];
const tables = [
  '[providers."a.b"]\nbase_url = "x" # [terminal]\n',
  "[[rule]]\ntheme = 'x'\n",
  "[ other . 'x' ]\n",
  '["terminal.theme"]\ntheme = 0\n',
];
const head = fc.tuple(fc.subarray(others.filter((_, index) => index !== 3)), noise).map(([lines, blank]) => blank + lines.join(blank));
const tail = fc.tuple(fc.subarray(tables), noise).map(([lines, blank]) => blank + lines.join(blank));
/** Around the value of `terminal.theme`, in each way that it can be written in. */
const layouts: readonly [string, string][] = [
  ["[terminal]\nvim = true # x\ntheme = ", " # a comment\nplain = true\n"],
  ["[ 'terminal' ] # x\n\t\"theme\"\t=", "\n"],
  ["terminal . theme = ", "# a comment\n"],
  ["terminal.vim = true\nterminal.theme=", "\n"],
  ["terminal = { vim = true, theme = ", ", plain = true } # x\n"],
  ["terminal={theme=", "}\n"],
];
const word = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom('"', "\\", "a\u007fb", "a # b", "]}"));
const text = (value: string) => JSON.stringify(value.toWellFormed()).replaceAll("\u007f", "\\u007f");

verifies("config.store", "a value that is there, in whatever way it is written", () => {
  fc.assert(
    fc.property(head, tail, fc.constantFrom(...layouts), word, word, ([...before]: string | string[], after, [open, close], old, value) => {
      const around = (written: string) => before.join("") + open + text(written) + close + after;
      expect(setTomlValue(around(old), ["terminal", "theme"], text(value))).toBe(around(value));
    }),
  );
});

verifies("config.store", "a value that was not there: all else stays, and means what it meant", () => {
  const without = [
    "",
    "[terminal]\n",
    "[terminal] # x\nvim = true # y",
    "terminal.vim = true # x\n",
    "terminal = {}\n",
    "terminal = { vim = true, }\n",
  ];
  fc.assert(
    fc.property(head, tail, fc.constantFrom(...without), fc.boolean(), (before, after, own, windows) => {
      const lines = [before, own, own === "" || own.endsWith("\n") ? "" : "\n", after].join("");
      const source = windows ? lines.replaceAll("\n", "\r\n") : lines;
      const changed = setTomlValue(source, ["terminal", "theme"], '"dark"');

      const parsed = parse(source) as { terminal?: object };
      expect(parse(changed)).toEqual({ ...parsed, terminal: { ...parsed.terminal, theme: "dark" } });
      expect(isSubsequence(source.split(""), changed.split(""))).toBe(true);
      expect(changed.replaceAll("\r\n", "")).toMatch(source.includes("\r") ? /^[^\n]*$/ : /^[^\r]*$/);
      expect(setTomlValue(changed, ["terminal", "theme"], '"dark"')).toBe(changed);
    }),
  );
});

function isSubsequence(wanted: readonly string[], found: readonly string[]): boolean {
  let at = 0;
  for (const part of found) if (part === wanted[at]) at++;
  return at === wanted.length;
}

verifies("config.store", "keys of no table come before the tables, and comments stay with their lines", () => {
  const set = (source: string) => setTomlValue(source, ["model"], '"a/b"');
  expect([
    set(""),
    set("# mine\n[terminal]\nvim = true\n"),
    set("yes = true # always\n\n[terminal]\n"),
    set("model='x' # cheap\n"),
  ]).toEqual([
    'model = "a/b"\n',
    'model = "a/b"\n# mine\n[terminal]\nvim = true\n',
    'yes = true # always\nmodel = "a/b"\n\n[terminal]\n',
    'model="a/b" # cheap\n',
  ]);
});

verifies("config.store", "what was written is what holds", async () => {
  const { home, file } = newHome("# mine\nmax_steps = 7 # enough\n");
  const values: [Parameters<typeof storeSetting>[1], StorableValue][] = [
    ["model", 'a/"b"\u007f'],
    ["terminal.vim", true],
    ["terminal.theme", "light"],
    ["max_steps", 9],
    ["network.allow", ["a.example", "*.b.example"]],
  ];
  for (const [key, value] of values) await storeSetting(home, key, value);

  const { settings } = await loadConfig({ env: { FETTLE_HOME: home }, flags: {}, workspace: home });
  expect(values.map(([key]) => settings[key])).toEqual(values.map(([, value]) => value));
  expect(readFileSync(file, "utf8")).toBe(
    '# mine\nmax_steps = 9 # enough\nmodel = "a/\\"b\\"\\u007f"\n\n[terminal]\nvim = true\ntheme = "light"\n\n[network]\nallow = ["a.example", "*.b.example"]\n',
  );
});

verifies("config.store-safely", "private, whole and through a link", async () => {
  const { home } = newHome();
  const elsewhere = newHome("yes = true\n");
  const file = join(home, "config.toml");
  symlinkSync(elsewhere.file, file);
  await storeSetting(home, "terminal.vim", true);

  expect({
    text: readFileSync(elsewhere.file, "utf8"),
    mode: statSync(elsewhere.file).mode & 0o777,
    link: readFileSync(file, "utf8") === readFileSync(elsewhere.file, "utf8"),
    left: [...readdirSync(home), ...readdirSync(elsewhere.home)].sort(),
  }).toEqual({ text: "yes = true\n\n[terminal]\nvim = true\n", mode: 0o600, link: true, left: ["config.toml", "config.toml"] });
});

verifies("config.store-safely", "what is no TOML is left alone", async () => {
  const { home, file } = newHome("model = \n[terminal\n");
  await expect(storeSetting(home, "terminal.vim", true)).rejects.toMatchObject({ code: "config.invalid", at: `${file}:1` });
  expect({ text: readFileSync(file, "utf8"), left: readdirSync(home) }).toEqual({ text: "model = \n[terminal\n", left: ["config.toml"] });
});

verifies("config.store-safely", "processes at once", async () => {
  const { home, file } = newHome("# mine\n");
  const module = JSON.stringify(join(root, "src/config/store-settings.ts"));
  const write = (key: string, value: number) =>
    `import { storeSetting } from ${module}; for (let i = 0; i <= ${value}; i++) await storeSetting(${JSON.stringify(home)}, ${JSON.stringify(key)}, i);`;
  const keys = ["max_steps", "check_rounds", "red_green_seconds", "limits.processes", "limits.memory_mb", "undo.quota_mb"];
  const running = keys.map((key, index) => start([process.execPath, "--input-type=module", "-e", write(key, index + 20)], { cwd: home }));
  const ended = await Promise.all(running.map(({ ended }) => ended));

  expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(keys.map(() => ({ code: 0, stderr: "" })));
  const { settings } = await loadConfig({ env: { FETTLE_HOME: home }, flags: {}, workspace: home });
  expect(keys.map((key) => settings[key as "max_steps"])).toEqual(keys.map((_, index) => index + 20));
  expect(readFileSync(file, "utf8")).toContain("# mine\n");
});
