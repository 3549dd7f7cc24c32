import type { Key } from "../terminal/keys.ts";
import type { Frame, Size } from "../terminal/screen.ts";

/** What can have the keyboard. It tells what happens through callbacks given to its constructor, and touches neither terminal nor thread. */
export interface Pane {
  /** How it looks on a screen of this size. No row is wider. */
  view(size: Size): Frame;
  key(key: Key): void;
}
