/** Where a screen writes to. */
export interface Output {
  /** Takes the text whole; `taken` is called when the terminal has taken it, and nothing else is written before. It may be called at once. */
  write(text: string, taken: () => void): void;
  /** For what comes last: waits until the terminal has taken everything, but not for ever. */
  writeLast(text: string): void;
}
