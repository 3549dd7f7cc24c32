/** What every sandbox backend must do, confined or not. */
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import type { OpenBox } from "../../src/contract/sandbox.ts";
import { entries } from "../../src/sandbox/backends/index.gen.ts";
import { brief, makeBox, plain } from "../sandbox/boxes.ts";
import { findProcesses } from "../sandbox/processes.ts";
import { verifies } from "../verifies.ts";

const here = entries.filter(({ platforms }) => platforms?.includes(process.platform) ?? true);

describe.each(here.map((entry) => entry.name))("%s", (name) => {
  verifies("sandbox.run", async () => {
    await using test = await makeBox(name);
    const chunks: Buffer[] = [];

    const result = await test.box.run("pwd; echo err >&2; echo out; exit 3", { timeoutMs: 0, onOutput: (chunk) => chunks.push(chunk) });

    const output = `${test.workspace}\nerr\nout\n`;
    expect(result).toEqual({
      exitCode: 3,
      signal: null,
      timedOut: false,
      aborted: false,
      output: Buffer.from(output),
      totalBytes: output.length,
      omittedBytes: 0,
      outputHash: createHash("sha256").update(output).digest("hex"),
      ms: expect.any(Number) as number,
    });
    expect(Buffer.concat(chunks).toString()).toBe(output);
  });

  verifies("sandbox.exec", async () => {
    await using test = await makeBox(name);
    const argv = ["printf", "<%s>", "a b", "$HOME", "*", "it's", "\n", "\\", "é\u0001", ""];
    expect(brief(await test.box.exec(argv, plain))).toEqual({
      exitCode: 0,
      signal: null,
      output: argv
        .slice(2)
        .map((argument) => `<${argument}>`)
        .join(""),
    });
  });

  verifies("sandbox.never-started", async () => {
    await using test = await makeBox(name);
    const never = { exitCode: null, signal: null };
    expect(brief(await test.box.exec(["no-such-program", "x"], plain))).toEqual({
      ...never,
      output: "no-such-program: command not found\n",
    });
    expect(await test.box.exec(["./no/such/program"], plain)).toMatchObject(never);
    const nowhere = await test.box.run("echo ran", { ...plain, cwd: "no/such/folder" });
    expect(brief(nowhere)).toEqual({ ...never, output: expect.stringContaining("No such file or directory") as string });
  });

  verifies("sandbox.signal", async () => {
    await using test = await makeBox(name);
    const scripts = [
      "kill -KILL $$",
      "kill -TERM $$",
      "kill -SEGV $$",
      "exit 137",
      "exit 143",
      "exit 255",
      "sh -c 'kill -KILL $$'; exit $?",
    ];
    const results = await Promise.all(scripts.map((script) => test.box.run(script, plain)));
    expect(results.map(({ exitCode, signal }) => signal ?? exitCode)).toEqual(["SIGKILL", "SIGTERM", "SIGSEGV", 137, 143, 255, 137]);
  });

  verifies("sandbox.script-exact", async () => {
    await using test = await makeBox(name);
    const noise = randomBytes(400_000).toString("base64");
    const script = `cat <<'END'\n${noise}\n'"\\$(no) \`no\`\nEND\n# é\u0001 ${"#".repeat(500_000)}\n: "last line without newline"`;
    expect(brief(await test.box.run(script, plain))).toEqual({ exitCode: 0, signal: null, output: `${noise}\n'"\\$(no) \`no\`\n` });
    const stdin = `${noise}\n'"\\$(no)\r\né\u0000`;
    expect(brief(await test.box.exec(["cat"], { ...plain, stdin }))).toEqual({ exitCode: 0, signal: null, output: stdin });
    expect(brief(await test.box.exec(["cat"], plain))).toEqual({ exitCode: 0, signal: null, output: "" });
  });

  verifies("sandbox.pipes", async () => {
    await using test = await makeBox(name);
    const script = "echo 1 > /dev/stdout; echo 2 > /dev/stderr; cat /dev/stdin; yes | head -1; echo ${PIPESTATUS[0]}";
    expect(brief(await test.box.run(script, { ...plain, stdin: "in\n" })).output).toBe("1\n2\nin\ny\n141\n");
  });

  verifies("sandbox.cwd", async () => {
    await using test = await makeBox(name);
    const folder = "a 'b'\n$c";
    await mkdir(join(test.workspace, folder));
    expect(brief(await test.box.run("pwd", { ...plain, cwd: folder })).output).toBe(`${join(test.workspace, folder)}\n`);

    const outside = { code: "sandbox.outside" };
    await expect(test.box.run("pwd", { ...plain, cwd: ".." })).rejects.toMatchObject(outside);
    await expect(test.box.run("pwd", { ...plain, cwd: "/" })).rejects.toMatchObject(outside);
    await symlink("/", join(test.workspace, "root"));
    await expect(test.box.run("pwd", { ...plain, cwd: "root" })).rejects.toMatchObject({ ...outside, at: "/" });
  });

  verifies("sandbox.environment", async () => {
    process.env["FETTLE_TEST_SECRET"] = "canary";
    process.env["FETTLE_TEST_PASSED"] = "passed";
    await using test = await makeBox(name, { passEnv: ["FETTLE_TEST_PASSED", "FETTLE_TEST_UNSET"] });

    const { output } = await test.box.run("env", { ...plain, env: { GIVEN: "it's\ngiven" } });

    const lines = output.toString().split("\n");
    expect(output.toString()).not.toContain("canary");
    expect(lines).toEqual(expect.arrayContaining(["FETTLE_TEST_PASSED=passed", "GIVEN=it's", "given", "TERM=dumb", "PAGER=cat"]));
    const allowed =
      /^(PATH|LANG|LANGUAGE|LC_\w+|TZ|USER|LOGNAME|HOME|PWD|SHLVL|_|NO_COLOR|NPM_CONFIG_UPDATE_NOTIFIER|GIT_\w+|TERM|PAGER|TMPDIR|FETTLE_COMMAND|GIVEN|FETTLE_TEST_PASSED)=/;
    expect(lines.filter((line) => line !== "" && line !== "given" && !allowed.test(line))).toEqual([]);
  });

  verifies("sandbox.environment", "a name cannot carry a command", async () => {
    await using test = await makeBox(name);
    const env = { "A=1; touch planted; B": "x" };
    await expect(test.box.run("true", { ...plain, env })).rejects.toThrow("is no name of an environment variable");
    expect(brief(await test.box.run("ls", plain)).output).toBe("");
  });

  verifies("sandbox.timeout", async () => {
    await using test = await makeBox(name);
    const mark = `300.${randomBytes(6).readUIntBE(0, 6)}`;
    const polite = test.box.run(`trap 'echo asked; exit 9' TERM; echo ready; sleep ${mark} & wait`, { timeoutMs: 200 });
    const deaf = test.box.run(`trap '' TERM; sleep ${mark}`, { timeoutMs: 200 });
    expect([await polite, await deaf].map((result) => ({ ...brief(result), timedOut: result.timedOut }))).toEqual([
      { exitCode: 9, signal: null, output: "ready\nasked\n", timedOut: true },
      { exitCode: null, signal: "SIGKILL", output: "", timedOut: true },
    ]);
    expect(findProcesses(mark)).toEqual([]);
  });

  verifies("sandbox.abort", async () => {
    await using test = await makeBox(name);
    const aborted = { exitCode: null, timedOut: false, aborted: true };
    const controller = new AbortController();
    const running = test.box.run("trap '' TERM INT; echo ready; while :; do sleep 100; done", {
      ...plain,
      signal: controller.signal,
      onOutput: () => controller.abort(),
    });
    expect(await running).toMatchObject({ ...aborted, signal: "SIGKILL" });

    const late = await test.box.run("echo ran > file", { ...plain, signal: controller.signal });
    expect(late).toMatchObject({ ...aborted, signal: null, totalBytes: 0 });
    expect(await test.box.files.list(".")).toEqual([]);
  });

  verifies("sandbox.output-bounded", async () => {
    await using test = await makeBox(name);
    const megabytes = 1024;
    await test.box.run("true", plain);
    const before = process.memoryUsage().rss;
    let highest = before;

    const result = await test.box.run(`echo head; head -c ${megabytes}M /dev/zero; echo tail`, {
      ...plain,
      maxBytes: 64,
      onOutput: () => (highest = Math.max(highest, process.memoryUsage.rss())),
    });

    const hash = createHash("sha256").update("head\n");
    const megabyte = Buffer.alloc(1024 * 1024);
    for (let count = 0; count < megabytes; count++) hash.update(megabyte);
    expect({ ...result, output: result.output.toString() }).toMatchObject({
      exitCode: 0,
      totalBytes: megabytes * 1024 * 1024 + 10,
      omittedBytes: megabytes * 1024 * 1024 + 10 - 64,
      outputHash: hash.update("tail\n").digest("hex"),
      output: `head\n${"\0".repeat(27)}\n[${megabytes * 1024 * 1024 + 10 - 64} bytes omitted]\n${"\0".repeat(27)}tail\n`,
    });
    expect(highest - before).toBeLessThan(200 * 1024 * 1024);
  });

  verifies("sandbox.output-bytes", async () => {
    await using test = await makeBox(name);
    const { output } = await test.box.run(String.raw`printf '\xff\xfe\x00\xc3\n\xe2\x82'`, plain);
    expect(output).toEqual(Buffer.from([0xff, 0xfe, 0, 0xc3, 10, 0xe2, 0x82]));
  });

  verifies("sandbox.parallel", async () => {
    await using test = await makeBox(name);
    const numbers = Array.from({ length: 24 }, (_, index) => index);
    const results = await Promise.all(
      numbers.map((number) =>
        test.box.run(`cat; for i in 1 2 3; do echo ${number}; done; exit ${number}`, { ...plain, stdin: `in ${number}\n` }),
      ),
    );
    expect(results.map(brief)).toEqual(
      numbers.map((number) => ({ exitCode: number, signal: null, output: `in ${number}\n${`${number}\n`.repeat(3)}` })),
    );
  });

  verifies("sandbox.leftovers", async () => {
    await using test = await makeBox(name);
    const mark = `301.${randomBytes(6).readUIntBE(0, 6)}`;
    const result = await test.box.run(`sleep ${mark} & (sleep ${mark} &); echo done`, plain);
    expect(brief(result)).toEqual({ exitCode: 0, signal: null, output: "done\n" });
    expect(findProcesses(mark)).toEqual([]);
  });

  verifies("sandbox.jobs", async () => {
    await using test = await makeBox(name);
    const { jobs } = test.box;
    // In the workspace the job would have another pipe than a command, whose view is a layer.
    const { output: temporary } = await test.box.run('printf %s "${TMPDIR:-/tmp}"', plain);
    const go = `${temporary.toString()}/fettle-go-${randomBytes(6).toString("hex")}`;
    const script = `exec 9<>${go}; echo starting; read -u 9 line; trap 'echo stopping; exit 4' TERM; echo "got $line é"; read -u 9 line`;
    await test.box.exec(["mkfifo", go], plain);

    const { id } = await jobs.start(script, {});
    expect(await jobs.waitFor(id, /^starting$/m, 60_000)).toBe(true);
    expect(await jobs.waitFor(id, /never said/, 1)).toBe(false);
    await test.box.run(`echo word > ${go}; rm ${go}`, plain);
    expect(await jobs.waitFor(id, /got word/g, 60_000)).toBe(true);
    expect(jobs.list()).toEqual([{ id, command: script, running: true, exitCode: null, signal: null, totalBytes: 21 }]);

    expect(await jobs.stop(id)).toEqual({ id, command: script, running: false, exitCode: 4, signal: null, totalBytes: 30 });
    expect(jobs.output(id, 0, 19)).toEqual({ text: "starting\ngot word ", nextOffset: 18, droppedBytes: 0 });
    expect(jobs.output(id, 18, 100)).toEqual({ text: "é\nstopping\n", nextOffset: 30, droppedBytes: 0 });
    expect(await jobs.waitFor(id, /never said/, 60_000)).toBe(false);
    expect(() => jobs.output("job-9", 0, 1)).toThrow("No job has the id job-9.");
  });

  verifies("sandbox.jobs", "output is kept to the last MiB", async () => {
    await using test = await makeBox(name);
    const { id } = await test.box.jobs.start("head -c 3M /dev/zero; echo end", {});
    expect(await test.box.jobs.waitFor(id, /end\n$/, 60_000)).toBe(true);
    const { nextOffset, droppedBytes, text } = test.box.jobs.output(id, 0, 10);
    expect({ nextOffset, droppedBytes, length: text.length }).toEqual({
      nextOffset: 2 * 1024 * 1024 + 4 + 10,
      droppedBytes: 2 * 1024 * 1024 + 4,
      length: 10,
    });
  });

  verifies("sandbox.jobs", "waiting can be aborted", async () => {
    await using test = await makeBox(name);
    const { id } = await test.box.jobs.start("sleep 100", {});
    const controller = new AbortController();
    const waiting = test.box.jobs.waitFor(id, /x/, 60_000, controller.signal);
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });

  verifies("sandbox.job-reachable", async () => {
    await using test = await makeBox(name);
    if (test.box.traits.loopback === false) return await expectNoSockets(test.box);
    await writeFile(
      join(test.workspace, "server.mjs"),
      `import { createServer } from "node:net";
       const server = createServer((socket) => socket.end("hello\\n")).listen(0, "127.0.0.1", () => console.log("port", server.address().port));`,
    );
    const { id } = await test.box.jobs.start(`${process.execPath} server.mjs`, {});
    expect(await test.box.jobs.waitFor(id, /port \d+\n/, 60_000)).toBe(true);
    const port = /port (\d+)/.exec(test.box.jobs.output(id, 0, 100).text)?.[1];
    expect(brief(await test.box.run(`cat < /dev/tcp/127.0.0.1/${port}`, plain)).output).toBe("hello\n");
  });

  verifies("sandbox.close", async () => {
    const mark = `302.${randomBytes(6).readUIntBE(0, 6)}`;
    const test = await makeBox(name);
    await test.box.jobs.start(`sleep ${mark} & sleep ${mark}`, {});
    const controller = new AbortController();
    const running = test.box.run(`echo ready; sleep ${mark}`, { ...plain, onOutput: () => controller.abort() });
    const lost = running.catch((error: unknown) => error);
    await once(controller.signal, "abort");

    await test.box.close();

    expect(await lost).toMatchObject({ code: "sandbox.failed" });
    expect(findProcesses(mark)).toEqual([]);
    expect(await readdir(join(test.folder, "state"))).toEqual([]);
    expect(test.box.jobs.list()).toMatchObject([{ running: false, signal: "SIGKILL" }]);
    await expect(test.box.run("true", plain)).rejects.toThrow("The box is closed.");
    await test[Symbol.asyncDispose]();
  });

  verifies("sandbox.transaction", async () => {
    await using test = await makeBox(name);
    const sha = (text: string): string => createHash("sha256").update(text).digest("hex");
    for (const file of ["same", "changed", "removed", "moved"]) await test.box.files.write(file, Buffer.from(file));

    const request = { effect: "write", thread: "t", turn: 1, item: "i", title: "edit" } as const;
    const edited = await test.box.transaction(request, async ({ files }) => {
      await files.write("same", Buffer.from("other"));
      await files.write("same", Buffer.from("same"));
      await files.write("changed", Buffer.from("new"));
      await files.remove("removed");
      await files.rename("moved", "sub/folder/moved");
      await files.write("brief", Buffer.from("x"));
      await files.remove("brief");
      return 7;
    });
    expect(edited).toEqual({
      value: 7,
      complete: true,
      checkpoints: ["c5"],
      connections: [],
      held: [],
      quarantine: [],
      notes: [],
      changes: [
        { path: "changed", change: "modified", before: sha("changed"), after: sha("new") },
        { path: "moved", change: "deleted", before: sha("moved"), after: null },
        { path: "removed", change: "deleted", before: sha("removed"), after: null },
        { path: "sub", change: "added", type: "directory", entries: 3, before: null, after: null },
      ],
    });
    const ran = await test.box.transaction({ ...request, effect: "execute" }, (box) => box.run("echo 1 > made; true", plain));
    expect(ran).toMatchObject({
      complete: true,
      checkpoints: ["c6"],
      changes: [{ path: "made", change: "added", before: null, after: sha("1\n") }],
    });
    const read = await test.box.transaction({ ...request, effect: "read" }, (box) => box.run("cat made", plain));
    expect(read).toMatchObject({ checkpoints: [], changes: [] });
  });

  verifies("sandbox.probe", async () => {
    const entry = entries.find((entry) => entry.name === name)!;
    const { default: sandbox } = await entry.load();
    const { available, findings } = await sandbox.probe();
    expect({ available, first: findings[0] }).toEqual({ available: true, first: "a command ran and wrote to its workspace" });
  });
});

/** Where there is no loopback of the box's own, the machine's must be out of reach. */
async function expectNoSockets(box: OpenBox): Promise<void> {
  const listen = `require("node:net").createServer().listen(0, "127.0.0.1").on("error", ({ code }) => console.log(code))`;
  const { id } = await box.jobs.start(`${process.execPath} -e '${listen}'`, {});
  expect(await box.jobs.waitFor(id, /^EACCES\n$/, 60_000)).toBe(true);
}
