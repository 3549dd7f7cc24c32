import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { eventSchema, type Event } from "../../src/contract/event.ts";
import { verifyLog } from "../../src/log/verify.ts";
import { createLog, openLog } from "../../src/log/writer.ts";
import { verifies } from "../verifies.ts";
import { beginning, eventsOf, logText, note, reopened, segmentFile, steppingClock, temporaryHome, writeThread } from "./helpers.ts";

function linesOf(text: string): string[] {
  return text.split("\n").slice(0, -1);
}

verifies("log.chain", () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 2);

  const lines = linesOf(logText(at.home, thread));
  const events = lines.map((line) => JSON.parse(line) as Event);
  const hashes = ["0".repeat(64), ...lines.map((line) => createHash("sha256").update(line).digest("hex"))];
  expect(events.map(({ seq, prev }) => ({ seq, prev }))).toEqual(lines.map((_, seq) => ({ seq, prev: hashes[seq] })));
  expect(events.map((event) => eventSchema.safeParse(event).success)).not.toContain(false);
});

verifies("log.chain", "append returns what it wrote, on the injected clock", () => {
  using at = temporaryHome();
  using log = createLog({ home: at.home, now: steppingClock(), ...beginning });
  const event = log.append(note("größer ✓ \u2028 \n"), { durable: true });

  expect(event).toMatchObject({
    v: 1,
    seq: 1,
    at: 1_700_000_000_002,
    thread: log.thread,
    type: "fact.recorded",
    value: "größer ✓ \u2028 \n",
  });
  expect(JSON.parse(linesOf(logText(at.home, log.thread))[1]!)).toEqual(event);
});

verifies("log.chain", "across closing and opening", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  for (let round = 0; round < 3; round++) {
    using log = (await openLog({ home: at.home, thread })).log;
    log.append({ type: "thread.resumed", model: "m", sandbox: "s", fettle: "f" });
  }

  const { events, verification } = await reopened(at.home, thread);
  expect(events.map((event) => event.seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(verification).toEqual({ status: "unsigned", lines: 8, signedLines: 5, tornBytes: 0, skipped: [] });
});

verifies("log.chain", "a closed log takes nothing", () => {
  using at = temporaryHome();
  const log = createLog({ home: at.home, ...beginning });
  log.close();
  log.close();

  expect(() => log.append(note("late"))).toThrow(`the log of thread ${log.thread} is closed`);
});

verifies("log.private", () => {
  using at = temporaryHome();
  const home = join(at.home, "new");
  writeThread(home, 1);

  const modes = readdirSync(home, { recursive: true, withFileTypes: true }).map((entry) => {
    const { mode } = statSync(join(entry.parentPath, entry.name));
    return `${entry.isDirectory() ? "folder" : "file"} ${(mode & 0o777).toString(8)}`;
  });
  expect([...new Set(modes)].sort()).toEqual(["file 600", "folder 700"]);
  expect((statSync(home).mode & 0o777).toString(8)).toBe("700");
});

verifies("log.segments", async () => {
  using at = temporaryHome();
  let thread: string;
  {
    using log = createLog({ home: at.home, ...beginning });
    thread = log.thread;
    const megabyte = "x".repeat(1 << 20);
    for (let count = 0; count < 70; count++) log.append(note(megabyte));
    log.append({ type: "turn.completed", text: "done", steps: 1 });
  }

  const sizes = [1, 2].map((number) => statSync(segmentFile(at.home, thread, number)).size);
  expect(sizes[0]).toBeGreaterThan(62 << 20);
  expect(sizes[0]).toBeLessThanOrEqual(64 << 20);
  expect(sizes[1]).toBeLessThan(8 << 20);
  expect((await eventsOf(at.home, thread)).map((event) => event.seq)).toEqual(Array.from({ length: 72 }, (_, seq) => seq));
  expect(await verifyLog({ home: at.home, thread })).toMatchObject({ status: "intact", lines: 72 });

  using log = (await openLog({ home: at.home, thread })).log;
  log.append(note("after"));
  expect(
    readFileSync(segmentFile(at.home, thread, 2), "utf8")
      .trimEnd()
      .split("\n")
      .at(-1),
  ).toContain('"after"');
});

verifies("log.segments", "a reader sees what is appended while it reads on", async () => {
  using at = temporaryHome();
  using log = createLog({ home: at.home, ...beginning });
  log.append(note("before"));
  expect((await eventsOf(at.home, log.thread)).length).toBe(2);
  log.append(note("after"));
  expect((await eventsOf(at.home, log.thread)).length).toBe(3);
});
