/** The terminal as a whole: what a person types becomes commands, what the thread tells becomes lines. */
import type { WaitingPrompt } from "../../../agent/inbox.ts";
import type { TurnOutcome } from "../../../agent/turn.ts";
import type { Flags } from "../../../config/load.ts";
import { toErrorFacts } from "../../../contract/error.ts";
import type { Delta, Event } from "../../../contract/event.ts";
import type { SurfaceIo } from "../../../contract/surface.ts";
import { environmentRedactor } from "../../../lib/redact/environment-redactor.ts";
import type { SubmittedPrompt } from "../editor/draft.ts";
import type { Text } from "../editor/text.ts";
import type { Footer } from "../footer.ts";
import { appTexts, type AppTexts } from "../messages/app.ts";
import { type Language, languageOf } from "../messages/catalogue.ts";
import { editorTexts } from "../messages/editor.ts";
import { viewerTexts } from "../messages/viewer.ts";
import type { QuestionDetails } from "../panes/approval.ts";
import type { Pane } from "../panes/pane.ts";
import type { PromptPane } from "../panes/prompt.ts";
import { type Question, startState, stepState, takeFinished } from "../state/terminal-state.ts";
import type { Key } from "../terminal/keys.ts";
import type { Frame, Screen, Size } from "../terminal/screen.ts";
import { type Line, span } from "../text/line.ts";
import { wrap } from "../text/wrap.ts";
import { commandOffers, runSlashCommand } from "./command-line.ts";
import { type FirstSetting, footerFacts } from "./footer-facts.ts";
import { FrameClock } from "./frame-clock.ts";
import { type GlobalKey, globalKeyOf } from "./global-keys.ts";
import { Leaving } from "./leaving.ts";
import { LiveView } from "./live-view.ts";
import { Overlays } from "./overlays.ts";
import { makePromptPane } from "./prompt-parts.ts";
import { QuestionPanes } from "./question-panes.ts";
import { runSurface } from "./run-surface.ts";
import { Session } from "./session.ts";
import type { TerminalSettings } from "./settings.ts";
import type { CommandContext } from "./slash-command.ts";
import { Typing } from "./typing.ts";

export interface AppOptions {
  io: SurfaceIo;
  screen: Screen;
  size(): Size;
  /** Fettle's own folder. */
  home: string;
  settings: TerminalSettings;
  /** Settings given on the command line. */
  flags: Flags;
  first: FirstSetting;
  /** The terminal shows itself by other settings from now on. */
  onSettings(changed: Partial<TerminalSettings>): void;
  /** Gives the terminal to another program as long as it is used. */
  lend<T>(use: () => Promise<T>): Promise<T>;
  /** Gives the terminal to the shell until it is taken back. */
  onStop(): void;
  /** The person leaves. */
  onLeave(): void;
  /** The person may be looking elsewhere. */
  onAttention(text: string): void;
}

/** Who answers questions here. */
const BY = "user";

/** What there is in one language. */
interface Words {
  language: Language;
  texts: AppTexts;
  questions: QuestionPanes;
  overlays: Overlays;
}

type Pressed = Exclude<Footer["hint"], "interrupt" | "leave">;

export class App {
  readonly #options: AppOptions;
  #state = startState();
  readonly #session: Session;
  readonly #view: LiveView;
  readonly #clock = new FrameClock(() => this.#draw());
  readonly #leaving = new Leaving();
  /** Of prompts that wait, as they were written. */
  readonly #drafts = new Map<string, Text>();
  #settings: TerminalSettings;
  /** In the language of the settings. */
  #words: Words;
  #prompt: PromptPane;
  /** What Ctrl-C or Escape has done, until the next key. */
  #pressed: Pressed | undefined;
  #pressedBefore: Pressed | undefined;
  readonly #typing = new Typing<Pane>();
  /** Ticks while something runs whose time is shown. */
  #ticking: NodeJS.Timeout | undefined;
  #isAlternate = false;
  /** The last prompt, in full. */
  #submitted = "";

  constructor(options: AppOptions) {
    const { io, settings, flags } = options;
    this.#options = options;
    this.#settings = settings;
    this.#words = this.#wordsOf(settings);
    this.#view = new LiveView({
      language: this.#words.language,
      moves: !settings.plain,
      versionsOf: (checkpoints) => this.#session.versionsOf(checkpoints),
    });
    this.#session = new Session({
      io,
      flags,
      onOther: () => {
        this.#state = startState();
      },
      hear: (heard) => this.#hear(heard),
      onProgress: (text) => this.#view.progress(text),
      onNotice: (text) => this.say([[span(text, "warn")]]),
      onEnded: (ended) => this.#ended(ended),
    });
    this.#prompt = this.#makePrompt();
  }

  get session(): Session {
    return this.#session;
  }

  start(): void {
    this.#draw();
    setImmediate(() => this.#view.prepare());
  }

  /** Ends the thread in order; nothing is drawn any more. */
  async close(): Promise<void> {
    this.#clock.stop();
    clearInterval(this.#ticking);
    await this.#session.close();
  }

  key(key: Key): void {
    this.#pressedBefore = this.#pressed;
    this.#pressed = undefined;
    const pane = this.#typing.paneFor(key, { pane: this.#pane, asks: this.#asks, now: performance.now() });
    const global = globalKeyOf(key);
    if (global === undefined || !this.#global[global]()) pane.key(key);
    this.#clock.now();
  }

  resized(): void {
    this.#options.screen.resized();
    this.#clock.now();
  }

  say(lines: readonly Line[]): void {
    const { screen, size } = this.#options;
    screen.append(lines.flatMap((line) => wrap(line, size().columns, { indent: indentOf(line) })));
    this.#clock.soon();
  }

  /** What has the keyboard. */
  get #pane(): Pane {
    return this.#words.overlays.viewer ?? this.#words.overlays.picker ?? this.#words.questions.paneFor(this.#state) ?? this.#prompt;
  }

  /** What has the keyboard has come up by itself. */
  get #asks(): boolean {
    const { viewer, picker } = this.#words.overlays;
    return viewer === undefined && picker === undefined && this.#pane !== this.#prompt;
  }

  /** Somebody is about to write. */
  get #isIdle(): boolean {
    return this.#pane === this.#prompt && this.#prompt.isEmpty;
  }

  /** True when the key needs no other meaning. */
  readonly #global: Readonly<Record<GlobalKey, () => boolean>> = {
    interrupt: () => this.#interrupt(),
    leave: () => this.#isIdle && (this.#options.onLeave(), true),
    escape: () =>
      this.#pane === this.#prompt && !this.#prompt.wantsEscape && (this.#session.atWork ? this.#interruptTurn() : this.#goBack()),
    "next-mode": () => this.#pane === this.#prompt && !this.#prompt.isChoosing && (void this.#doing(() => this.#nextMode()), true),
    help: () => this.#isIdle && (void this.#runSlashCommand("/help"), true),
    clear: () => this.#words.overlays.viewer === undefined && (this.#clear(), true),
    recent: () => this.#words.overlays.viewer === undefined && (void this.#doing(() => this.#showRecent()), true),
    suspend: () => (this.#options.onStop(), true),
    "queue-last": () => this.#withLastWaiting((prompt) => this.#session.send({ type: "prompt.queue", prompt })),
    "withdraw-last": () =>
      this.#withLastWaiting((prompt, text) => {
        this.#session.send({ type: "prompt.withdraw", prompt });
        this.#takeBack({ id: prompt, text });
      }),
  };

  /** Once ends what runs or empties the prompt, twice leaves. */
  #interrupt(): boolean {
    if (this.#words.overlays.viewer !== undefined || this.#words.overlays.picker !== undefined) return false;
    if (this.#leaving.press(performance.now())) this.#options.onLeave();
    else if (this.#session.atWork) this.#interruptTurn();
    else if (!this.#prompt.isEmpty) this.#prompt.clear();
    else this.#pressed = "leaveNow";
    return true;
  }

  #interruptTurn(): true {
    this.#session.send({ type: "turn.interrupt", reason: "interrupted by the user" });
    this.#pressed = "interrupting";
    return true;
  }

  /** Twice chooses an earlier prompt to go on from. */
  #goBack(): boolean {
    if (!this.#prompt.isEmpty || this.#session.current === undefined) return false;
    if (this.#pressedBefore === "goBack") void this.#runSlashCommand("/fork");
    else this.#pressed = "goBack";
    return true;
  }

  async #nextMode(): Promise<void> {
    if (this.#session.atWork) return this.say([[span(this.#words.texts.notDuringTurn("mode"), "warn")]]);
    const [{ modes }, { changeSetting }] = await Promise.all([
      import("../../../contract/policy.ts"),
      import("../commands/support/change-setting.ts"),
    ]);
    const now = this.#footer().mode;
    await changeSetting(this.#context, { mode: modes[(modes.findIndex((mode) => mode === now) + 1) % modes.length]! });
  }

  /** What was there stays above. */
  #clear(): void {
    const { screen, size } = this.#options;
    const now = size();
    screen.append(Array.from({ length: Math.max(0, now.rows - this.#frame(now).rows.length) }, () => []));
  }

  #withLastWaiting(act: (id: string, text: string) => void): boolean {
    const last = this.#session.waiting.at(-1);
    if (last !== undefined) act(last.id, last.text);
    return last !== undefined;
  }

  /** With its images and pastes, when it was written here. */
  #takeBack({ id, text }: Pick<WaitingPrompt, "id" | "text">): void {
    const draft = this.#drafts.get(id);
    if (draft === undefined) this.#prompt.takeEdited(text);
    else this.#prompt.takeBack(draft);
  }

  #submit({ kind, text, images, draft }: SubmittedPrompt): void {
    if (kind === "command") return void this.#runSlashCommand(text);
    this.#submitted = kind === "prompt" ? text : "";
    if (kind === "shell") this.#session.submit({ type: "command.run", script: text });
    else {
      const prompt = { type: "prompt.submit", text, images: images.map(({ mediaType, data }) => ({ mediaType, data })) } as const;
      this.#session.submit(prompt, (id) => this.#keepDraft(id, draft));
    }
    this.#tick();
  }

  /** As long as it waits. */
  #keepDraft(id: string, draft: Text): void {
    const waiting = new Set(this.#session.waiting.map((prompt) => prompt.id));
    for (const known of this.#drafts.keys()) if (!waiting.has(known)) this.#drafts.delete(known);
    this.#drafts.set(id, draft);
  }

  #runSlashCommand(text: string): Promise<void> {
    const context = this.#context;
    let isFirst = true;
    // What it says stands below what was asked for; what only shows a screen of its own leaves nothing behind.
    const say: CommandContext["say"] = (lines) => {
      context.say([...(isFirst ? [[], [span("> ", "accent"), span(text.trim(), "prompt")]] : []), ...lines]);
      isFirst = false;
    };
    return this.#doing(() => runSlashCommand(text, { ...context, say }, this.#words.texts));
  }

  #hear(heard: Event | Delta): void {
    stepState(this.#state, heard, Date.now());
    if (heard.type !== "item.delta") this.#view.progress("");
    this.#clock.soon();
    if (heard.type === "approval.requested" || heard.type === "question.asked") this.#options.onAttention(this.#words.texts.question);
  }

  #ended(ended: TurnOutcome | Error | undefined): void {
    if (ended instanceof Error) {
      this.#tell(ended);
      // What no thread could be opened for can be sent again.
      if (this.#session.thread === undefined && this.#prompt.isEmpty) this.#prompt.takeEdited(this.#submitted);
    }
    if (this.#session.atWork) return;
    if (this.#pressed === "interrupting") this.#pressed = undefined;
    clearInterval(this.#ticking);
    this.#ticking = undefined;
    this.#options.onAttention(this.#words.texts.done);
    this.#clock.soon();
  }

  /** Seconds go on although nothing is heard. */
  #tick(): void {
    this.#ticking ??= setInterval(() => this.#clock.soon(), 1000);
  }

  #draw(): void {
    const { screen, size } = this.#options;
    const now = size();
    // One by one: an answer may have come in thousands of lines.
    for (const block of takeFinished(this.#state)) screen.append(this.#view.take(block, now.columns));
    const { viewer } = this.#words.overlays;
    if ((viewer !== undefined) !== this.#isAlternate) {
      this.#isAlternate = viewer !== undefined;
      if (this.#isAlternate) screen.openAlternate();
      else screen.closeAlternate();
    }
    if (viewer !== undefined) screen.drawAlternate(viewer.view(now));
    else screen.draw(this.#frame(now));
  }

  #frame(size: Size): Frame {
    return this.#view.frame({
      size,
      state: this.#state,
      now: Date.now(),
      session: this.#session,
      pane: this.#pane,
      footer: this.#footer(),
    });
  }

  #footer(): Footer {
    return footerFacts(this.#state, {
      session: this.#session,
      first: this.#options.first,
      hint: this.#pressed ?? (this.#session.atWork ? "interrupt" : "leave"),
    });
  }

  #wordsOf(settings: TerminalSettings): Words {
    const language = languageOf(settings.language, this.#options.io.env);
    const overlays = new Overlays({
      editorTexts: editorTexts[language],
      viewerTexts: viewerTexts[language],
      onChange: () => this.#clock.soon(),
    });
    const questions = new QuestionPanes({
      language,
      detailsOf: (question) => this.#detailsOf(question),
      by: BY,
      send: (command) => this.#session.send(command),
      show: (title, linesIn) => void overlays.show(title, linesIn(this.#options.size().columns)),
      onDetails: (problem) => {
        if (problem !== undefined) this.#tell(problem);
        this.#clock.soon();
      },
    });
    return { language, texts: appTexts[language], questions, overlays };
  }

  async #detailsOf(question: Question): Promise<QuestionDetails> {
    const { io, home } = this.#options;
    const { questionDetails } = await import("./question-details.ts");
    return await questionDetails(question, {
      workspace: this.#state.thread?.workspace ?? io.cwd,
      home,
      language: this.#words.language,
      highlighter: this.#view.highlighter,
      signal: io.interrupt,
    });
  }

  #makePrompt(): PromptPane {
    const { io, home } = this.#options;
    const { language } = this.#words;
    return makePromptPane({
      io,
      home,
      language,
      vim: this.#settings.vim,
      commands: commandOffers(language),
      redact: lazily(() => environmentRedactor(io.env)),
      onSubmit: (prompt) => this.#submit(prompt),
      onClipboardImage: () => void this.#doing(() => this.#attachClipboard()),
      onExternalEditor: () => void this.#doing(() => this.#editOutside()),
      onProblem: (error) => this.#tell(error),
      onChange: () => this.#clock.soon(),
    });
  }

  /** At once; what stands in the prompt stays. */
  #change(changed: Partial<TerminalSettings>): void {
    this.#settings = { ...this.#settings, ...changed };
    this.#words = this.#wordsOf(this.#settings);
    this.#view.restyle({ language: this.#words.language, moves: !this.#settings.plain });
    const { draft } = this.#prompt;
    this.#prompt = this.#makePrompt();
    this.#prompt.takeEdited(draft);
    this.#options.onSettings(changed);
    this.#clock.soon();
  }

  get #context(): CommandContext {
    const { io, onLeave } = this.#options;
    return {
      io,
      language: this.#words.language,
      settings: this.#settings,
      session: this.#session,
      state: this.#state,
      show: (title, lines) => this.#words.overlays.show(title, lines),
      choose: (title, choices) => this.#words.overlays.choose(title, choices),
      say: (lines) => this.say(lines),
      titleOf: (name, input) => this.#view.titleOf(name, input),
      draft: (from) => (typeof from === "string" ? this.#prompt.takeEdited(from) : this.#takeBack(from)),
      runSurface: (name, args) => runSurface(name, args, { io }),
      changeSettings: (changed) => this.#change(changed),
      quit: onLeave,
    };
  }

  async #showRecent(): Promise<void> {
    const calls = this.#view.recent;
    if (calls.length === 0) return this.say([[span(this.#words.texts.nothingDone, "dim")]]);
    const chosen = await this.#words.overlays.choose(
      this.#words.texts.recentCalls,
      calls.map((call) => ({ label: call.label, value: call })),
    );
    if (chosen !== undefined) await this.#words.overlays.show(chosen.label, chosen.lines);
  }

  async #attachClipboard(): Promise<void> {
    const { io } = this.#options;
    const { readClipboardImage } = await import("../editor/clipboard-image.ts");
    const image = await readClipboardImage({ env: io.env, platform: process.platform, workspace: io.cwd });
    this.#prompt.attach({ name: "clipboard.png", mediaType: "image/png", data: image.toString("base64") });
    this.#clock.soon();
  }

  async #editOutside(): Promise<void> {
    const { io, lend } = this.#options;
    const { editInEditor } = await import("../editor/external-editor.ts");
    this.#prompt.takeEdited(await lend(() => editInEditor(this.#prompt.draft, io.env)));
  }

  /** What goes wrong is told, and nothing else changes. */
  async #doing(act: () => Promise<void> | void): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#tell(error);
    }
    this.#clock.soon();
  }

  #tell(error: unknown): void {
    const { message, at, hint } = toErrorFacts(error);
    const rest = [at === undefined ? undefined : `  at ${at}`, hint === undefined ? undefined : `  ${hint}`];
    this.say([
      [span(this.#words.texts.failed(message), "error")],
      ...rest.filter((text) => text !== undefined).map((text): Line => [span(text, "dim")]),
    ]);
  }
}

/** Rows of a line go on where its text begins. */
function indentOf([first]: Line): number {
  return /^ */.exec(first?.text ?? "")![0].length;
}

/** Made when it is first needed. */
function lazily(make: () => (text: string) => string): (text: string) => string {
  let made: ((text: string) => string) | undefined;
  return (text) => (made ??= make())(text);
}
