import type { EditorTexts } from "../messages/editor.ts";
import type { ViewerTexts } from "../messages/viewer.ts";
import type { Pane } from "../panes/pane.ts";
import { Picker } from "../panes/picker.ts";
import { Viewer } from "../panes/viewer.ts";
import type { Line } from "../text/line.ts";
import type { Choice } from "./slash-command.ts";

export interface OverlaysOptions {
  editorTexts: EditorTexts;
  viewerTexts: ViewerTexts;
  /** Something is seen differently now. */
  onChange(): void;
}

/** What covers the prompt for a while: a list to choose from, or something long in a screen of its own. One at a time, in order. */
export class Overlays {
  readonly #options: OverlaysOptions;
  #picker: Pane | undefined;
  #viewer: Pane | undefined;
  #before: Promise<unknown> = Promise.resolve();

  constructor(options: OverlaysOptions) {
    this.#options = options;
  }

  get picker(): Pane | undefined {
    return this.#picker;
  }

  /** Wants the alternate screen. */
  get viewer(): Pane | undefined {
    return this.#viewer;
  }

  choose<Value>(title: string, choices: readonly Choice<Value>[]): Promise<Value | undefined> {
    return this.#next(
      (done) => {
        this.#picker = new Picker<Value>({
          title,
          items: choices.map(({ label, detail, value }) => ({ label, value, ...(detail !== undefined && { detail: [detail] }) })),
          texts: this.#options.editorTexts,
          onPick: done,
          onCancel: () => done(undefined),
          onChange: this.#options.onChange,
        });
      },
      () => (this.#picker = undefined),
    );
  }

  show(title: string, lines: readonly Line[]): Promise<void> {
    return this.#next(
      (done) => {
        this.#viewer = new Viewer({ title, lines, texts: this.#options.viewerTexts, onClose: () => done(undefined) });
      },
      () => (this.#viewer = undefined),
    );
  }

  #next<Value>(open: (done: (value: Value) => void) => void, close: () => void): Promise<Value> {
    const opened = this.#before.then(
      () =>
        new Promise<Value>((resolve) => {
          open((value) => {
            close();
            this.#options.onChange();
            resolve(value);
          });
          this.#options.onChange();
        }),
    );
    this.#before = opened;
    return opened;
  }
}
