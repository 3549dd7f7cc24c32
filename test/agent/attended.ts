/** A thread in this process with a person there: a real box and log, a scripted model on the wire. */
import { mkdirSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { openThread } from "../../src/agent/open-thread.ts";
import type { Origin } from "../../src/agent/open-record.ts";
import { replayThread } from "../../src/agent/replay.ts";
import type { Thread } from "../../src/agent/thread.ts";
import { loadConfig, type Flags } from "../../src/config/load.ts";
import { eventSchema } from "../../src/contract/protocol.ts";
import type { Delta, Event, EventType } from "../../src/contract/event.ts";
import {
  createWorkspace,
  type ModelServer,
  type ModelServerOptions,
  type Reply,
  startModelServer,
  type Workspace,
} from "../../src/testing/index.ts";
import { openStore } from "../../src/sandbox/store/open.ts";
import type { Store } from "../../src/sandbox/store/store.ts";
import { toServer } from "../surfaces/fettle.ts";

export interface Attended extends AsyncDisposable {
  thread: Thread;
  /** Of this process, in order. */
  events: Event[];
  deltas: Delta[];
  workspace: Workspace;
  model: ModelServer;
  home: string;
  store(): Promise<Store>;
  /** The next event of a type, from now on. */
  next<T extends EventType>(type: T): Promise<Extract<Event, { type: T }>>;
  /** What was streamed until a piece of it matches. */
  streamed(matches: (delta: Delta) => boolean): Promise<void>;
  /** Gives a prompt, and works on it. */
  prompt(text: string): ReturnType<Thread["work"]>;
  /** Runs a person's own command while nothing else runs. */
  run(script: string): ReturnType<Thread["work"]>;
  /** Closes the thread and opens it again, as another process would. */
  reopen(): Promise<void>;
  /** Goes on in a new thread from this one's event: as it would be, had its process been killed there. */
  fork(seq: number): Promise<void>;
  /** Closes the thread, and demands that its events fit their schema and come out of a replay to the byte. */
  demandReplay(): Promise<void>;
}

export interface AttendedOptions {
  replies?: readonly Reply[];
  server?: ModelServerOptions;
  files?: Readonly<Record<string, string>>;
  flags?: Flags;
  /** The user's rules. */
  policy?: string;
  /** The user's settings file. */
  settings?: string;
  env?: Readonly<Record<string, string>>;
  attended?: boolean;
}

export async function attend({
  replies = [],
  server = {},
  files = {},
  flags = {},
  policy,
  settings,
  env: more = {},
  attended = true,
}: AttendedOptions = {}): Promise<Attended> {
  await using cleanup = new AsyncDisposableStack();
  const workspace = cleanup.use(await createWorkspace({ files }));
  const user = cleanup.use(await createWorkspace());
  const model = cleanup.use(await startModelServer(server, ...replies));
  const home = user.path(".fettle");
  mkdirSync(home);
  if (policy !== undefined) writeFileSync(`${home}/policy.toml`, policy);
  if (settings !== undefined) writeFileSync(`${home}/config.toml`, settings);
  const env = { ...toServer(model), HOME: user.root, FETTLE_HOME: home, PATH: process.env["PATH"], ...more };
  const config = await loadConfig({ env, flags: { checks: ["true"], ...flags }, workspace: workspace.root });
  const events: Event[] = [];
  const deltas: Delta[] = [];
  const waiting = new Set<(event: Event | Delta) => void>();
  const listener = (event: Event | Delta) => {
    if (event.type === "item.delta") deltas.push(event);
    else events.push(event);
    for (const hear of waiting) hear(event);
  };
  /** The first thing heard from now on that `matches` makes something of. */
  const heard = async <Found>(matches: (event: Event | Delta) => Found | undefined): Promise<Found> => {
    const { promise, resolve } = Promise.withResolvers<Found>();
    const hear = (event: Event | Delta) => {
      const found = matches(event);
      if (found !== undefined) resolve(found);
    };
    waiting.add(hear);
    return await promise.finally(() => waiting.delete(hear));
  };
  const open = (origin: Origin) =>
    openThread({
      config,
      env,
      workspace: workspace.root,
      version: "0",
      origin,
      attended,
      output: undefined,
      listener,
      onProgress() {},
      onNotice() {},
    });
  let thread = await open({ kind: "new" });
  cleanup.defer(() => thread.close());
  const undo = cleanup.move();
  return {
    get thread() {
      return thread;
    },
    events,
    deltas,
    workspace,
    model,
    home,
    store: () => openStore({ root: workspace.root, home }),
    next: (type) => heard((event) => (event.type === type ? (event as Extract<Event, { type: typeof type }>) : undefined)),
    async streamed(matches) {
      await heard((event) => (event.type === "item.delta" && matches(event) ? true : undefined));
    },
    prompt(text) {
      thread.submit({ type: "prompt.submit", text });
      return thread.work();
    },
    run(script) {
      thread.submit({ type: "command.run", script });
      return thread.work();
    },
    async reopen() {
      await thread.close();
      thread = await open({ kind: "resume", thread: thread.id });
    },
    async fork(seq) {
      await thread.close();
      events.length = 0;
      thread = await open({ kind: "fork", thread: thread.id, seq });
    },
    async demandReplay() {
      await thread.close();
      for (const event of events) expect(eventSchema.parse(event)).toEqual(event);
      const replayed: Event[] = [];
      await replayThread({ home, thread: thread.id, onEvent: (event) => replayed.push(event) });
      expect(replayed.map((event) => JSON.stringify(event))).toEqual(events.map((event) => JSON.stringify(event)));
    },
    [Symbol.asyncDispose]: () => undo.disposeAsync(),
  };
}
