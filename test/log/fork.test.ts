import { readFileSync, statSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { readEvents } from "../../src/log/events.ts";
import { createLog, forkLog, openLog } from "../../src/log/writer.ts";
import { verifies } from "../verifies.ts";
import { beginning, eventsOf, note, reopened, segmentFile, temporaryHome, writeThread } from "./helpers.ts";

verifies("log.fork", "of a fork", async () => {
  using at = temporaryHome();
  const { home } = at;
  const first = writeThread(home, 3);
  using second = await forkLog({ home, from: { thread: first, seq: 6 }, ...beginning });
  second.append(note("in the second"));
  second.append(note("not inherited"));
  using third = await forkLog({ home, from: { thread: second.thread, seq: 1 }, ...beginning });
  third.append(note("in the third"));

  const events = await eventsOf(home, third.thread);
  expect(events.map(({ thread, seq }) => `${[first, second.thread, third.thread].indexOf(thread)}:${seq}`)).toEqual([
    "0:0",
    "0:1",
    "0:2",
    "0:3",
    "0:4",
    "0:5",
    "0:6",
    "1:0",
    "1:1",
    "2:0",
    "2:1",
  ]);
  expect(statSync(segmentFile(home, third.thread)).size).toBeLessThan(1000);
  expect((await Array.fromAsync(readEvents(home, third.thread, { from: 1 }))).map((event) => event.seq)).toEqual([1]);

  third.close();
  const { events: seen, verification } = await reopened(home, third.thread);
  expect(seen).toEqual(events);
  expect(verification.lines).toBe(2);
});

verifies("log.fork", "of a parent's last event, while the parent goes on", async () => {
  using at = temporaryHome();
  using parent = createLog({ home: at.home, ...beginning });
  parent.append(note("before"));
  using fork = await forkLog({ home: at.home, from: { thread: parent.thread }, ...beginning });
  parent.append(note("after"));

  expect((await eventsOf(at.home, fork.thread)).map((event) => event.type)).toEqual(["thread.started", "fact.recorded", "thread.forked"]);
});

verifies("log.fork", "of what does not exist", async () => {
  using at = temporaryHome();
  const thread = writeThread(at.home, 1);
  const missing = { code: "thread.missing" };
  await expect(forkLog({ home: at.home, from: { thread, seq: 99 }, ...beginning })).rejects.toMatchObject(missing);
  await expect(forkLog({ home: at.home, from: { thread: "1m7xe39s695q2r2" }, ...beginning })).rejects.toMatchObject(missing);
  await expect(forkLog({ home: at.home, from: { thread: "../../etc" }, ...beginning })).rejects.toMatchObject(missing);
  await expect(openLog({ home: at.home, thread: "1m7xe39s695q2r2" })).rejects.toMatchObject(missing);
});

verifies("log.fork", "a parent that was changed under it is not read as if it were the same", async () => {
  using at = temporaryHome();
  const parent = writeThread(at.home, 1);
  const fork = await forkLog({ home: at.home, from: { thread: parent, seq: 2 }, ...beginning });
  fork.close();
  const path = segmentFile(at.home, parent);
  writeFileSync(path, readFileSync(path, "utf8").replace("one of turn 1", "0ne of turn 1"));

  const corrupt = { code: "log.corrupt", message: `Event 2 of thread ${parent} is not the one that was forked from.` };
  await expect(eventsOf(at.home, fork.thread)).rejects.toMatchObject(corrupt);
  await expect(openLog({ home: at.home, thread: fork.thread })).rejects.toMatchObject(corrupt);
});
