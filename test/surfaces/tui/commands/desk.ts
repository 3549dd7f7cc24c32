import { createMachine, type Machine, toServer } from "../../fettle.ts";
import type { TurnOutcome } from "../../../../src/agent/turn.ts";
import type { SurfaceIo } from "../../../../src/contract/surface.ts";
import { Session } from "../../../../src/surfaces/tui/app/session.ts";
import { runSurface } from "../../../../src/surfaces/tui/app/run-surface.ts";
import type { TerminalSettings } from "../../../../src/surfaces/tui/app/settings.ts";
import type { Choice, CommandContext } from "../../../../src/surfaces/tui/app/slash-command.ts";
import { entries } from "../../../../src/surfaces/tui/commands/index.gen.ts";
import type { Language } from "../../../../src/surfaces/tui/messages/catalogue.ts";
import { startState, stepState } from "../../../../src/surfaces/tui/state/terminal-state.ts";
import type { Line } from "../../../../src/surfaces/tui/text/line.ts";
import { textOf } from "../text/text.ts";

/** What a person sees of one command. */
export interface Seen {
  said: string[];
  shown: { title: string; lines: string[] }[];
  asked: { title: string; choices: string[] }[];
  drafted: string[];
  settings: Partial<TerminalSettings>[];
  quit: boolean;
}

/** A terminal without a screen: a real thread, real folders, and a person who answers as they were told. */
export interface Desk extends AsyncDisposable {
  machine: Machine;
  session: Session;
  context: CommandContext;
  /** Resolves when the turn has ended. */
  prompt(text: string): Promise<TurnOutcome | Error | undefined>;
  /** Resolves when the next turn has ended. */
  ended(): Promise<TurnOutcome | Error | undefined>;
  /** Runs `/name argument`. `answers` are for its questions in order: a label, or what one begins with. */
  command(line: string, ...answers: (string | undefined)[]): Promise<Seen>;
}

export async function sitDown({
  files = {},
  server,
  language = "en",
}: { files?: Record<string, string>; server?: Parameters<typeof toServer>[0]; language?: Language } = {}): Promise<Desk> {
  const machine = await createMachine(files);
  const nobody = "http://127.0.0.1:1";
  const env = {
    PATH: process.env["PATH"],
    HOME: machine.home.root,
    FETTLE_HOME: machine.home.path("state"),
    OLLAMA_BASE_URL: nobody,
    LMSTUDIO_BASE_URL: nobody,
    LLAMACPP_BASE_URL: nobody,
    VLLM_BASE_URL: nobody,
    ...(server === undefined ? { FETTLE_MODEL: "none" } : toServer(server)),
  };
  const io: SurfaceIo = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env,
    cwd: machine.workspace.root,
    interrupt: new AbortController().signal,
  };
  let state = startState();
  let ended: ((outcome: TurnOutcome | Error | undefined) => void) | undefined;
  const session = new Session({
    io,
    flags: {},
    onOther: () => (state = startState()),
    hear: (heard) => (state = stepState(state, heard, 0)),
    onProgress: () => {},
    onNotice: () => {},
    onEnded: (outcome) => ended?.(outcome),
  });
  let seen: Seen;
  let answers: (string | undefined)[] = [];
  const context: CommandContext = {
    io,
    language,
    settings: { theme: "auto", language: "auto", vim: false, notify: "desktop", plain: false },
    session,
    get state() {
      return state;
    },
    show: async (title, lines) => void seen.shown.push({ title, lines: lines.map(textOf) }),
    choose: async <Value>(title: string, choices: readonly Choice<Value>[]) => {
      seen.asked.push({ title, choices: choices.map(({ label }) => label) });
      const answer = answers.shift();
      const chosen = choices.find(({ label }) => answer !== undefined && label.trim().startsWith(answer));
      if (answer !== undefined && chosen === undefined)
        throw new Error(`no choice ${answer}: ${choices.map(({ label }) => label).join(", ")}`);
      return chosen?.value;
    },
    say: (lines: readonly Line[]) => void seen.said.push(...lines.map(textOf)),
    titleOf: (name) => name,
    draft: (from) => void seen.drafted.push(typeof from === "string" ? from : from.text),
    runSurface: (name, args) => runSurface(name, args, { io }),
    changeSettings: (changed) => void seen.settings.push(changed),
    quit: () => {
      seen.quit = true;
    },
  };
  const untilEnded = () => {
    const { promise, resolve } = Promise.withResolvers<TurnOutcome | Error | undefined>();
    ended = resolve;
    return promise;
  };
  return {
    machine,
    session,
    context,
    prompt(text) {
      const turn = untilEnded();
      session.submit({ type: "prompt.submit", text });
      return turn;
    },
    ended: untilEnded,
    async command(line, ...given) {
      const [, name, argument = ""] = /^\/(\S+)\s*(.*)$/s.exec(line) ?? [];
      const entry = entries.find((known) => known.name === name);
      if (entry === undefined) throw new Error(`no command ${line}`);
      seen = { said: [], shown: [], asked: [], drafted: [], settings: [], quit: false };
      answers = given;
      await (await entry.load()).default.run(context, argument);
      return seen;
    },
    async [Symbol.asyncDispose]() {
      await session.close();
      await machine[Symbol.asyncDispose]();
    },
  };
}
