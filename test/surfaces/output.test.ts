import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "vitest";
import { commandSchema, deltaSchema, eventSchema } from "../../src/contract/protocol.ts";
import { reply, startModelServer } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { createMachine, main, toServer } from "./fettle.ts";

const passing = { "package.json": JSON.stringify({ scripts: { test: "grep -q 42 answer.txt" } }), "answer.txt": "41\n" };

verifies("surfaces.json", async () => {
  await using machine = await createMachine();
  for (const command of ["config", "models", "doctor"]) {
    const { stdout } = await machine.fettle([command, "--json"]);
    expect(JSON.parse(stdout)).toBeTypeOf("object");
  }
  const { stdout } = await machine.fettle(["protocol"]);
  expect(Object.keys(JSON.parse(stdout) as object)).toEqual(["events", "deltas", "commands", "report", "eventTypes"]);
});

verifies("surfaces.json", "a task, and a thread told again", async () => {
  await using machine = await createMachine(passing);
  await using model = await startModelServer(
    reply().tool("read", { path: "answer.txt" }),
    reply().tool("edit", { path: "answer.txt", old: "41", new: "42" }),
    reply().text("It is 42 now."),
  );
  const { code, stdout } = await machine.fettle(["exec", "--json", "mend answer.txt"], { env: toServer(model) });
  const events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { thread: string; type: string });
  const shown = await machine.fettle(["show", events[0]!.thread, "--json"]);
  const listed = await machine.fettle(["threads", "--json"]);
  expect({ code, last: events.at(-1)!.type }).toEqual({ code: 0, last: "turn.completed" });
  expect(shown.stdout).toBe(stdout);
  expect(JSON.parse(listed.stdout)).toMatchObject({ thread: events[0]!.thread, title: "mend answer.txt", verdict: "verified" });
});

verifies("surfaces.protocol", async () => {
  await using machine = await createMachine(passing);
  await using model = await startModelServer(reply().text("Nothing to do."), reply().text("Really."));
  const { code, stdout } = await machine.fettle(["exec", "--json", "look"], { env: toServer(model) });
  const events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  expect(code).toBe(4);
  expect(events.flatMap((event) => eventSchema.safeParse(event).error?.issues ?? [])).toEqual([]);
  const { eventTypes, ...schemas } = JSON.parse((await machine.fettle(["protocol"])).stdout) as { eventTypes: string[] };
  const { z } = await import("zod");
  const { events: schema } = schemas as { events: Parameters<typeof z.fromJSONSchema>[0] };
  expect(events.filter((event) => !z.fromJSONSchema(schema).safeParse(event).success)).toEqual([]);
  expect(events.filter((event) => !eventTypes.includes((event as { type: string }).type))).toEqual([]);
  // Positive controls: the schemas refuse what is none.
  expect([eventSchema, deltaSchema, commandSchema].map((each) => each.safeParse({ type: "nonsense" }).success)).toEqual([
    false,
    false,
    false,
  ]);
});

verifies("surfaces.plain", async () => {
  await using machine = await createMachine(passing);
  const outputs = [];
  for (const args of [[], ["config"], ["models"], ["doctor"], ["exec", "--model", "none"], ["threads"], ["exec", "--help"], ["nonsense"]]) {
    const { stdout, stderr } = await machine.fettle(args);
    outputs.push(stdout, stderr);
  }
  expect(outputs.join("")).not.toContain("\u001b");
});

/** What a command shows at a terminal of its own, which util-linux's `script` gives it. */
async function atTerminal(command: string, options: { env: Record<string, string>; cwd: string }): Promise<string> {
  const env = { ...process.env, TERM: "xterm", ...options.env };
  const argv = ["--quiet", "--return", "--command", `${process.execPath} ${main} ${command}`, "/dev/null"];
  const terminal = spawn("script", argv, { env, cwd: options.cwd, stdio: ["ignore", "pipe", "inherit"] });
  let shown = "";
  terminal.stdout.on("data", (chunk: Buffer) => (shown += chunk.toString()));
  await once(terminal, "close");
  return shown;
}

verifies("surfaces.plain", "at a terminal", async () => {
  await using machine = await createMachine();
  const at = { cwd: machine.workspace.root, env: { HOME: machine.home.root, FETTLE_HOME: machine.home.path("state") } };
  expect(await atTerminal("config", at)).toContain("\u001b[2m");
  const uncoloured = await atTerminal("config", { ...at, env: { ...at.env, NO_COLOR: "1" } });
  expect(uncoloured).toContain("max_steps");
  expect(uncoloured).not.toContain("\u001b");
});

verifies("surfaces.answer-once", async () => {
  await using machine = await createMachine(passing);
  await using model = await startModelServer(...["one", "two"].map((number) => reply().text(`This is answer ${number}.`)));
  const env = { HOME: machine.home.root, FETTLE_HOME: machine.home.path("state"), ...toServer(model) };
  const shown = await atTerminal("exec --check true ask", { cwd: machine.workspace.root, env });
  expect(shown.match(/This is answer one\./g)).toHaveLength(1);
  expect(await machine.fettle(["exec", "--check", "true", "ask"], { env })).toMatchObject({ code: 0, stdout: "This is answer two.\n" });
});

const evil = "\u001b]0;owned\u0007\u202e\u009b2J";
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

verifies("surfaces.hostile", async () => {
  await using machine = await createMachine({ "a.txt": "", [`${evil}.txt`]: "", ".fettle/config.toml": `# ${evil}\n` });
  await using model = await startModelServer(
    reply()
      .text(`thinking ${evil}`)
      .tool("read", { path: `${evil}.txt` })
      .tool(`read${evil}`, { path: evil }),
    reply().tool("write", { path: `new${evil}.txt`, content: evil }),
    reply().tool("shell", { script: `printf '\\033[2J'; exit 3` }),
    reply().text(`done ${evil}`),
  );
  const outputs = [];
  const runs: [string[], Record<string, string>?][] = [
    [["exec", "--verbose", `look at ${evil}`], toServer(model)],
    [["threads"]],
    [["show", "1", "--verbose"]],
    [["trust"]],
    [["config"], { FETTLE_CHECKS: evil }],
    [["exec", "--model", `open${evil}/x`, "x"]],
    [[evil]],
    [["exec", `--${evil}`]],
    [["doctor"], { FETTLE_MODEL: `anthropic/${evil}`, ANTHROPIC_API_KEY: "x" }],
  ];
  for (const [args, env] of runs) {
    const { stdout, stderr } = await machine.fettle(args, env && { env });
    outputs.push({ args, wrong: control.exec(stdout + stderr)?.[0], empty: stdout + stderr === "" });
  }
  expect(outputs.filter(({ wrong, empty }) => wrong !== undefined || empty)).toEqual([]);
  expect((await machine.fettle(["threads"])).stdout).toContain("\\x1b]0;owned\\x07\\u202e\\x9b2J");
});

/** Reads a line of a command's output, closes the pipe, and waits for the end. */
async function readOneLine(argv: readonly string[], env: Record<string, string>, cwd: string) {
  const child = spawn(process.execPath, [main, ...argv], { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [code, signal] = (await ended) as [number | null, string | null];
  return { code, signal, stderr };
}

verifies("surfaces.closed-pipe", async () => {
  await using machine = await createMachine();
  const env = { HOME: machine.home.root, FETTLE_HOME: machine.home.path("state") };
  // More than a pipe holds, so that the writer is still writing when the reader goes.
  expect(await readOneLine(["protocol"], env, machine.workspace.root)).toEqual({ code: 0, signal: null, stderr: "" });
});

verifies("surfaces.closed-pipe", "a task whose events nobody reads is interrupted", async () => {
  await using machine = await createMachine(passing);
  let calls = 0;
  await using model = await startModelServer({ endless: () => reply().tool("shell", { script: `echo ${calls++}` }) });
  const env = { HOME: machine.home.root, FETTLE_HOME: machine.home.path("state"), ...toServer(model) };
  expect(await readOneLine(["exec", "--json", "count"], env, machine.workspace.root)).toEqual({ code: 130, signal: null, stderr: "" });
  const { stdout } = await machine.fettle(["show", "1", "--json"]);
  expect(JSON.parse(stdout.trimEnd().split("\n").at(-1)!)).toMatchObject({ type: "turn.interrupted" });
});
