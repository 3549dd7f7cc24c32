import { StringDecoder } from "node:string_decoder";
import { fromControl, fromCsi, fromSs3, fromString, withAlt } from "./key-sequences.ts";
import { type Key, pressed, type Reply } from "./keys.ts";
import { PasteCollector } from "./paste.ts";

const escape = 0x1b;
/** Longer ones are no keys; their bytes are taken and forgotten. */
const longestSequence = 256;

type State =
  | { at: "text" }
  /** After ESC; `alt` after two of them. */
  | { at: "escape"; alt: boolean }
  | { at: "csi"; alt: boolean; sequence: string }
  /** The keys F1 to F5 of the Linux console: `ESC [ [ A`. */
  | { at: "console" }
  | { at: "ss3"; alt: boolean }
  | { at: "string"; introducer: string; payload: string; escape: boolean }
  /** A character of several bytes after ESC. */
  | { at: "alt"; bytes: number[]; length: number }
  /** Where the mouse was, from a program that has left its mode on. */
  | { at: "mouse"; bytes: number }
  | { at: "paste"; paste: PasteCollector };

/**
 * Tells keys from the bytes a terminal sends. However they are cut into chunks, they are the same keys, but that a text may be in
 * pieces. Bytes that are no key are dropped, and answers go to `onReply`.
 */
export class KeyDecoder {
  #state: State = { at: "text" };
  readonly #utf8 = new StringDecoder("utf8");
  readonly #onReply: (reply: Reply) => void;
  #keys: Key[] = [];

  constructor(onReply: (reply: Reply) => void) {
    this.#onReply = onReply;
  }

  push(bytes: Uint8Array): Key[] {
    const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let index = 0; index < data.length;) index = this.#take(data, index);
    return this.#taken();
  }

  /** Whether what has come may be a key or the beginning of one: time decides, and then `flush`. */
  get undecided(): boolean {
    const state = this.#state;
    return state.at === "escape" || state.at === "ss3" || (state.at === "string" && !isAnswer(state.payload));
  }

  /** To be called when nothing has come for the escape time: an ESC was the key, and not the beginning of a sequence. */
  flush(): Key[] {
    const state = this.#state;
    if (!this.undecided) return [];
    this.#state = { at: "text" };
    if (state.at === "escape") this.#keys.push(...(state.alt ? [pressed("escape"), pressed("escape")] : [pressed("escape")]));
    if (state.at === "ss3") this.#keys.push(withAlt("O"));
    if (state.at === "string" && state.payload === "") this.#keys.push(withAlt(state.introducer));
    return this.#taken();
  }

  #taken(): Key[] {
    const keys = this.#keys;
    this.#keys = [];
    return keys;
  }

  /** Takes at least one byte, or changes the state; answers where to go on. */
  #take(data: Buffer, index: number): number {
    const state = this.#state;
    const byte = data[index]!;
    if (state.at === "text") return this.#takeText(data, index);
    if (state.at === "paste") return this.#takePaste(state.paste, data, index);
    if (state.at === "escape") return this.#takeEscape(state, byte) ? index + 1 : index;
    if (state.at === "csi") return this.#takeCsi(state, byte) ? index + 1 : index;
    if (state.at === "string") return this.#takeString(state, byte) ? index + 1 : index;
    if (state.at === "alt") return this.#takeAlt(state, byte) ? index + 1 : index;
    if (state.at === "mouse") this.#state = state.bytes > 1 ? { at: "mouse", bytes: state.bytes - 1 } : { at: "text" };
    else this.#state = { at: "text" };
    const final = String.fromCharCode(byte);
    if (state.at === "ss3") this.#add(fromSs3(final), state.alt);
    if (state.at === "console" && final >= "A" && final <= "E") this.#add(pressed(`f${byte - 0x40}`), false);
    return index + 1;
  }

  #takeText(data: Buffer, index: number): number {
    let end = index;
    while (end < data.length && data[end]! >= 0x20 && data[end] !== 0x7f) end++;
    if (end > index) this.#type(this.#utf8.write(data.subarray(index, end)));
    if (end === data.length) return end;
    // What was not finished before a control character never will be.
    this.#utf8.end();
    if (data[end] === escape) this.#state = { at: "escape", alt: false };
    else this.#keys.push(fromControl(data[end]!, false));
    return end + 1;
  }

  #type(text: string): void {
    // What is no UTF-8, and what would be a control character.
    const typed = text.replaceAll(/[\u0080-\u009f\ufffd]/g, "");
    if (typed !== "") this.#keys.push({ type: "text", text: typed });
  }

  #takeEscape({ alt }: { alt: boolean }, byte: number): boolean {
    const introducer = String.fromCharCode(byte);
    if (introducer === "[") this.#state = { at: "csi", alt, sequence: "" };
    else if (introducer === "O") this.#state = { at: "ss3", alt };
    else if (byte === escape && !alt) this.#state = { at: "escape", alt: true };
    else if (alt) {
      // Two of them are Alt and a sequence, or else a key that was pressed twice.
      this.#keys.push(pressed("escape"));
      this.#state = { at: "escape", alt: false };
      return false;
    } else if (introducer === "]" || introducer === "P" || introducer === "_")
      this.#state = { at: "string", introducer, payload: "", escape: false };
    else if (byte >= 0xc2 && byte < 0xf5) this.#state = { at: "alt", bytes: [byte], length: byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4 };
    else {
      this.#state = { at: "text" };
      if (byte < 0x80) this.#keys.push(byte < 0x20 || byte === 0x7f ? fromControl(byte, true) : withAlt(introducer));
    }
    return true;
  }

  #takeCsi(state: { alt: boolean; sequence: string }, byte: number): boolean {
    if (byte >= 0x20 && byte < 0x40) {
      if (state.sequence.length < longestSequence) state.sequence += String.fromCharCode(byte);
      return true;
    }
    this.#state = { at: "text" };
    if (byte < 0x20 || byte > 0x7e) return false;
    const final = String.fromCharCode(byte);
    if (state.sequence === "" && final === "[") this.#state = { at: "console" };
    else if (state.sequence === "" && final === "M") this.#state = { at: "mouse", bytes: 3 };
    else if (state.sequence === "200" && final === "~") this.#state = { at: "paste", paste: new PasteCollector() };
    else if (state.sequence.length < longestSequence) this.#add(fromCsi(state.sequence, final), state.alt);
    return true;
  }

  #takeString(state: { introducer: string; payload: string; escape: boolean }, byte: number): boolean {
    if (state.escape && byte !== 0x5c) {
      // It was not the end but the beginning of something else.
      this.#state = { at: "escape", alt: false };
      return false;
    }
    if (state.escape || byte === 0x07) {
      this.#state = { at: "text" };
      const reply = state.payload.length < longestSequence ? fromString(state.introducer, state.payload) : undefined;
      if (reply !== undefined) this.#onReply(reply);
      return true;
    }
    if (byte === escape) {
      state.escape = true;
      return true;
    }
    if (byte < 0x20) {
      // Nothing that never ends may keep a person from the keyboard.
      this.#state = { at: "text" };
      return false;
    }
    if (state.payload.length < longestSequence) state.payload += String.fromCharCode(byte);
    return true;
  }

  #takeAlt(state: { bytes: number[]; length: number }, byte: number): boolean {
    if (byte < 0x80 || byte > 0xbf) {
      this.#state = { at: "text" };
      return false;
    }
    state.bytes.push(byte);
    if (state.bytes.length < state.length) return true;
    this.#state = { at: "text" };
    const character = Buffer.from(state.bytes).toString("utf8");
    if (!/[\u0080-\u009f\ufffd]/.test(character)) this.#keys.push(withAlt(character));
    return true;
  }

  #takePaste(paste: PasteCollector, data: Buffer, index: number): number {
    const end = paste.take(data, index);
    if (end === undefined) return data.length;
    this.#state = { at: "text" };
    this.#keys.push({ type: "paste", text: paste.text() });
    return end;
  }

  #add(said: Key | Reply | undefined, alt: boolean): void {
    if (said === undefined) return;
    if (said.type === "key") this.#keys.push(alt ? pressed(said.name, { ...said, alt }) : said);
    else if (said.type === "text" || said.type === "focus" || said.type === "paste") this.#keys.push(said);
    else this.#onReply(said);
  }
}

/** Whether a string began as answers do, so that the rest of it is worth waiting for. */
const isAnswer = (payload: string): boolean => payload.startsWith("11;") || payload.startsWith(">|");
