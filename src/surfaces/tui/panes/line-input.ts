import { nameOf } from "../editor/bindings.ts";
import type { Key } from "../terminal/keys.ts";
import { graphemesOf } from "../text/cells.ts";

/** One line of text that is typed at its end. */
export class LineInput {
  text = "";

  /** Whether the key was meant for it. */
  key(key: Key): boolean {
    if (key.type === "text") this.text += key.text;
    else if (key.type === "paste") this.text += key.text.replaceAll("\n", " ");
    else if (key.type === "key" && ["backspace", "C-h"].includes(nameOf(key)))
      this.text = [...graphemesOf(this.text)].slice(0, -1).join("");
    else if (key.type === "key" && nameOf(key) === "C-u") this.text = "";
    else return false;
    return true;
  }
}
