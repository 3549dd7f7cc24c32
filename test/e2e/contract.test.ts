import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage, type Stage } from "./harness.ts";
import { sum } from "./projects.ts";

const done = reply().text("I am done.");
const shell = (script: string) => reply().tool("shell", { script });
const write = (path: string, content: string) => reply().tool("write", { path, content });

async function verdicts(stage: Stage, args: readonly string[]): Promise<{ code: number | null; verdicts: string[]; reasons: string[] }> {
  const { code, events } = await stage.exec(args);
  const reached = eventsOf(events, "verdict.reached");
  return { code, verdicts: reached.map(({ verdict }) => verdict), reasons: [...reached.at(-1)!.reasons] };
}

verifies("verify.conditions", "what is broken goes back to the model", async () => {
  const replies = [shell("echo 2 > api/a.js"), done, shell("echo 1 > api/a.js; echo x > notes.md"), done];
  await using stage = await setStage({ files: { ...sum, "api/a.js": "1\n" }, replies });
  const args = ["write notes", "--must-not-change", "api/**", "--must-change", "*.md"];
  const ended = await verdicts(stage, args);
  expect({ ...ended, reasons: ended.reasons.filter((reason) => reason.startsWith("must")) }).toEqual({
    code: 0,
    verdicts: ["failed", "verified"],
    reasons: [
      "must-change *.md: notes.md was changed (--must-change).",
      "must-not-change api/**: nothing that it names was changed (--must-not-change).",
    ],
  });
  const told = JSON.stringify(stage.model.seen[2]!.conversation.messages.at(-1));
  expect(told).toContain("must-not-change api/**: api/a.js was changed");
});

verifies("verify.written-checks", "they count only when somebody has trusted them", async () => {
  const toml = `must_not_change = ["add.js"]\n[[check]]\nid = "unit"\nrun = "node test.js && test -f made"\n[discover]\nskip = ["package.json"]\n`;
  const files = { ...sum, ".fettle/checks.toml": toml };
  await using stage = await setStage({ files, replies: [done, write(".fettle/checks.toml", ""), write("made", ""), done] });

  const distrusted = await stage.exec(["look"]);
  const ran = () => stage.events().then((events) => [...new Set(eventsOf(events, "check.completed").map(({ receipt }) => receipt.check))]);
  expect([distrusted.code, await ran()]).toEqual([0, ["test"]]);
  expect(distrusted.stderr).toContain("checks.toml is ignored because nobody has trusted this content");

  await stage.fettle(["trust"]);
  const trusted = await verdicts(stage, ["make it"]);
  expect([trusted.code, trusted.verdicts, await ran()]).toEqual([5, ["verified"], ["unit"]]);
  // The agent does not write what it is judged by.
  expect(await stage.workspace.read(".fettle/checks.toml")).toBe(toml);
});

verifies("verify.contract-unreadable", "in the verdict", async () => {
  const files = { "go.mod": "module x\n", ".github/workflows/ci.yml": "a: [\n", Makefile: "test:\n\ttrue\n" };
  const checks = `[[check]]\nrun = "true"\n[discover]\nskip = ["go.mod"]\n`;
  await using stage = await setStage({ files: { ...files, ".fettle/checks.toml": checks, "package.json": "{" }, replies: [done] });
  await stage.fettle(["trust"]);
  const { code, stderr, events } = await stage.exec(["look"]);
  expect([code, eventsOf(events, "verdict.reached").at(-1)!.reasons]).toEqual([
    3,
    [
      "package.json:1 could not be read when the work began: what the project checks by it was not checked.",
      expect.stringMatching(/^make test \(.*\) passes\.$/) as string,
      expect.stringMatching(/^true \(.*\) passes\.$/) as string,
    ],
  ]);
  expect(stderr).toMatch(/package\.json:1.*cannot be read/);
  expect(stderr).toMatch(/\.github\/workflows\/ci\.yml:\d/);
});

/** Fails each second time that it runs on one tree: what it knows lies where no hash looks. */
const flaky = {
  "package.json": '{ "scripts": { "test": "node --test" } }\n',
  ".gitignore": "count\n",
  "test.js": `const fs = require("node:fs"); const n = Number(fs.existsSync("count") && fs.readFileSync("count")); fs.writeFileSync("count", String(n + 1));
require("node:test").test("steady", () => { if (fs.existsSync("note") && n % 2 === 1) throw new Error("flaked"); });\n`,
};

verifies("verify.flaky", "in a turn, and remembered", async () => {
  await using stage = await setStage({ files: flaky, git: true, replies: [write("note", "x"), done, write("other", "x"), done] });
  const runs = async (args: readonly string[]) => {
    const { code, events } = await stage.exec(args);
    const last = eventsOf(events, "turn.started").at(-1)!.seq;
    const receipts = eventsOf(events, "check.completed").filter(({ seq }) => seq > last);
    return { code, runs: receipts.map(({ receipt }) => `${receipt.phase} ${receipt.exitCode}`) };
  };
  expect(await runs(["write a note"])).toEqual({ code: 3, runs: ["baseline 0", "final 1", "final 0"] });
  // By now it is known: what it does says nothing against the work.
  expect(await runs(["write another"])).toEqual({ code: 0, runs: ["baseline 1", "baseline 0", "final 1", "final 0"] });
  const { code } = await stage.fettle(["replay", "last"]);
  expect(code).toBe(0);
});

verifies("verify.known-failures", "the model hears of them once", async () => {
  const test = `const { test } = require("node:test"); test("adds", () => { throw new Error("no") }); test("other", () => {});\n`;
  const files = { ...sum, "package.json": '{ "scripts": { "test": "node --test" } }\n', "test.js": test };
  await using stage = await setStage({ files, replies: [write("notes.md", "x"), done, done] });
  const ended = await verdicts(stage, ["write notes"]);
  expect([ended.code, ended.verdicts]).toEqual([3, ["unverified", "unverified"]]);
  expect(ended.reasons[0]).toMatch(/^test \(.*\) fails with exit code 1, known failures: adds failed before the work, too/);
  const { code } = await stage.fettle(["replay", "last"]);
  expect(code).toBe(0);
});

verifies("verify.check-network", async () => {
  const server = createServer((_request, response) => response.end("here")).listen(0, "127.0.0.1");
  await once(server, "listening");
  await using _ = { [Symbol.asyncDispose]: async () => void server.close() };
  const { port } = server.address() as AddressInfo;
  const run = `curl -sS --fail -m 5 http://127.0.0.1:${port}/`;
  const toml = `[[check]]\nid = "with"\nrun = "${run}"\nnetwork = true\n[[check]]\nid = "without"\nrun = "${run}"\n[[check]]\nid = "elsewhere"\nrun = "curl -sS --fail -m 5 http://elsewhere.example.com/"\nnetwork = true\n`;
  await using stage = await setStage({ files: { ".fettle/checks.toml": toml } });
  await stage.fettle(["trust"]);
  const passed = async (env: Record<string, string>): Promise<string[]> => {
    const { events } = await stage.exec(["--model", "none"], { env });
    const receipts = eventsOf(events, "check.completed").map(({ receipt }) => receipt);
    return [...new Set(receipts.filter(({ exitCode }) => exitCode === 0).map(({ check }) => check))];
  };
  const allowed = { FETTLE_NETWORK_ALLOW: `127.0.0.1:${port}` };
  expect([await passed({}), await passed(allowed), await passed({ ...allowed, FETTLE_CHECK_NETWORK: "true" })]).toEqual([
    [],
    ["with"],
    ["with", "without"],
  ]);
});
