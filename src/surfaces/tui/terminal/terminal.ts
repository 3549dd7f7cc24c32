import type { ReadStream, WriteStream } from "node:tty";
import type { Environment } from "../../../contract/provider.ts";
import type { Theme } from "../theme/theme.ts";
import { type Capabilities, CapabilityAnswers, capabilityQuestions } from "./capabilities.ts";
import { KeyDecoder } from "./key-decoder.ts";
import type { Key } from "./keys.ts";
import { Screen, type Size } from "./screen.ts";
import { StreamOutput, TtyOutput } from "./tty-output.ts";

/** What follows an ESC that begins a sequence comes at once, also over a slow line. */
const escapeMs = 50;
/** For the answers about what the terminal can do; keys are taken meanwhile. */
const answersMs = 1000;

export type EndReason = "SIGINT" | "SIGTERM" | "SIGHUP" | "gone";

export interface TerminalOptions {
  stdin: ReadStream;
  stdout: WriteStream & { fd: number };
  env: Environment;
  theme: Theme;
  onKey(key: Key): void;
  /** The size has changed: time for another frame. */
  onResize(): void;
  /** Once, with what the terminal answered or else with what its environment says. The screen knows it already. */
  onCapabilities(capabilities: Capabilities): void;
  /** Somebody asks to end in order, or the terminal has vanished; once. A second SIGINT or SIGTERM ends the process at once. */
  onEnd(reason: EndReason): void;
  /** An error that nobody caught ends the process; the terminal is given back already. */
  onCrash?(): void;
}

/**
 * The terminal of the process, for as long as a surface has it: raw, its keys decoded, its screen drawn, and given back as it was
 * however the process ends.
 */
export class InteractiveTerminal {
  readonly screen: Screen;
  readonly #options: TerminalOptions;
  readonly #output: TtyOutput | StreamOutput;
  readonly #decoder: KeyDecoder;
  #escape: NodeJS.Timeout | undefined;
  #answers: NodeJS.Timeout | undefined;
  #lent = false;
  #ending = false;
  #closed = false;

  constructor(options: TerminalOptions) {
    const { stdout, env, theme } = options;
    this.#options = options;
    const gone = (): void => this.#end("gone");
    this.#output = process.platform === "win32" ? new StreamOutput(stdout, gone) : new TtyOutput(stdout.fd, gone);
    const answers = new CapabilityAnswers(env);
    this.screen = new Screen({ output: this.#output, size: () => this.size(), theme, reflow: answers.known().reflow });
    this.#decoder = new KeyDecoder((reply) => {
      const capabilities = answers.hear(reply);
      if (capabilities !== undefined) this.#learn(capabilities);
    });
    this.#answers = setTimeout(() => this.#learn(answers.known()), answersMs);
    this.#take();
    // For good: a terminal that vanishes may still say so when it has been given back.
    options.stdin.on("error", gone);
    this.#listen("on");
    this.screen.send(capabilityQuestions);
  }

  /** As it is now, even before the resize is told of. */
  size(): Size {
    const { stdout } = this.#options;
    const [columns, rows] = this.#closed ? [stdout.columns, stdout.rows] : windowSize(stdout);
    // Some report nothing at all, as a serial line.
    return { columns: columns || 80, rows: rows || 24 };
  }

  /** Runs another program in the terminal, as an editor, and has the terminal back afterwards. */
  async lend<T>(use: () => Promise<T>): Promise<T> {
    this.#lent = true;
    this.screen.suspend();
    this.#give();
    try {
      return await use();
    } finally {
      this.#lent = false;
      if (!this.#closed) {
        this.#take();
        this.screen.resume();
      }
    }
  }

  /** Ctrl-Z: the shell has the terminal until it continues the process. */
  stop(): void {
    if (process.platform === "win32") return;
    this.screen.suspend();
    this.#give();
    process.off("SIGTSTP", this.#onStop).off("SIGCONT", this.#onContinue);
    // All of its group, as the terminal would do it, or else what started it goes on.
    process.kill(0, "SIGTSTP");
    // Continued, or never stopped because nobody is there who could continue it.
    setImmediate(() => {
      if (this.#closed) return;
      process.on("SIGTSTP", this.#onStop).on("SIGCONT", this.#onContinue);
      this.#onContinue();
    });
  }

  /** Gives the terminal back. May be called at any time, more than once. */
  close(): void {
    if (this.#closed) return;
    this.screen.close();
    this.#closed = true;
    clearTimeout(this.#answers);
    this.#give();
    this.#output.close();
    this.#listen("off");
  }

  #learn(capabilities: Capabilities): void {
    if (this.#answers === undefined) return;
    clearTimeout(this.#answers);
    this.#answers = undefined;
    this.screen.learn(capabilities);
    this.#options.onCapabilities(capabilities);
  }

  #take(): void {
    const { stdin, stdout } = this.#options;
    setRaw(stdin, true);
    stdin.on("data", this.#onData).on("end", this.#onGone);
    stdout.on("resize", this.#onResize);
    stdin.resume();
  }

  #give(): void {
    clearTimeout(this.#escape);
    const { stdin, stdout } = this.#options;
    stdin.off("data", this.#onData).off("end", this.#onGone);
    stdout.off("resize", this.#onResize);
    stdin.pause();
    setRaw(stdin, false);
  }

  readonly #onData = (bytes: Uint8Array): void => {
    clearTimeout(this.#escape);
    this.#tell(this.#decoder.push(bytes));
    if (this.#decoder.undecided) this.#escape = setTimeout(() => this.#tell(this.#decoder.flush()), escapeMs);
  };

  #tell(keys: readonly Key[]): void {
    for (const key of keys) this.#options.onKey(key);
  }

  readonly #onResize = (): void => {
    this.screen.resized();
    this.#options.onResize();
  };

  readonly #onGone = (): void => this.#end("gone");

  #end(reason: EndReason): void {
    if (this.#ending || this.#closed) return;
    this.#ending = true;
    this.#options.onEnd(reason);
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    if (signal !== "SIGINT" && signal !== "SIGTERM") return;
    // Ctrl-C is meant for the program that has the terminal.
    if (this.#lent && signal === "SIGINT") return;
    if (!this.#ending) return this.#end(signal);
    this.close();
    process.kill(process.pid, signal);
  };

  /** A closed terminal says so more than once. */
  readonly #onHangup = (): void => this.#end("SIGHUP");

  readonly #onStop = (): void => this.stop();

  /** Also after a SIGSTOP, which nobody hears of. */
  readonly #onContinue = (): void => {
    if (this.#lent) return;
    this.#give();
    this.#take();
    this.screen.resume();
    this.#options.onResize();
  };

  readonly #onLast = (): void => this.close();

  readonly #onCrash = (): void => {
    this.close();
    this.#options.onCrash?.();
  };

  /** `exit` and the monitor hear of the end of every process that is not killed. */
  #listen(change: "on" | "off"): void {
    process[change]("SIGINT", this.#onSignal);
    process[change]("SIGTERM", this.#onSignal);
    process[change]("SIGHUP", this.#onHangup);
    process[change]("SIGTSTP", this.#onStop);
    process[change]("SIGCONT", this.#onContinue);
    process[change]("uncaughtExceptionMonitor", this.#onCrash);
    process[change]("exit", this.#onLast);
  }
}

function windowSize(stdout: WriteStream): [columns: number, rows: number] {
  try {
    return stdout.getWindowSize();
  } catch {
    return [stdout.columns, stdout.rows];
  }
}

function setRaw(stdin: ReadStream, raw: boolean): void {
  try {
    stdin.setRawMode(raw);
  } catch {
    // The terminal has vanished: there is nothing to be set.
  }
}
