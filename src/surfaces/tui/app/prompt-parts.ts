import { join } from "node:path";
import type { SurfaceIo } from "../../../contract/surface.ts";
import { FileIndex } from "../editor/completion/file-index.ts";
import type { Offer } from "../editor/completion/offers.ts";
import type { SubmittedPrompt } from "../editor/draft.ts";
import { PromptHistory } from "../editor/prompt-history.ts";
import type { Language } from "../messages/catalogue.ts";
import { editorTexts } from "../messages/editor.ts";
import { PromptPane } from "../panes/prompt.ts";

export interface PromptParts {
  io: Pick<SurfaceIo, "env" | "cwd" | "interrupt">;
  /** Fettle's own folder. */
  home: string;
  language: Language;
  vim: boolean;
  commands: readonly Offer[];
  redact(text: string): string;
  onSubmit(prompt: SubmittedPrompt): void;
  onClipboardImage(): void;
  onExternalEditor(): void;
  onProblem(error: unknown): void;
  /** What is seen is different now, without a key. */
  onChange(): void;
}

/** The prompt with what completes it and what was written in it before. */
export function makePromptPane({ io, home, language, redact, commands, onChange, ...rest }: PromptParts): PromptPane {
  const files = new FileIndex({
    workspace: io.cwd,
    signal: io.interrupt,
    onChange() {
      pane.offersChanged();
      onChange();
    },
  });
  const history = new PromptHistory({ path: join(home, "prompts.jsonl"), redact });
  const pane = new PromptPane({ ...rest, texts: editorTexts[language], history, sources: { commands, files } });
  return pane;
}
