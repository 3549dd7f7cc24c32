import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** A prompt as it can be edited again. */
export interface PastPrompt {
  /** As it was submitted: for the model, as a `/command`, or as a command of the shell, without its `!`. */
  readonly kind: PromptKind;
  readonly parts: readonly PastPart[];
}

export type PromptKind = "prompt" | "command" | "shell";

/** What was typed, and what stood in it as a chip: a paste, or the path of an image. */
export type PastPart = string | { readonly pasted: string } | { readonly image: string };

export interface PromptHistoryOptions {
  /** The file it is kept in, one prompt a line; another with `.old` added is beside it. Folders are made. */
  path: string;
  /** Takes secrets out of what is written. */
  redact(text: string): string;
  /** Of a file, before another is begun. */
  maxBytes?: number;
}

const MAX_BYTES = 256 * 1024;
/** Of what is remembered while it runs. */
const MAX_PROMPTS = 1_000;

/**
 * The prompts of a person, in all workspaces, oldest first. Several processes may add at once: each prompt is one write at the end of the
 * file, and only the taking away of what is old needs a lock. What another process adds is seen when one starts.
 */
export class PromptHistory {
  readonly #path: string;
  readonly #redact: (text: string) => string;
  readonly #maxBytes: number;
  #prompts: PastPrompt[] | undefined;

  constructor({ path, redact, maxBytes = MAX_BYTES }: PromptHistoryOptions) {
    this.#path = path;
    this.#redact = redact;
    this.#maxBytes = maxBytes;
  }

  /** Read from disk when it is first asked for. */
  get prompts(): readonly PastPrompt[] {
    this.#prompts ??= [...readPrompts(`${this.#path}.old`), ...readPrompts(this.#path)].slice(-MAX_PROMPTS);
    return this.#prompts;
  }

  /**
   * Keeps a prompt: here as it is, on disk redacted. One that is the same as the last, or too large for a quarter of the file, is not
   * kept. It is on its way when this returns. Rejects with what the file system says; the prompt is in memory then.
   */
  async add(prompt: PastPrompt): Promise<void> {
    const known = (this.#prompts = [...this.prompts]);
    if (JSON.stringify(known.at(-1)) === JSON.stringify(prompt)) return;
    known.push(prompt);
    if (known.length > MAX_PROMPTS) known.shift();

    const mostBytes = this.#maxBytes / 4;
    // Looked at before secrets are looked for, which takes its time in megabytes.
    if (prompt.parts.reduce((total, part) => total + textOf(part).length, 0) > mostBytes) return;
    const line = Buffer.from(`${JSON.stringify({ ...prompt, parts: prompt.parts.map((part) => this.#redacted(part)) })}\n`);
    if (line.length > mostBytes) return;
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    appendLine(this.#path, line);
    if (sizeOf(this.#path) > this.#maxBytes) await this.#exchange();
  }

  #redacted(part: PastPart): PastPart {
    if (typeof part === "string") return this.#redact(part);
    return "pasted" in part ? { pasted: this.#redact(part.pasted) } : { image: this.#redact(part.image) };
  }

  /** A file that is full becomes the old one. Who finds the lock taken leaves it to its holder. */
  async #exchange(): Promise<void> {
    // Not needed to show the first prompt, and takes milliseconds to load.
    const { takeLock } = await import("../../../lib/process-lock.ts");
    const lock = takeLock(`${this.#path}.lock`);
    if (!("release" in lock)) return;
    try {
      // Somebody may have done it since.
      if (sizeOf(this.#path) > this.#maxBytes) renameSync(this.#path, `${this.#path}.old`);
    } finally {
      lock.release();
    }
  }
}

/** The text that a part consists of. */
export function textOf(part: PastPart): string {
  if (typeof part === "string") return part;
  return "pasted" in part ? part.pasted : part.image;
}

/** One write at the end of the file, which the kernel does as a whole. */
function appendLine(path: string, line: Buffer): void {
  for (let kept = false; !kept;) {
    const file = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
    try {
      writeSync(file, line);
      // Zero when the file has been replaced twice since it was opened: nobody will read what was written.
      kept = fstatSync(file).nlink > 0;
    } finally {
      closeSync(file);
    }
  }
}

function readPrompts(path: string): PastPrompt[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    // None yet, or none that can be read: a history is no reason not to work.
    return [];
  }
  return text.split("\n").flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isPrompt(value) ? [value] : [];
    } catch {
      // Cut by a power failure, or the empty rest after the last newline.
      return [];
    }
  });
}

function isPrompt(value: unknown): value is PastPrompt {
  if (typeof value !== "object" || value === null || !("kind" in value) || !("parts" in value)) return false;
  if (!kinds.has(value.kind) || !Array.isArray(value.parts)) return false;
  return value.parts.length > 0 && value.parts.every(isPart);
}

const kinds: ReadonlySet<unknown> = new Set<PromptKind>(["prompt", "command", "shell"]);

function isPart(part: unknown): part is PastPart {
  if (typeof part === "string") return true;
  if (typeof part !== "object" || part === null) return false;
  return ("pasted" in part && typeof part.pasted === "string") || ("image" in part && typeof part.image === "string");
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
