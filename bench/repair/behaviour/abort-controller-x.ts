import assert from "node:assert/strict";
import type * as Api from "abort-controller-x";
import { EventEmitter } from "node:events";
import { defineBehaviour } from "./behaviour.ts";

const open = (): AbortSignal => new AbortController().signal;
const closed = (): AbortSignal => AbortSignal.abort();

export default defineBehaviour<typeof Api>({
  "all waits for all": async ({ all }) => assert.deepEqual(await all(open(), () => [Promise.resolve(1), Promise.resolve("a")]), [1, "a"]),
  "all fails with the first failure and aborts the others": async ({ all, delay }) => {
    let inner: AbortSignal | undefined;
    const work = all(open(), (signal) => {
      inner = signal;
      return [Promise.reject(new Error("no")), delay(signal, 60_000)];
    });
    await assert.rejects(work, { message: "no" });
    assert.equal(inner?.aborted, true);
  },
  "all of nothing": async ({ all }) => assert.deepEqual(await all(open(), () => []), []),
  "an aborted all": async ({ all, delay, isAbortError }) => {
    const controller = new AbortController();
    const work = all(controller.signal, (signal) => [delay(signal, 60_000)]);
    controller.abort();
    await assert.rejects(work, isAbortError);
  },
  "race is won by the first": async ({ race, delay, forever }) =>
    assert.equal(await race(open(), (signal) => [forever(signal), delay(signal, 0).then(() => "b")]), "b"),
  "race is lost by the first failure": async ({ race, forever }) =>
    await assert.rejects(
      race(open(), (signal) => [forever(signal), Promise.reject(new Error("no"))]),
      { message: "no" },
    ),
  "race against an aborted signal": async ({ race, forever, isAbortError }) =>
    await assert.rejects(
      race(closed(), (signal) => [forever(signal)]),
      isAbortError,
    ),
  "delay ends": async ({ delay }) => assert.equal(await delay(open(), 1), undefined),
  "delay until a date": async ({ delay }) => assert.equal(await delay(open(), new Date()), undefined),
  "delay is aborted": async ({ delay, isAbortError }) => {
    const controller = new AbortController();
    const work = delay(controller.signal, 60_000);
    controller.abort();
    await assert.rejects(work, isAbortError);
  },
  "retry until it works": async ({ retry }) => {
    const attempts: number[] = [];
    const result = await retry(
      open(),
      async (_, attempt) => {
        attempts.push(attempt);
        if (attempt < 2) throw new Error("again");
        return "done";
      },
      { baseMs: 1 },
    );
    assert.deepEqual({ result, attempts }, { result: "done", attempts: [0, 1, 2] });
  },
  "retry gives up": async ({ retry }) => {
    const seen: number[] = [];
    const work = retry(open(), () => Promise.reject(new Error("never")), {
      baseMs: 1,
      maxAttempts: 2,
      onError: (_, attempt) => seen.push(attempt),
    });
    await assert.rejects(work, { message: "never" });
    assert.deepEqual(seen, [0, 1]);
  },
  "retry does not retry aborts": async ({ retry, isAbortError, AbortError }) =>
    await assert.rejects(
      retry(open(), () => Promise.reject(new AbortError()), { maxAttempts: 2, baseMs: 1 }),
      isAbortError,
    ),
  "proactive retry takes the first result": async ({ proactiveRetry }) =>
    assert.equal(await proactiveRetry(open(), async (_, attempt) => attempt, { baseMs: 1 }), 0),
  "proactive retry gives up": async ({ proactiveRetry }) =>
    await assert.rejects(
      proactiveRetry(open(), () => Promise.reject(new Error("never")), { baseMs: 1, maxAttempts: 2 }),
      { message: "never" },
    ),
  "execute resolves and aborts": async ({ execute, isAbortError }) => {
    assert.equal(
      await execute<number>(open(), (resolve) => {
        resolve(1);
        return () => {};
      }),
      1,
    );
    const controller = new AbortController();
    let stopped = false;
    const work = execute<number>(controller.signal, () => () => {
      stopped = true;
    });
    controller.abort();
    await assert.rejects(work, isAbortError);
    assert.equal(stopped, true);
  },
  "abortable lets go": async ({ abortable, isAbortError }) => {
    assert.equal(await abortable(open(), Promise.resolve(1)), 1);
    const controller = new AbortController();
    const work = abortable(controller.signal, new Promise(() => {}));
    controller.abort();
    await assert.rejects(work, isAbortError);
  },
  "waitForEvent of an emitter": async ({ waitForEvent }) => {
    const emitter = new EventEmitter();
    const work = waitForEvent(open(), emitter, "ready");
    emitter.emit("ready", 7);
    assert.equal(await work, 7);
    assert.equal(emitter.listenerCount("ready"), 0);
  },
  "waitForEvent of a target": async ({ waitForEvent }) => {
    const target = new EventTarget();
    const work = waitForEvent<{ type: string }>(open(), target as never, "ready");
    target.dispatchEvent(new Event("ready"));
    assert.equal((await work).type, "ready");
  },
  "spawn joins forks and runs what is deferred": async ({ spawn, delay }) => {
    const done: string[] = [];
    const result = await spawn(open(), async (_, { fork, defer }) => {
      defer(() => {
        done.push("deferred");
      });
      const task = fork(async (inner) => {
        await delay(inner, 1);
        return 5;
      });
      return (await task.join()) + 1;
    });
    assert.deepEqual({ result, done }, { result: 6, done: ["deferred"] });
  },
  "spawn aborts a fork": async ({ spawn, forever, isAbortError }) =>
    await spawn(open(), async (_, { fork }) => {
      const task = fork((inner) => forever(inner));
      task.abort();
      await assert.rejects(task.join(), isAbortError);
    }),
  "spawn fails with its fork": async ({ spawn }) =>
    await assert.rejects(
      spawn(open(), async (_, { fork }) => {
        await fork(() => Promise.reject(new Error("no"))).join();
      }),
      { message: "no" },
    ),
  "run can be stopped": async ({ run, forever }) => {
    let stopped = false;
    const stop = run(async (signal) => {
      try {
        await forever(signal);
      } finally {
        stopped = true;
      }
    });
    await stop();
    assert.equal(stopped, true);
  },
  "errors of aborts": async ({ AbortError, isAbortError, throwIfAborted, rethrowAbortError, catchAbortError }) => {
    const error = new AbortError();
    assert.deepEqual([isAbortError(error), isAbortError(new Error("x")), error.name], [true, false, "AbortError"]);
    assert.throws(() => throwIfAborted(closed()), isAbortError);
    throwIfAborted(open());
    assert.throws(() => rethrowAbortError(error), isAbortError);
    rethrowAbortError(new Error("x"));
    catchAbortError(error);
    assert.throws(() => catchAbortError(new Error("x")), { message: "x" });
  },
});
