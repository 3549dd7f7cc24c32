/** What a person does at the keyboard, whatever bytes their terminal sends for it. */
export type Key =
  /** Typed characters: often one, several when an input method commits them; never a control character. */
  | { readonly type: "text"; readonly text: string }
  /** A whole paste, its newlines as `\n`; other control characters are as they were. */
  | { readonly type: "paste"; readonly text: string }
  | KeyPress
  | { readonly type: "focus"; readonly focused: boolean };

export interface KeyPress {
  readonly type: "key";
  /** With ctrl or alt also a character, in lower case: `c`, `/`, `ü`. */
  readonly name: KeyName;
  readonly ctrl?: true;
  readonly alt?: true;
  readonly shift?: true;
}

export type KeyName = NamedKey | (string & Record<never, never>);

export type NamedKey =
  | ("enter" | "escape" | "tab" | "backspace" | "delete" | "insert" | "space")
  | ("up" | "down" | "left" | "right" | "home" | "end" | "pageup" | "pagedown")
  | ("f1" | "f2" | "f3" | "f4" | "f5" | "f6" | "f7" | "f8" | "f9" | "f10" | "f11" | "f12");

/** What the terminal answers when it is asked. */
export type Reply =
  /** DA1; parameters as sent, `62;4`. Every terminal answers it. */
  | { readonly type: "attributes"; readonly parameters: string }
  /** The flags of kitty's keyboard protocol: the terminal knows it. */
  | { readonly type: "keyboard"; readonly flags: number }
  /** CPR; from 1. */
  | { readonly type: "cursor"; readonly row: number; readonly column: number }
  /** OSC 11; as sent, `rgb:1e1e/1e1e/2e2e`. */
  | { readonly type: "background"; readonly colour: string }
  /** DECRPM: 0 not known, 1 set, 2 reset, 3 and 4 for good. */
  | { readonly type: "mode"; readonly mode: number; readonly state: number }
  /** XTVERSION: `XTerm(379)`, `tmux 3.3a`. */
  | { readonly type: "version"; readonly version: string };

export interface Modifiers {
  ctrl?: boolean;
  alt?: boolean;
  shift?: boolean;
}

/** Absent modifiers are left out, so that two equal keys are equal in every test. */
export function pressed(name: KeyName, { ctrl = false, alt = false, shift = false }: Modifiers = {}): KeyPress {
  return { type: "key", name, ...(ctrl && { ctrl }), ...(alt && { alt }), ...(shift && { shift }) };
}
