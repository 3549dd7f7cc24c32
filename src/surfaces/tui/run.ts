/** `fettle` on a terminal: takes it, works in it, gives it back. */
import { basename } from "node:path";
import type { Origin } from "../../agent/open-record.ts";
import { type Config, type Flags, loadConfig } from "../../config/load.ts";
import { type ExitCode, exitCodes, FettleError } from "../../contract/error.ts";
import type { SurfaceIo } from "../../contract/surface.ts";
import { threadPaths } from "../../log/home.ts";
import { App } from "./app/app.ts";
import { Notifier } from "./app/notify.ts";
import type { TerminalSettings } from "./app/settings.ts";
import { appTexts } from "./messages/app.ts";
import { type Language, languageOf } from "./messages/catalogue.ts";
import { type EndReason, InteractiveTerminal } from "./terminal/terminal.ts";
import { type Background, chooseTheme } from "./theme/choice.ts";

export interface RunTerminal {
  io: SurfaceIo;
  /** Settings given on the command line. */
  flags: Flags;
  origin: Origin;
}

/** Until the person leaves, or the terminal goes. */
export async function runTerminal({ io, flags, origin }: RunTerminal): Promise<ExitCode> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY)
    throw new FettleError("usage.invalid", "There is no terminal here", { hint: 'Where nobody types: fettle exec "PROMPT"' });
  const config = await loadConfig({ env: io.env, flags, workspace: io.cwd });
  let settings = settingsOf(config);
  const language = languageOf(settings.language, io.env);
  let background: Background | undefined;
  const theme = () => chooseTheme(settings.plain ? "plain" : settings.theme, io.env, background);

  const ended = Promise.withResolvers<EndReason | "left">();
  const terminal: InteractiveTerminal = new InteractiveTerminal({
    stdin,
    stdout,
    env: io.env,
    theme: theme(),
    onKey: (key) => (key.type === "focus" ? notifier.focus(key.focused) : app.key(key)),
    onResize: () => app.resized(),
    onCapabilities(capabilities) {
      background = capabilities.background;
      terminal.screen.restyle(theme());
    },
    onEnd: (reason) => ended.resolve(reason),
    onCrash() {
      const thread = app.session.current;
      if (thread !== undefined) io.stderr.write(`${appTexts[language].crashed(threadPaths(config.home, thread).dir, thread)}\n`);
    },
  });
  const app: App = new App({
    io,
    screen: terminal.screen,
    size: () => terminal.size(),
    home: config.home,
    settings,
    flags,
    first: {
      model: config.settings.model === "" ? undefined : config.settings.model,
      mode: config.settings.mode,
      budgetUsd: config.settings["budget.usd"] ?? undefined,
    },
    onSettings(changed) {
      settings = { ...settings, ...changed };
      terminal.screen.restyle(theme());
    },
    lend: (use) => terminal.lend(use),
    onStop: () => terminal.stop(),
    onLeave: () => ended.resolve("left"),
    onAttention: (text) => notifier.call(text),
  });
  const notifier = new Notifier({ write: (sequence) => terminal.screen.send(sequence), env: io.env, notify: () => settings.notify });
  try {
    app.start();
    terminal.screen.title(`fettle · ${basename(io.cwd)}`);
    void limitEngineSoon();
    void greet(app, { io, language });
    if (origin.kind !== "new") await app.session.goOnWith(origin);
    const reason = await ended.promise;
    await app.close();
    await terminal.screen.settled();
    // What is said now stands below everything.
    terminal.close();
    const thread = app.session.current;
    if (reason === "left" && thread !== undefined) io.stderr.write(`${appTexts[language].goOn(thread)}\n`);
    return reason === "left" ? exitCodes.verified : exitCodes.interrupted;
  } finally {
    terminal.close();
  }
}

/** Behind the first frame: what sets limits takes milliseconds to load. */
async function limitEngineSoon(): Promise<void> {
  const { limitEngine } = await import("./engine-limits.ts");
  limitEngine();
}

/** What goes wrong here is none of the person's business: they can write. */
async function greet(app: App, where: { io: SurfaceIo; language: Language }): Promise<void> {
  const { firstRun } = await import("./app/first-run.ts");
  try {
    // Who has begun to work needs no introduction.
    for await (const lines of firstRun(where)) if (app.session.thread === undefined && !app.session.atWork) app.say(lines);
  } catch {
    // `fettle doctor` tells what is wrong with the machine.
  }
}

function settingsOf({ settings }: Config): TerminalSettings {
  return {
    theme: settings["terminal.theme"],
    language: settings["terminal.language"],
    vim: settings["terminal.vim"],
    notify: settings["terminal.notify"],
    plain: settings["terminal.plain"],
  };
}
