import { once } from "node:events";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { threadPaths } from "../../src/log/home.ts";
import { takeLock } from "../../src/lib/process-lock.ts";
import { createLog, openLog } from "../../src/log/writer.ts";
import { verifies } from "../verifies.ts";
import { beginning, note, output, reopened, start, temporaryHome, writeThread } from "./helpers.ts";

async function firstLine(child: ReturnType<typeof start>): Promise<string> {
  for await (const chunk of child.stdout) return String(chunk).trim();
  throw new Error("the process ended without a word");
}

/** Leaves the lock of a process that was killed while it held the thread; returns what was in it. */
async function killHolder(home: string, thread: string): Promise<string> {
  const holder = start("hold.ts", home, thread);
  await firstLine(holder);
  const held = readFileSync(threadPaths(home, thread).lock, "utf8");
  const closed = once(holder, "close");
  holder.kill("SIGKILL");
  await closed;
  return held;
}

verifies("log.one-writer", "in another process", async () => {
  using at = temporaryHome();
  using log = createLog({ home: at.home, ...beginning });

  expect(await output(start("hold.ts", at.home, log.thread))).toBe(
    `thread.busy: Process ${process.pid} is writing to thread ${log.thread}.\n`,
  );
});

verifies("log.one-writer", "in the same process", async () => {
  using at = temporaryHome();
  using log = createLog({ home: at.home, ...beginning });

  await expect(openLog({ home: at.home, thread: log.thread })).rejects.toMatchObject({ code: "thread.busy" });
  log.append(note("goes on"));
});

verifies("log.one-writer", "control: after closing, the next one may", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  expect(existsSync(threadPaths(at.home, thread).lock)).toBe(false);
  const holder = start("hold.ts", at.home, thread);
  expect(await firstLine(holder)).toBe("holds");
  holder.stdin.end();
  await once(holder, "close");
  expect(existsSync(threadPaths(at.home, thread).lock)).toBe(false);
});

verifies("log.one-writer", "a holder on another machine cannot be judged and is left alone", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  writeFileSync(threadPaths(at.home, thread).lock, JSON.stringify({ pid: 7, started: "boot/1", host: "elsewhere" }));

  const path = threadPaths(at.home, thread).lock;
  await expect(openLog({ home: at.home, thread })).rejects.toMatchObject({
    code: "thread.busy",
    at: path,
    hint: expect.stringContaining("on another machine (elsewhere) and has ended, delete this file"),
  });
});

verifies("log.stale-lock", "after kill -9", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  await killHolder(at.home, thread);

  const { log } = await openLog({ home: at.home, thread });
  expect(readFileSync(threadPaths(at.home, thread).lock, "utf8")).toContain(`"pid":${process.pid}`);
  log.close();
  expect(readdirSync(threadPaths(at.home, thread).dir).sort()).toEqual(["checkpoint", "events-0001.jsonl"]);
});

verifies("log.stale-lock", "a later process with the same pid is told from the holder", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  const { lock: path } = threadPaths(at.home, thread);
  const lock = takeLock(path);
  const self = readFileSync(path, "utf8");
  if ("release" in lock) lock.release();

  writeFileSync(path, self);
  await expect(openLog({ home: at.home, thread })).rejects.toMatchObject({ code: "thread.busy" });
  writeFileSync(path, self.replace(/"started":"[^"]*"/, '"started":"earlier boot/1"'));
  expect((await reopened(at.home, thread)).verification.status).toBe("intact");
});

verifies("log.stale-lock", "emptied by a power cut", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  writeFileSync(threadPaths(at.home, thread).lock, "");
  expect((await reopened(at.home, thread)).verification.status).toBe("intact");
});

verifies("log.stale-lock", "when the one who took it over died on the way, too", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  const dead = await killHolder(at.home, thread);
  const { lock, dir } = threadPaths(at.home, thread);
  writeFileSync(`${lock}.takeover`, dead);
  writeFileSync(`${lock}.takeover.takeover`, dead);

  await reopened(at.home, thread);
  expect(readdirSync(dir).sort()).toEqual(["checkpoint", "events-0001.jsonl"]);
});

verifies("log.stale-lock", "eight processes try at once, one gets it", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  for (let round = 0; round < 3; round++) {
    await killHolder(at.home, thread);
    const contenders = Array.from({ length: 8 }, () => start("hold.ts", at.home, thread));
    const closed = contenders.map((contender) => once(contender, "close"));
    const words = await Promise.all(contenders.map(firstLine));
    const winner = contenders[words.indexOf("holds")];

    expect(words.filter((word) => word === "holds")).toHaveLength(1);
    expect(words.filter((word) => word === `thread.busy: Process ${winner!.pid} is writing to thread ${thread}.`)).toHaveLength(7);
    winner!.stdin.end();
    await Promise.all(closed);
  }
});
