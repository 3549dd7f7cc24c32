import { expect } from "vitest";
import { verifies } from "../../../verifies.ts";
import { untouched } from "./headless.ts";
import { Pty } from "./pty.ts";

const live = (typed: string, size = "80x24"): string[] => ["LIVE above", `LIVE> ${typed}`, `LIVE ${size}`];

/** A command after the surface in the same terminal: how the terminal was left is what it finds. */
const shell = (after: string): Pty =>
  new Pty(["sh", "-c", `eval $SURFACE; code=$?; ${after}; echo code $code; stty -a | grep -o -- '-\\?icanon'`]);

verifies("tui.keys.decode", "from a terminal", async () => {
  const pty = new Pty();
  await pty.sees("LIVE 80x24");
  pty.send("ü");
  await pty.sees("LIVE> ü");
  pty.send("\u001b");
  await pty.sees("LIVE> escape");
  pty.send("\u001b[200~one\rtwo\u001b[201~");
  await pty.sees("LIVE> pasted 7");
  await pty.sees("knows");
  const rows = pty.headless.rows();
  pty.send("q");

  expect(rows).toEqual(["knows xterm none", ...live("pasted 7")]);
  expect(await pty.ended()).toMatchObject({ exitCode: 0 });
  expect(pty.headless.rows()).toEqual(["knows xterm none"]);
  expect(pty.headless.modes()).toEqual(untouched);
});

for (const [way, key, code] of [
  ["closed", "q", 0],
  ["a crash", "k", 1],
  ["process.exit", "x", 3],
] as const)
  verifies("tui.tty.signals", `the terminal after ${way}`, async () => {
    const pty = shell("true");
    await pty.sees("knows");
    pty.send(key);
    await pty.ended();

    expect(pty.headless.rows().slice(-2)).toEqual([`code ${code}`, "icanon"]);
    expect(pty.headless.rows().filter((row) => row.includes("LIVE"))).toEqual([]);
    expect(pty.headless.rows().some((row) => row.includes("The surface crashed."))).toBe(key === "k");
    expect(pty.headless.modes()).toEqual(untouched);
  });

verifies("tui.tty.signals", "SIGTERM is told, and a second one ends", async () => {
  const pty = new Pty();
  await pty.sees("knows");
  process.kill(pty.process.pid, "SIGTERM");
  await pty.sees("ends: SIGTERM");
  process.kill(pty.process.pid, "SIGTERM");

  expect(await pty.ended()).toMatchObject({ signal: 15 });
  expect(pty.headless.rows()).toEqual(["knows xterm none", "ends: SIGTERM"]);
  expect(pty.headless.modes()).toEqual(untouched);
});

verifies("tui.tty.signals", "SIGINT from outside; the key is only a key", async () => {
  const pty = new Pty();
  await pty.sees("knows");
  pty.send("\u0003");
  await pty.sees("LIVE> c");
  process.kill(pty.process.pid, "SIGINT");

  expect(await pty.ended()).toMatchObject({ exitCode: 130 });
  expect(pty.headless.rows()).toEqual(["knows xterm none", "ends: SIGINT"]);
});

verifies("tui.tty.gone", async () => {
  const pty = new Pty();
  await pty.sees("knows");
  pty.process.kill("SIGHUP");

  expect(await pty.ended()).toMatchObject({ exitCode: 9 });
  expect(pty.headless.rows()).toEqual(["knows xterm none", "ends: SIGHUP"]);
});

verifies("tui.tty.gone", "the other side is closed", async () => {
  const pty = new Pty();
  await pty.sees("knows");
  const gone = await pty.vanish();

  expect(gone).toMatch(/^ends: (?:SIGHUP|gone)$/);
});

verifies("tui.screen.slow", "a terminal that has been stopped does not stop the program", async () => {
  const pty = new Pty();
  await pty.sees("knows");
  pty.process.pause();
  pty.send("a".repeat(200));
  pty.send("x");

  expect(await pty.exited).toMatchObject({ exitCode: 3 });
});

verifies("tui.screen.slow", "a terminal that goes on gets every line, once", async () => {
  const pty = new Pty();
  await pty.sees("knows");
  pty.process.pause();
  pty.send("a".repeat(200));
  pty.process.resume();
  await pty.sees("H9999 ");
  await pty.until(() => pty.headless.rows().at(-1) === "LIVE 80x24");
  const lines = pty.headless.lines();
  pty.send("q");
  await pty.ended();

  expect(lines.map((line) => line.split(" ")[0])).toEqual([
    "knows",
    ...Array.from({ length: 10_000 }, (_, index) => `H${index}`),
    "LIVE",
    "LIVE>",
    "LIVE",
  ]);
});

verifies("tui.tty.signals", "stopped with nobody there to continue it", async () => {
  const pty = new Pty();
  await pty.sees("knows");
  pty.send("z");
  await pty.sees("LIVE> z");
  pty.send("y");
  await pty.sees("LIVE> y");
  pty.send("q");

  expect(await pty.ended()).toMatchObject({ exitCode: 0 });
  expect(pty.headless.modes()).toEqual(untouched);
});

verifies("tui.tty.signals", "stopped, and continued by a shell", async () => {
  const pty = new Pty(["bash", "--norc", "--noediting", "-i"]);
  await pty.sees("$ ");
  pty.send("eval $SURFACE\n");
  await pty.sees("knows");
  pty.send("z");
  await pty.sees("Stopped");
  const stopped = pty.headless.modes();
  pty.send("stty -a | grep -o -- '-\\?icanon'; echo shell\n");
  await pty.until(() => pty.headless.lines().includes("shell"));
  const lines = pty.headless.lines();
  pty.send("fg\n");
  await pty.until(() => pty.headless.rows().at(-1) === "LIVE 80x24");
  pty.send("y");
  await pty.sees("LIVE> y");
  pty.send("q");
  await pty.until(() => pty.headless.rows().at(-1) === "$ ");
  pty.send("exit\n");
  await pty.ended();

  expect(stopped).toEqual(untouched);
  expect(lines).toContain("icanon");
  expect([...lines, ...pty.headless.lines()].filter((line) => line.includes("LIVE"))).toEqual([]);
});

verifies("tui.tty.signals", "lent to another program", async () => {
  const pty = new Pty();
  await pty.sees("knows");
  pty.send("e");
  await pty.sees("icanon");
  pty.send("hello\n");
  await pty.sees("LIVE> e");
  const rows = pty.headless.rows();
  pty.send("q");
  await pty.ended();

  expect(rows).toEqual(["knows xterm none", "lent", "icanon", "hello", "said hello", ...live("e")]);
});

verifies("tui.screen.live", "a terminal that is resized", async () => {
  const pty = new Pty();
  await pty.sees("knows");
  pty.resize(100, 30);
  await pty.sees("LIVE 100x30");
  const rows = pty.headless.rows();
  pty.send("q");
  await pty.ended();

  expect(rows).toEqual(["knows xterm none", ...live("", "100x30")]);
});
