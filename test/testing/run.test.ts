import { expect } from "vitest";
import { run, start } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";

const node = (script: string) => [process.execPath, "--eval", script];

verifies("testing.run", "to its end", async () => {
  const script = `process.stdin.on("data", (text) => process.stdout.write("read " + text)).on("end", () => {
    console.error(process.cwd(), process.env.ADDED, process.env.HOME, "PATH" in process.env);
    process.exitCode = 3;
  })`;
  const result = await run(node(script), { cwd: "/", env: { ADDED: "größe", HOME: undefined }, stdin: "words" });
  expect(result).toEqual({ code: 3, signal: null, stdout: "read words", stderr: "/ größe undefined true\n" });
});

verifies("testing.run", "much output", async () => {
  const { stdout } = await run(node(`for (let n = 0; n < 200_000; n++) console.log("line " + n)`));
  expect(stdout).toHaveLength(2_288_890);
});

verifies("testing.run", "ended by a signal", async () => {
  expect(await run(node(`process.kill(process.pid, "SIGKILL")`))).toMatchObject({ code: null, signal: "SIGKILL" });
});

verifies("testing.run", "a program that is not there", async () => {
  await expect(run(["/no/such/program"])).rejects.toThrow("ENOENT");
});

verifies("testing.run", "a program that does not read its input", async () => {
  expect(await run(["true"], { stdin: "x".repeat(1_000_000) })).toMatchObject({ code: 0 });
});

verifies("testing.run", "one that hangs is ended with its children", async () => {
  // The child holds the pipe open: if it lived on, the run would not end.
  const error = await run(["sh", "-c", "echo began; sleep 1000 & wait"], { timeoutMs: 200 }).catch((error: unknown) => error);
  expect(String(error)).toContain("sleep 1000 & wait did not end within 200 ms\nbegan");
});

verifies("testing.start", async () => {
  const script = `
    console.log(JSON.stringify({ n: 1 })); console.log("no JSON"); console.log(JSON.stringify({ n: 2 }));
    process.stdin.once("data", (text) => { console.log(JSON.stringify({ n: 3, text: String(text) })); process.stdin.unref(); });`;
  await using program = start(node(script));
  const second = await program.until<{ n: number }>(({ n }) => n === 2);
  program.stdin.end("go");
  const third = await program.until<{ n: number; text?: string }>(({ n }) => n === 3);
  expect([second, third, (await program.ended).code]).toEqual([{ n: 2 }, { n: 3, text: "go" }, 0]);
});

verifies("testing.start", "a line that never comes", async () => {
  await using program = start(node(`console.log("{}"); console.error("sorry")`));
  await expect(program.until(() => false)).rejects.toThrow(/ended before the line came[^]*sorry/);
});

verifies("testing.start", "a program that is not there", async () => {
  await using program = start(["/no/such/program"]);
  await expect(program.until(() => true)).rejects.toThrow("ENOENT");
});

verifies("testing.start", "ended by the test, with its children", async () => {
  const program = start(["sh", "-c", `sleep 1000 & echo "{}"; wait`]);
  await program.until(() => true);
  program.kill("SIGTERM");
  expect(await program.ended).toMatchObject({ signal: "SIGTERM" });
  await program[Symbol.asyncDispose]();
});
