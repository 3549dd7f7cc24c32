import type { Key } from "../terminal/keys.ts";

/** Who presses keys one after the other so fast has not seen yet that something else has the keyboard. */
const FLOW_MS = 400;

/** Where keys go: a question that comes up while somebody is typing gets none of what they type in one go. */
export class Typing<Pane> {
  #last: { pane: Pane; at: number } | undefined;

  /**
   * @param asks the pane has come up by itself
   * @param now milliseconds that never go back
   */
  paneFor(key: Key, { pane, asks, now }: { pane: Pane; asks: boolean; now: number }): Pane {
    const last = this.#last;
    const isTyped = key.type === "text" || key.type === "paste" || (key.type === "key" && key.name === "enter");
    const to = asks && isTyped && last !== undefined && now - last.at < FLOW_MS ? last.pane : pane;
    this.#last = { pane: to, at: now };
    return to;
  }
}
