import { appendFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { threadPaths } from "../../src/log/home.ts";
import type { SkippedLine } from "../../src/log/parse-line.ts";
import { readEvents } from "../../src/log/events.ts";
import { openLog } from "../../src/log/writer.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, logText, note, reopened, segmentFile, temporaryHome, writeThread } from "./helpers.ts";

/** Replaces line `seq` of a log that has one segment; returns where it stands. */
function replaceLine(path: string, seq: number, replacement: Buffer | string): number {
  const lines = readFileSync(path, "utf8").split("\n");
  const offset = Buffer.byteLength(lines.slice(0, seq).join("\n")) + (seq > 0 ? 1 : 0);
  const end = offset + Buffer.byteLength(lines[seq]!);
  const bytes = readFileSync(path);
  writeFileSync(path, Buffer.concat([bytes.subarray(0, offset), Buffer.from(replacement), bytes.subarray(end)]));
  return offset;
}

verifies("log.torn-tail", "at every byte of a line", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  const path = segmentFile(at.home, thread);
  const whole = readFileSync(path);
  const next = Buffer.from('{"v":1,"seq":5,"at":1,"thread":"x"}');

  for (let cut = 1; cut <= next.length; cut++) {
    writeFileSync(path, Buffer.concat([whole, next.subarray(0, cut)]));
    const { verification, events } = await reopened(at.home, thread);
    expect({ status: verification.status, torn: verification.tornBytes, events: events.length }).toEqual({
      status: "unsigned",
      torn: cut,
      events: 5,
    });
    expect(readFileSync(path).equals(whole)).toBe(true);
  }
});

verifies("log.torn-tail", "of NUL bytes, as a power cut leaves them", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  truncateSync(segmentFile(at.home, thread), statSync(segmentFile(at.home, thread)).size + 4096);

  const { log, verification } = await openLog({ home: at.home, thread });
  log.append(note("after"));
  log.close();
  expect(verification.tornBytes).toBe(4096);
  expect((await eventsOf(at.home, thread)).at(-1)).toMatchObject({ seq: 5, value: "after" });
});

verifies("log.torn-tail", "of the first line: there is nothing to go on with", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  rmSync(threadPaths(at.home, thread).checkpoint);
  truncateSync(segmentFile(at.home, thread), 20);
  await expect(openLog({ home: at.home, thread })).rejects.toMatchObject({ code: "log.corrupt", message: "The log holds no event." });
});

const damages: [string, string | Buffer, string][] = [
  ["text", "this is no JSON", "not JSON"],
  ["NUL bytes", Buffer.alloc(512), "not JSON"],
  ["a number", "12", "not an event"],
  ["null", "null", "not an event"],
  ["a later version", '{"v":9,"seq":2,"type":"x"}', "of the unknown version 9"],
  ["another thread's", '{"v":1,"seq":2,"type":"x","thread":"y"}', "of another thread"],
  ["an empty line", "", "not JSON"],
];
for (const [name, replacement, problem] of damages) {
  verifies("log.bad-lines", name, async () => {
    using at = temporaryHome();
    const thread = writeThread(at.home, 2);
    const path = segmentFile(at.home, thread);
    const offset = replaceLine(path, 2, replacement);
    const bad: SkippedLine = { thread, seq: 2, segment: 1, offset, bytes: Buffer.byteLength(replacement), problem };

    const { events, verification } = await reopened(at.home, thread);
    const skipped: SkippedLine[] = [];
    const read = await Array.fromAsync(readEvents(at.home, thread, { onSkipped: (line) => skipped.push(line) }));
    expect(events.map((event) => event.seq)).toEqual([0, 1, 3, 4, 5, 6, 7, 8]);
    expect(verification).toMatchObject({ status: "tampered", tampering: { kind: "edited", seq: 2 }, skipped: [bad] });
    expect({ read, skipped }).toEqual({ read: events, skipped: [bad] });
  });
}

verifies("log.bad-lines", "a reader that does not ask for them gets an error", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  const path = segmentFile(at.home, thread);
  const offset = replaceLine(path, 2, "?");
  await expect(eventsOf(at.home, thread)).rejects.toMatchObject({
    code: "log.corrupt",
    message: "A line of 1 bytes in the log is not JSON.",
    at: `${path}, byte ${offset}`,
  });
});

verifies("log.bad-lines", "the log goes on after one, and the damage stays visible", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  const path = segmentFile(at.home, thread);
  rmSync(threadPaths(at.home, thread).checkpoint);
  appendFileSync(path, "garbage\n");

  const { log } = await openLog({ home: at.home, thread });
  log.append(note("after"));
  log.append({ type: "turn.failed", error: { code: "internal", message: "" } });
  log.close();
  const { events, verification } = await reopened(at.home, thread);
  expect(events.map((event) => event.seq)).toEqual([0, 1, 2, 3, 4, 6, 7]);
  expect(verification).toMatchObject({ status: "tampered", tampering: { kind: "edited", seq: 5 }, skipped: [{ seq: 5 }] });
  expect(logText(at.home, thread)).toContain("\ngarbage\n");
});
