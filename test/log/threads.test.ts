import { mkdirSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { threadPaths } from "../../src/log/home.ts";
import { isThreadId, newThreadId } from "../../src/log/thread-id.ts";
import { listThreads, resolveThread, threadIds } from "../../src/log/threads.ts";
import { createLog, forkLog } from "../../src/log/writer.ts";
import { verifies } from "../verifies.ts";
import { beginning, note, segmentFile, steppingClock, temporaryHome } from "./helpers.ts";

verifies("log.ids", () => {
  const times = [0, 1, 31, 32, 1_700_000_000_000, 1_700_000_000_001, 2_000_000_000_000, 32 ** 9 - 1];
  const ids = times.map(newThreadId);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every(isThreadId)).toBe(true);
  expect(new Set(Array.from({ length: 1000 }, () => newThreadId(5))).size).toBe(1000);
  expect(["", "..", "1m7xe39s695q2r", "1m7xe39s695q2rl", "1M7XE39S695Q2R2"].some(isThreadId)).toBe(false);
});

verifies("log.ids", "are found by their beginning", () => {
  using at = temporaryHome();
  const [a, b] = ["1m7xe39s695q2r2", "1m7xe37n0tafg63"];
  for (const id of [a, b]) mkdirSync(threadPaths(at.home, id).dir, { recursive: true });

  expect(threadIds(at.home)).toEqual([a, b]);
  expect([resolveThread(at.home, a), resolveThread(at.home, "1m7xe39"), resolveThread(at.home, "1M7XE37")]).toEqual([a, a, b]);
  expect(() => resolveThread(at.home, "1m7x")).toThrow(
    expect.objectContaining({ code: "thread.missing", hint: `Give more of the id, such as ${a}, ${b}.` }),
  );
  expect(() => resolveThread(at.home, "2")).toThrow(
    expect.objectContaining({ code: "thread.missing", message: "No thread has the id 2." }),
  );
  expect(() => resolveThread(`${at.home}/none`, "2")).toThrow(expect.objectContaining({ code: "thread.missing" }));
});

verifies("log.listing", async () => {
  using at = temporaryHome();
  const { home } = at;
  const now = steppingClock();
  using first = createLog({ home, now, ...beginning });
  first.append({ type: "prompt.admitted", prompt: "p1", by: "user", parts: [{ type: "text", text: "\n  Fix the parser\nand more" }] });
  first.append({ type: "turn.started", turn: 1, prompt: "p1" });
  for (let count = 0; count < 200; count++) first.append(note("x".repeat(1000)));
  first.append({ type: "verdict.reached", turn: 1, verdict: "verified", reasons: [], receipts: [], tree: "t" });
  const last = first.append({ type: "turn.completed", turn: 1, text: "done", steps: 1 });
  using second = await forkLog({ home, now, from: { thread: first.thread }, ...beginning, workspace: "/other" });
  second.append({
    type: "prompt.admitted",
    prompt: "p2",
    by: "user",
    parts: [{ type: "text", text: { blob: "0".repeat(64), bytes: 20_000, preview: "A long one" } }],
  });
  second.append({ type: "verdict.reached", turn: 2, verdict: "failed", reasons: [], receipts: [], tree: "t" });
  const open = second.append({ type: "turn.started", turn: 3, prompt: "p3" });
  using third = createLog({ home, now, ...beginning });

  const startedAt = 1_700_000_000_000;
  expect([...listThreads(home)]).toEqual([
    { thread: third.thread, workspace: "/home/u/project", title: "", startedAt: open.at + 2, updatedAt: open.at + 2 },
    { thread: second.thread, workspace: "/other", title: "A long one", startedAt: last.at + 2, updatedAt: open.at },
    {
      thread: first.thread,
      workspace: "/home/u/project",
      title: "Fix the parser",
      startedAt: startedAt + 1,
      updatedAt: last.at,
      verdict: "verified",
    },
  ]);
});

verifies("log.listing", "leaves out what has no beginning", () => {
  using at = temporaryHome();
  const thread = createLog({ home: at.home, ...beginning });
  thread.close();
  mkdirSync(threadPaths(at.home, newThreadId(1)).dir);
  writeFileSync(segmentFile(at.home, thread.thread), "torn");
  expect([...listThreads(at.home)]).toEqual([]);
  expect([...listThreads(`${at.home}/none`)]).toEqual([]);
});
