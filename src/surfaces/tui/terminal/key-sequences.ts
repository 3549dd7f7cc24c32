import { type Key, type Modifiers, type NamedKey, pressed, type Reply } from "./keys.ts";

/**
 * What a control sequence says; undefined for what is no key and no answer, as the release of a key.
 * @param sequence what is between `CSI` and its final byte
 */
export function fromCsi(sequence: string, final: string): Key | Reply | undefined {
  const [, prefix, numbers, intermediate] = /^([<=>?]?)([\d:;]*)([ -/]*)$/.exec(sequence) ?? [];
  if (prefix === undefined || numbers === undefined) return undefined;
  const parameters = numbers.split(";").map((parameter) => parameter.split(":").map(Number));
  if (prefix !== "" || intermediate !== "") return fromAnswer(`${prefix}${intermediate}${final}`, parameters, numbers);
  const [first = 0] = parameters[0] ?? [];
  if (final === "R") return { type: "cursor", row: first, column: parameters[1]?.[0] ?? 0 };
  if (numbers === "" && (final === "I" || final === "O")) return { type: "focus", focused: final === "I" };
  // xterm's modifyOtherKeys, in its older form.
  if (final === "~" && first === 27 && parameters.length === 3) return fromCode([parameters[2]![0]!], parameters[1]);
  if (final === "u") return fromCode(parameters[0] ?? [], parameters[1], parameters[2]);
  const name = final === "~" ? byNumber.get(first) : byFinal[final];
  if (name === undefined || isRelease(parameters[1])) return undefined;
  const modifiers = toModifiers(parameters[1]?.[0]);
  return pressed(name, final === "Z" ? { ...modifiers, shift: true } : modifiers);
}

/** What `SS3` and this byte say: keys of application mode, and F1 to F4. */
export function fromSs3(final: string): Key | undefined {
  const name = final === "M" ? "enter" : byFinal[final];
  return name === undefined || final === "Z" ? undefined : pressed(name);
}

/** What a string says, by its introducer: `]` is OSC, `P` is DCS. */
export function fromString(introducer: string, payload: string): Reply | undefined {
  if (introducer === "]" && payload.startsWith("11;")) return { type: "background", colour: payload.slice(3) };
  if (introducer === "P" && payload.startsWith(">|")) return { type: "version", version: payload.slice(2) };
  return undefined;
}

/** A byte below 0x20, or 0x7f, that is no beginning of a sequence. */
export function fromControl(byte: number, alt: boolean): Key {
  const named = byControl.get(byte);
  if (named !== undefined) return pressed(named, { alt });
  if (byte === 0) return pressed("space", { ctrl: true, alt });
  return pressed(String.fromCharCode(byte + (byte <= 0x1a ? 0x60 : 0x40)), { ctrl: true, alt });
}

/** A character after Alt. */
export function withAlt(character: string): Key {
  if (character === " ") return pressed("space", { alt: true });
  const lower = character.toLowerCase();
  return pressed(lower, { alt: true, shift: lower !== character });
}

function fromAnswer(kind: string, parameters: number[][], numbers: string): Reply | undefined {
  const [first = 0] = parameters[0] ?? [];
  if (kind === "?c") return { type: "attributes", parameters: numbers };
  if (kind === "?u") return { type: "keyboard", flags: first };
  if (kind === "?$y") return { type: "mode", mode: first, state: parameters[1]?.[0] ?? 0 };
  return undefined;
}

/**
 * A key by its Unicode code point or by kitty's own numbers (https://sw.kovidgoyal.net/kitty/keyboard-protocol).
 * @param codes of the key, with shift, and where it stands on a keyboard of the standard layout
 * @param modified modifiers and the kind of event
 */
function fromCode([code = 0, shifted, standard]: number[], modified: number[] = [], text: number[] = []): Key | undefined {
  if (isRelease(modified) || ((modified[0] ?? 1) - 1) & (superKey | hyperKey)) return undefined;
  const modifiers = toModifiers(modified[0]);
  const named = byCode.get(code);
  if (named !== undefined) return pressed(named, modifiers);
  const typed = text.map((one) => toCharacter(one) ?? "").join("");
  const character = keypad[code - keypadStart] ?? toCharacter(code);
  if (character === undefined) return undefined;
  if (modifiers.ctrl || modifiers.alt) {
    // On a Greek or Russian keyboard the key that is C elsewhere is meant.
    const name = code > 0x7f && standard ? (toCharacter(standard) ?? character) : character;
    return pressed(name === " " ? "space" : name.toLowerCase(), modifiers);
  }
  if (typed !== "") return { type: "text", text: typed };
  const locked = (((modified[0] ?? 1) - 1) & capsLock) > 0;
  const capital = modifiers.shift !== locked;
  return {
    type: "text",
    text: modifiers.shift && shifted ? (toCharacter(shifted) ?? character) : capital ? character.toUpperCase() : character,
  };
}

/** Undefined for control characters, for what is no character, and for the private ones by which kitty numbers keys. */
function toCharacter(code: number): string | undefined {
  const isPrivate = code >= 0xe000 && code <= 0xf8ff;
  const isText = code >= 0x20 && code !== 0x7f && !(code >= 0x80 && code < 0xa0) && !(code >= 0xd800 && code <= 0xdfff) && code <= 0x10ffff;
  return isText && !isPrivate ? String.fromCodePoint(code) : undefined;
}

const isRelease = (modified: number[] | undefined): boolean => modified?.[1] === 3;

const superKey = 8;
const hyperKey = 16;
const capsLock = 64;

function toModifiers(parameter = 1): Required<Modifiers> {
  const bits = Math.max(0, parameter - 1);
  return { shift: (bits & 1) > 0, alt: (bits & 0b10_0010) > 0, ctrl: (bits & 4) > 0 };
}

const byFinal: Readonly<Record<string, NamedKey>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
  P: "f1",
  Q: "f2",
  R: "f3",
  S: "f4",
  Z: "tab",
};

const byNumber = numbered([
  [1, ["home", "insert", "delete", "end", "pageup", "pagedown", "home", "end"]],
  [11, ["f1", "f2", "f3", "f4", "f5"]],
  [17, ["f6", "f7", "f8", "f9", "f10"]],
  [23, ["f11", "f12"]],
]);

const byControl = numbered([
  [0x08, ["backspace", "tab"]],
  [0x0d, ["enter"]],
  [0x1b, ["escape"]],
  [0x7f, ["backspace"]],
]);

/** By code point, and by kitty's numbers for the keypad. */
const byCode = new Map([
  ...byControl,
  ...numbered([
    [57414, ["enter"]],
    [57417, ["left", "right", "up", "down", "pageup", "pagedown", "home", "end", "insert", "delete"]],
  ]),
]);

const keypadStart = 57399;
const keypad = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "/", "*", "-", "+", undefined, "=", ","];

function numbered(runs: readonly [first: number, names: readonly NamedKey[]][]): ReadonlyMap<number, NamedKey> {
  return new Map(runs.flatMap(([first, names]) => names.map((name, index) => [first + index, name] as const)));
}
