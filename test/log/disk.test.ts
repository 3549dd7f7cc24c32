import { closeSync, existsSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { reservePath } from "../../src/log/home.ts";
import type { ThreadLog } from "../../src/log/thread-log.ts";
import { verifyLog } from "../../src/log/verify.ts";
import { createLog } from "../../src/log/writer.ts";
import { verifies } from "../verifies.ts";
import { beginning, eventsOf, note, reopened } from "./helpers.ts";
import { fill, smallDisk } from "./small-disk.ts";

function appendUntilFull(log: ThreadLog): unknown {
  try {
    for (;;) log.append(note("x".repeat(997)));
  } catch (error) {
    return error;
  }
}

describe.skipIf(process.getuid?.() !== 0)("needs root, to mount a small disk", () => {
  verifies("log.disk-full", "an intent is refused, the results and the end of the turn are kept", async () => {
    using disk = smallDisk(12);
    const log = createLog({ home: disk.home, ...beginning });
    fill(disk.home, "filler");
    const error = appendUntilFull(log);

    expect(error).toMatchObject({
      code: "log.disk",
      message: expect.stringContaining("ENOSPC"),
      hint: expect.stringContaining("Free some space"),
    });
    expect(() => log.append({ type: "item.started", item: "c1", kind: "call", name: "shell", effect: "execute", input: {} })).toThrow(
      "ENOSPC",
    );
    const result = log.append({ type: "item.completed", item: "c0", kind: "call", name: "shell", ok: true, parts: [], ms: 1 });
    const last = log.append({ type: "turn.failed", error: { code: "log.disk", message: "full" } });
    expect(() => log.append(note("more"))).toThrow("ENOSPC");
    log.close();

    const events = await eventsOf(disk.home, log.thread);
    expect(events.slice(-2)).toEqual([result, last]);
    expect(await verifyLog({ home: disk.home, thread: log.thread })).toEqual({
      status: "intact",
      lines: events.length,
      signedLines: events.length,
      tornBytes: 0,
      skipped: [],
    });
  });

  verifies("log.disk-full", "when the reserve is used up, everything is refused and nothing is torn", async () => {
    using disk = smallDisk(12);
    const log = createLog({ home: disk.home, ...beginning });
    fill(disk.home, "filler");
    appendUntilFull(log);
    fill(disk.home, "reserve-filler");
    const ends = { type: "turn.failed", error: { code: "log.disk", message: "x".repeat(9000) } } as const;

    expect(() => log.append(ends)).toThrow("ENOSPC");
    expect(() => log.append({ type: "turn.interrupted", reason: "" })).toThrow("ENOSPC");
    log.close();
    await expect(reopened(disk.home, log.thread)).rejects.toMatchObject({ code: "log.disk" });

    rmSync(join(disk.home, "reserve-filler"));
    const { verification, events } = await reopened(disk.home, log.thread);
    expect(verification).toMatchObject({ lines: events.length, tornBytes: 0, skipped: [] });
    expect(statSync(reservePath(disk.home)).size).toBe(8 << 20);
  });

  verifies("log.disk-full", "a thread is not begun without room for its end", () => {
    using disk = smallDisk(4);
    expect(() => createLog({ home: disk.home, ...beginning })).toThrow(expect.objectContaining({ code: "log.disk" }));
    expect(existsSync(reservePath(disk.home))).toBe(false);
  });

  verifies("log.disk-full", "control: a nearly full disk takes a part of a write and reports no error", () => {
    using disk = smallDisk(4);
    const file = openSync(join(disk.home, "odd"), "w");
    writeSync(file, Buffer.alloc(1));
    closeSync(file);
    const taken = fill(disk.home, "filler");
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(1 << 20);
  });
});
