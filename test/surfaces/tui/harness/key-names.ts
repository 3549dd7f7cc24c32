/** What xterm sends for keys, by tmux's names in lower case with C-, M- and S- before them: "enter", "C-c", "M-enter", "S-tab", "C-left". */
export function bytesOf(key: string): string {
  const { name, ctrl, alt, shift } = parse(key);
  // As xterm has it: 1 and a bit for each.
  const modifiers = 1 + (shift ? 1 : 0) + (alt ? 2 : 0) + (ctrl ? 4 : 0);
  const { letter, number, character = name } = keys[name] ?? {};
  if (letter !== undefined) return modifiers > 1 ? `\u001B[1;${modifiers}${letter}` : `\u001B${/[PQRS]/.test(letter) ? "O" : "["}${letter}`;
  if (number !== undefined) return `\u001B[${number}${modifiers > 1 ? `;${modifiers}` : ""}~`;
  if (name === "tab" && shift) return "\u001B[Z";
  if (character.length !== 1 || shift) throw new Error(`xterm has no bytes for the key ${key}`);
  const code = ctrl ? String.fromCharCode(character.charCodeAt(0) & 31) : character;
  return alt ? `\u001B${code}` : code;
}

/** The same key as tmux's send-keys takes it. */
export function tmuxNameOf(key: string): string {
  const { name, ctrl, alt, shift } = parse(key);
  if (name === "tab" && shift) return "BTab";
  return `${ctrl ? "C-" : ""}${alt ? "M-" : ""}${shift ? "S-" : ""}${keys[name]?.tmux ?? name}`;
}

function parse(key: string): { name: string; ctrl: boolean; alt: boolean; shift: boolean } {
  const [, modifiers, name] = /^((?:[CMS]-)*)(.+)$/.exec(key)!;
  return { name: name!, ctrl: modifiers!.includes("C"), alt: modifiers!.includes("M"), shift: modifiers!.includes("S") };
}

/** `letter` ends xterm's sequence, `number` stands in it. */
const keys: Readonly<Record<string, { tmux: string; letter?: string; number?: number; character?: string }>> = {
  enter: { tmux: "Enter", character: "\r" },
  tab: { tmux: "Tab", character: "\t" },
  escape: { tmux: "Escape", character: "\u001B" },
  backspace: { tmux: "BSpace", character: "\u007F" },
  space: { tmux: "Space", character: " " },
  up: { tmux: "Up", letter: "A" },
  down: { tmux: "Down", letter: "B" },
  right: { tmux: "Right", letter: "C" },
  left: { tmux: "Left", letter: "D" },
  home: { tmux: "Home", letter: "H" },
  end: { tmux: "End", letter: "F" },
  insert: { tmux: "IC", number: 2 },
  delete: { tmux: "DC", number: 3 },
  pageup: { tmux: "PPage", number: 5 },
  pagedown: { tmux: "NPage", number: 6 },
  f1: { tmux: "F1", letter: "P" },
  f2: { tmux: "F2", letter: "Q" },
  f3: { tmux: "F3", letter: "R" },
  f4: { tmux: "F4", letter: "S" },
  f5: { tmux: "F5", number: 15 },
};
