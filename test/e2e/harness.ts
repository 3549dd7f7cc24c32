import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Event, EventType } from "../../src/contract/event.ts";
import { readEvents } from "../../src/log/events.ts";
import { threadsDir } from "../../src/log/home.ts";
import {
  createWorkspace,
  run,
  start,
  startModelServer,
  type ModelServer,
  type ModelServerOptions,
  type Reply,
  type RunningProgram,
  type RunOptions,
  type RunResult,
  type WireName,
  type Workspace,
  type WorkspaceOptions,
} from "../../src/testing/index.ts";
import { program } from "../program.ts";

/** For each wire a model that is spoken to over it, as its users would name it and say where it is. */
const models: Record<WireName, (urls: ModelServer["baseUrls"]) => Record<string, string>> = {
  anthropic: ({ anthropic }) => ({ FETTLE_MODEL: "anthropic/claude-opus-5-5", ANTHROPIC_BASE_URL: anthropic, ANTHROPIC_API_KEY: "k" }),
  responses: ({ responses }) => ({ FETTLE_MODEL: "openai/gpt-6-sol", OPENAI_BASE_URL: responses, OPENAI_API_KEY: "k" }),
  chat: ({ chat }) => ({ FETTLE_MODEL: "compatible/lab-model", COMPATIBLE_BASE_URL: chat, COMPATIBLE_API_KEY: "k" }),
  gemini: ({ gemini }) => ({ FETTLE_MODEL: "gemini/gemini-3.8-flash", GOOGLE_GEMINI_BASE_URL: gemini, GEMINI_API_KEY: "k" }),
};

export const wires = Object.keys(models) as WireName[];

export interface StageOptions extends WorkspaceOptions {
  /** Default: anthropic. */
  wire?: WireName;
  replies?: readonly Reply[];
  server?: ModelServerOptions;
}

export interface Ended extends RunResult {
  /** The whole log of the newest thread. */
  events: Event[];
}

/** Fettle as people and scripts run it: its own process and home, a real folder, a model on the wire. */
export interface Stage extends AsyncDisposable {
  model: ModelServer;
  workspace: Workspace;
  /** The user's home folder; Fettle's own is `.fettle` in it. */
  home: string;
  /** Where programs of the stage find all this, and Node. */
  env: Readonly<Record<string, string>>;
  /** Runs `fettle ARGS` in the workspace to its end. */
  fettle(args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Runs a shell script in the workspace, to which `fettle ARGS` is given as its arguments. */
  inShell(script: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Runs `fettle exec ARGS` in the workspace to its end. */
  exec(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Starts `fettle exec ARGS` in the workspace. */
  startExec(args: readonly string[], options?: RunOptions): RunningProgram;
  /** The log of the newest thread; empty when there is none. */
  events(): Promise<Event[]>;
}

export async function setStage({ wire = "anthropic", replies = [], server = {}, ...folder }: StageOptions = {}): Promise<Stage> {
  await using cleanup = new AsyncDisposableStack();
  const workspace = cleanup.use(await createWorkspace(folder));
  const home = realpathSync(mkdtempSync(join(tmpdir(), "fettle-home-")));
  cleanup.defer(() => rmSync(home, { recursive: true, force: true }));
  const model = cleanup.use(await startModelServer(server, ...replies));

  const fettleHome = join(home, ".fettle");
  // Commands of the model find this Node, whatever else is installed.
  const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
  const env = { HOME: home, FETTLE_HOME: fettleHome, PATH: path, ...models[wire](model.baseUrls) };
  const inStage = (options: RunOptions = {}) => ({ cwd: workspace.root, ...options, env: { ...env, ...options.env } });
  const events = async () => {
    const thread = threadsIn(fettleHome).at(-1);
    return thread === undefined ? [] : await Array.fromAsync(readEvents(fettleHome, thread));
  };
  const undo = cleanup.move();
  return {
    model,
    workspace,
    home,
    env,
    events,
    fettle: (args, options) => run([process.execPath, program, ...args], inStage(options)),
    inShell: (script, args, options) => run(["bash", "-c", script, "bash", process.execPath, program, ...args], inStage(options)),
    exec: async (args, options) => ({
      ...(await run([process.execPath, program, "exec", ...args], inStage(options))),
      events: await events(),
    }),
    startExec: (args, options) => start([process.execPath, program, "exec", ...args], inStage(options)),
    [Symbol.asyncDispose]: () => undo.disposeAsync(),
  };
}

/** Ids begin with the time: the newest thread is the last. */
function threadsIn(fettleHome: string): string[] {
  try {
    return readdirSync(threadsDir(fettleHome)).sort();
  } catch {
    return [];
  }
}

/** The events of one type. */
export function eventsOf<T extends EventType>(events: readonly Event[], type: T): Extract<Event, { type: T }>[] {
  return events.filter((event): event is Extract<Event, { type: T }> => event.type === type);
}

/** The code of the error that ended the turn. */
export function failureOf(events: readonly Event[]): string | undefined {
  return eventsOf(events, "turn.failed")[0]?.error.code;
}

/** What the model was told of its calls: the results' texts, in order. */
export function resultTexts(events: readonly Event[]): string[] {
  return eventsOf(events, "item.completed").map(({ parts }) =>
    parts.map((part) => (part.type === "text" && typeof part.text === "string" ? part.text : `(${part.type})`)).join("\n"),
  );
}
