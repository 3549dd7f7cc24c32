import { createServer } from "node:net";
import { once } from "node:events";
import { get } from "node:http";
import { expect } from "vitest";
import job from "../../src/tools/job.ts";
import shell from "../../src/tools/shell.ts";
import { verifies } from "../verifies.ts";
import { openBench } from "./context.ts";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

async function fetchText(port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  get({ host: "127.0.0.1", port }, (response) => {
    let text = "";
    response.on("data", (chunk: Buffer) => (text += chunk.toString())).on("end", () => resolve(text));
  }).on("error", reject);
  return promise;
}

verifies("tools.shell", "table", async () => {
  await using bench = await openBench({ "sub/f.txt": "in sub\n" });
  const table: [Parameters<typeof shell.run>[0], unknown][] = [
    [
      { script: "echo out; echo err >&2" },
      { ok: true, text: expect.stringMatching(/^(out\nerr|err\nout)\n\[exit code 0\]$/), exitCode: 0 },
    ],
    [{ script: "exit 3" }, { ok: false, text: "[exit code 3]", exitCode: 3 }],
    [{ script: "true" }, { ok: true, text: "[exit code 0]", exitCode: 0 }],
    [
      { script: "cat f.txt", cwd: "sub" },
      { ok: true, text: "in sub\n[exit code 0]", exitCode: 0 },
    ],
    [{ script: "kill -KILL $$" }, { ok: false, text: "[ended by SIGKILL]" }],
    [{ script: "printf '\\033[31mred\\033[0m 1%%\\r2%%\\n'" }, { ok: true, text: "2%\n[exit code 0]", exitCode: 0 }],
    [{ script: 'read x; echo "[$x]"' }, { ok: true, text: "[]\n[exit code 0]", exitCode: 0 }],
    [
      { script: "true", cwd: "sbu" },
      { ok: false, text: "sbu does not exist. Nearest: sub" },
    ],
    [
      { script: "true", cwd: "sub/f.txt" },
      { ok: false, text: "sub/f.txt is a file, not a folder." },
    ],
    [
      { script: "echo begun; sleep 60", timeout: 1 },
      { ok: false, text: "begun\n[timed out after 1 s and was stopped; give a longer timeout, or run it in the background]" },
    ],
  ];
  for (const [input, result] of table) expect([input.script, await bench.call(shell, input)]).toEqual([input.script, result]);
});

verifies("tools.shell", "output is streamed as it comes, in whole characters", async () => {
  await using bench = await openBench();
  // The server answers the script only when its first line has been seen.
  const gate = createServer();
  gate.listen(0, "127.0.0.1");
  await once(gate, "listening");
  const { port } = gate.address() as { port: number };
  const seen = Promise.withResolvers<void>();
  gate.on("connection", (socket) => void seen.promise.then(() => socket.end("go\n")));
  const context = {
    ...bench.context,
    onOutput(text: string) {
      bench.live.push(text);
      if (bench.live.join("").includes("first é")) seen.resolve();
    },
  };
  const result = await shell.run(
    { script: `printf 'first \\303'; printf '\\251\\n'; read x < /dev/tcp/127.0.0.1/${port}; echo "$x"` },
    context,
  );
  gate.close();
  expect([result, bench.live.join("")]).toEqual([{ ok: true, text: "first é\ngo\n[exit code 0]", exitCode: 0 }, "first é\ngo\n"]);
});

verifies("tools.shell", "an interrupt ends it", async () => {
  await using bench = await openBench();
  const interrupt = new AbortController();
  const context = { ...bench.context, signal: interrupt.signal, onOutput: () => interrupt.abort() };
  expect(await shell.run({ script: "echo begun; sleep 60" }, context)).toEqual({ ok: false, text: "begun\n[interrupted]" });
});

verifies("tools.shell", "policy and people see the script", () => {
  const input = { script: "npm test\n" };
  expect([shell.effect, shell.script?.(input), shell.title?.(input)]).toEqual(["execute", "npm test\n", "npm test\\n"]);
});

verifies("tools.job", "a server", async () => {
  await using bench = await openBench();
  const port = await freePort();
  const server = `require("node:http").createServer((_, response) => response.end("hello")).listen(${port}, "127.0.0.1", () => console.log("listening on ${port}"))`;

  const started = await bench.call(shell, { script: `exec '${process.execPath}' -e '${server}'`, background: true });
  const id = /job (\S+?)\./.exec(started.text)![1]!;
  const ready = await bench.call(job, { action: "wait", id, pattern: "listening on \\d+" });
  const page = await fetchText(port);
  const output = await bench.call(job, { action: "output", id });
  const listed = await bench.call(job, { action: "list" });
  const stopped = await bench.call(job, { action: "stop", id });

  expect(started.ok).toBe(true);
  expect([ready.ok, ready.text.split("\n").slice(0, 2)]).toEqual([true, ["The pattern matched.", `listening on ${port}`]]);
  expect(page).toBe("hello");
  expect(output.text).toContain(`[job ${id}: running: `);
  expect(listed.text).toContain(`job ${id}: running: `);
  expect(stopped.text).toMatch(/ended/);
  await expect(fetchText(port)).rejects.toThrow("ECONNREFUSED");
});

verifies("tools.job", "waiting for the end", async () => {
  await using bench = await openBench();
  const { text } = await bench.call(shell, { script: "echo done; exit 4", background: true });
  const id = /job (\S+?)\./.exec(text)![1]!;
  expect(await bench.call(job, { action: "wait", id })).toEqual({
    ok: true,
    text: `The job ended.\ndone\n[job ${id}: ended, exit code 4: echo done; exit 4]`,
  });
  expect(await bench.call(job, { action: "wait", id, pattern: "never" })).toMatchObject({
    ok: false,
    text: expect.stringContaining("The job ended."),
  });
});

verifies("tools.job", "waiting no longer than asked", async () => {
  await using bench = await openBench();
  const { text } = await bench.call(shell, { script: "sleep 60", background: true });
  const id = /job (\S+?)\./.exec(text)![1]!;
  expect(await bench.call(job, { action: "wait", id, pattern: "never", timeout: 0 })).toEqual({
    ok: false,
    text: `Not yet, after 0 s.\n[job ${id}: running: sleep 60]`,
  });
});

verifies("tools.job", "the latest output is shown, and how much came before", async () => {
  await using bench = await openBench();
  const { text } = await bench.call(shell, { script: "head -c 20000 /dev/zero | tr '\\0' x; echo; echo last", background: true });
  const id = /job (\S+?)\./.exec(text)![1]!;
  const result = await bench.call(job, { action: "wait", id });
  const lines = result.text.split("\n");
  expect([lines[1], lines[2]!.length, lines[3]]).toEqual([`[${20_006 - 16_384} earlier bytes not shown]`, 16_384 - 6, "last"]);
});

verifies("tools.job", "mistakes are answered with what there is", async () => {
  await using bench = await openBench();
  const none = [await bench.call(job, { action: "list" }), await bench.call(job, { action: "output", id: "x" })];
  const { text } = await bench.call(shell, { script: "sleep 60", background: true });
  const id = /job (\S+?)\./.exec(text)![1]!;
  expect([
    ...none,
    await bench.call(job, { action: "stop" }),
    await bench.call(job, { action: "wait", id: "nope" }),
    await bench.call(job, { action: "wait", id, pattern: "a(" }),
  ]).toEqual([
    { ok: true, text: "No jobs." },
    { ok: false, text: "There is no job x. There are no jobs." },
    { ok: false, text: `Which job? Give its id. Jobs: ${id}.` },
    { ok: false, text: `There is no job nope. Jobs: ${id}.` },
    { ok: false, text: expect.stringContaining("Invalid regular expression") },
  ]);
});
