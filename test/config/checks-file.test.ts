import { expect } from "vitest";
import { readChecksFile } from "../../src/config/checks-file.ts";
import { FettleError } from "../../src/contract/error.ts";
import { verifies } from "../verifies.ts";

const file = ".fettle/checks.toml";

const whole = `# What proves the work here.
must_change = ["src/**"]
must_not_change = ["src/api/**", "LICENSE"]
schema = [{ file = "out.json", schema = "schemas/out.json" }]

[[check]]
id = "unit"
run = ["node", "--test", ""]
cwd = "./packages/core/"
proves = "tests"
timeout = "90s"
network = true
must_fail_before = true

[[check]]
run = "make e2e | tee log"
timeout = "none"

[discover]
skip = ["build", "CI"]
`;

verifies("verify.written-checks", "all that can stand in it", () => {
  expect(readChecksFile(whole, file)).toEqual({
    checks: [
      {
        id: "unit",
        run: ["node", "--test", ""],
        cwd: "packages/core",
        proves: "tests",
        from: `${file}:6`,
        timeoutMs: 90_000,
        network: true,
        mustFailBefore: true,
      },
      { id: "make e2e | tee log", run: "make e2e | tee log", cwd: ".", proves: "custom", from: `${file}:15`, timeoutMs: null },
    ],
    skip: ["build", "CI"],
    mustChange: [{ text: "src/**", from: `${file}:2` }],
    mustNotChange: [
      { text: "src/api/**", from: `${file}:3` },
      { text: "LICENSE", from: `${file}:3` },
    ],
    schemas: [{ text: "out.json=schemas/out.json", from: `${file}:4` }],
  });
  expect(readChecksFile("", file)).toEqual({ checks: [], skip: [], mustChange: [], mustNotChange: [], schemas: [] });
});

const wrong: [source: string, line: number, message: RegExp][] = [
  ["must_change = [", 1, /^Not valid TOML/],
  ["\nmust_chnage = []", 2, /^Unknown key "must_chnage"/],
  ['\n"(" = 1', 2, /^Unknown key "\("/],
  ["must_change = 'src'", 1, /must_change must be a list/],
  ["must_not_change = ['']", 1, /must_not_change must be a list/],
  ["check = 3", 1, /\[\[check\]\]/],
  ["[check]\nrun = 'x'", 1, /\[\[check\]\]/],
  ["[[check]]\nid = 'a'", 1, /run must be a command/],
  ["[[check]]\n\nrun = ' '", 3, /run must be a command/],
  ["[[check]]\nid = 'a'\nrun = []", 3, /run must be a command/],
  ["[[check]]\nrun = ['a']", 1, /A check has an id/],
  ["[[check]]\nrun = 'a'\ncwd = '../x'", 3, /cwd must be a folder of the project/],
  ["[[check]]\nrun = 'a'\ncwd = '/tmp'", 3, /cwd must be a folder of the project/],
  ["[[check]]\nrun = 'a'\nproves = 'all'", 3, /proves must be one of/],
  ["[[check]]\nrun = 'a'\ntimeout = 'soon'", 3, /timeout must be a time/],
  ["[[check]]\nrun = 'a'\nnetwork = 'yes'", 3, /network must be true or false/],
  ["[[check]]\nrun = 'a'\nmust_fail = true", 3, /^Unknown key "must_fail"/],
  ["[[check]]\nrun = 'a'\n[[check]]\nrun = 'a'", 3, /more than one check "a"/],
  ["[discover]\nskipp = []", 2, /^Unknown key "skipp"/],
  ["discover = 1", 1, /discover must be a table/],
  ["schema = ['a']", 1, /schema must be a list of files/],
  ["schema = [{ file = 'a' }]", 1, /schema must be a list of files/],
];
for (const [source, line, message] of wrong) {
  verifies("verify.written-checks", `wrong: ${JSON.stringify(source)}`, () => {
    let error: unknown;
    try {
      readChecksFile(source, file);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(FettleError);
    const { code, at, message: text } = error as FettleError;
    expect({ code, at }).toEqual({ code: "config.invalid", at: `${file}:${line}` });
    expect(text).toMatch(message);
  });
}
