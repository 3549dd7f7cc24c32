import { expect } from "vitest";
import { bindings, nameOf } from "../../../../../src/surfaces/tui/editor/bindings.ts";
import { Editor } from "../../../../../src/surfaces/tui/editor/editor.ts";
import { Layout } from "../../../../../src/surfaces/tui/editor/layout.ts";
import { moveOverRows } from "../../../../../src/surfaces/tui/editor/row-motion.ts";
import { fromText, toText } from "../../../../../src/surfaces/tui/editor/text.ts";
import { Vim } from "../../../../../src/surfaces/tui/editor/vim/vim.ts";
import type { Key } from "../../../../../src/surfaces/tui/terminal/keys.ts";
import { verifies } from "../../../../verifies.ts";

const named: Readonly<Record<string, Key>> = {
  "<esc>": { type: "key", name: "escape" },
  "<c-r>": { type: "key", name: "r", ctrl: true },
  "<bs>": { type: "key", name: "backspace" },
  "<up>": { type: "key", name: "up" },
  "<c-w>": { type: "key", name: "w", ctrl: true },
};

/** Types keys into a text in which `|` is the caret, in normal mode; tells what became of it, `[` before the caret of normal mode. */
function play(before: string, keys: string): string {
  const editor = new Editor();
  const layout = new Layout(40, () => "<chip>");
  const insertKey = (key: Key) => {
    if (key.type === "text") editor.type(key.text);
    else if (key.type === "key") bindings[nameOf(key)]?.(editor);
  };
  const vim = new Vim({ editor, insertKey, vertical: (direction) => void moveOverRows(editor, layout, direction) });
  const lines = before.split("|")[0]!.split("\n");
  editor.setText(toText(before.replace("|", "")));
  vim.key(named["<esc>"]!);
  editor.moveTo({ line: lines.length - 1, at: toText(lines.at(-1)!)[0]!.length });

  for (const [key] of keys.matchAll(/<[a-z-]+>|[^]/gu)) {
    const pressed = named[key] ?? { type: "text", text: key };
    if (!vim.key(pressed)) insertKey(pressed);
  }
  const mark = vim.mode === "normal" ? "[" : "|";
  const { text, caret } = editor;
  return fromText(
    text.map((line, index) => (index === caret.line ? [...line.slice(0, caret.at), mark, ...line.slice(caret.at)] : line)),
    () => "",
  );
}

/** As vim 9 does it. */
const cases: [before: string, keys: string, after: string][] = [
  // Motions.
  ["one| two", "h", "on[e two"],
  ["one tw|o", "l", "one tw[o"],
  ["|abc", "2l", "ab[c"],
  ["|one two,three", "w", "one [two,three"],
  ["one |two,three", "w", "one two[,three"],
  ["one |two,three x", "W", "one two,three [x"],
  ["one|\n\n  two", "ww", "one\n\n  [two"],
  ["|one two", "e", "on[e two"],
  ["on|e two", "e", "one tw[o"],
  ["one two,thre|e", "b", "one two,[three"],
  ["one two,thre|e", "B", "one [two,three"],
  ["one\n|two", "b", "[one\ntwo"],
  ["one tw|o", "0", "[one two"],
  ["   on|e", "^", "   [one"],
  ["|   ", "^", "  [ "],
  ["|one two", "$", "one tw[o"],
  ["one\n two\nthr|ee", "gg", "[one\n two\nthree"],
  ["|one\n  two", "G", "one\n  [two"],
  ["|one\n two\nthree", "2G", "one\n [two\nthree"],
  ["one\nt|wo\nthree", "j", "one\ntwo\nt[hree"],
  ["one\ntwo\nthre|e", "kk", "on[e\ntwo\nthree"],
  ["|a.b.c", "f.", "a[.b.c"],
  ["|a.b.c", "f.;", "a.b[.c"],
  ["|a.b.c", "2f.,", "a[.b.c"],
  ["|ab.c.d", "t.;", "ab.[c.d"],
  ["a.b.|c", "T.", "a.b.[c"],
  ["a.b|.c", "F.", "a[.b.c"],
  ["a|b", "fz", "a[b"],
  ["|x漢y", "f漢", "x[漢y"],
  // Deleting.
  ["ab|cd", "x", "ab[d"],
  ["abc|d", "x", "ab[c"],
  ["a|bcd", "2x", "a[d"],
  ["ab|cd", "X", "a[cd"],
  ["|one two three", "dw", "[two three"],
  ["|one two three", "2dw", "[three"],
  ["|one two three", "d2w", "[three"],
  ["one |two\nthree", "dw", "one[ \nthree"],
  ["one t|wo", "db", "one [wo"],
  ["o|ne two", "de", "o[ two"],
  ["one |two three", "D", "one[ "],
  ["one |two", "d0", "[two"],
  ["one\nt|wo\nthree", "dd", "one\n[three"],
  ["one\ntw|o", "dd", "[one"],
  ["on|e", "dd", "["],
  ["on|e\ntwo\nthree", "2dd", "[three"],
  ["on|e\ntwo\nthree", "dj", "[three"],
  ["one\ntwo\nth|ree", "dgg", "["],
  ["one\nt|wo\nthree", "dG", "[one"],
  ["|f(a, b)", "df,", "[ b)"],
  ["|f(a, b)", "dt,", "[, b)"],
  ["ab|c", "dz", "ab[c"],
  ["a\n|\nb", "dw", "a\n[b"],
  ["|one two\nthree", "d3w", "["],
  ["one |two\nthree", "d2w", "one[ "],
  ["  one\nt|wo", "db", "  one\n[wo"],
  ["  one\n|two", "db", "[two"],
  ["one\n|two\n", "d2$", "[one"],
  ["on|e two\nthree", "d2$", "o[n"],
  ["one\n|two", "2dd", "one\n[two"],
  ["one\ntw|o", "dj", "one\ntw[o"],
  ["|one\ntwo", "d9j", "["],
  ["|one", "db", "[one"],
  ["one tw|o", "d9b", "[o"],
  // Changing.
  ["|one two", "cwnew", "new| two"],
  ["o|ne\ntwo", "ccnew<esc>", "ne[w\ntwo"],
  ["one |two three", "Cx<esc>", "one [x"],
  ["a|bc", "sX<esc>", "a[Xc"],
  ["a|bc", "rX", "a[Xc"],
  ["a|bc", "2rX", "aX[X"],
  ["a|bc", "3rX", "a[bc"],
  ["|abC", "3~", "AB[c"],
  ["|straße", "6~", "STRAß[E"],
  ["on|e\n  two", "J", "one[ two"],
  // Inserting.
  ["b|c", "ia<esc>", "b[ac"],
  ["b|c", "aX<esc>", "bc[X"],
  ["  b|c", "IX<esc>", "  [Xbc"],
  ["|bc", "AX<esc>", "bc[X"],
  ["on|e\ntwo", "onew<esc>", "one\nne[w\ntwo"],
  ["on|e\ntwo", "Onew<esc>", "ne[w\none\ntwo"],
  // Registers.
  ["|one\ntwo", "yyp", "one\n[one\ntwo"],
  ["one\n|two", "yyP", "one\n[two\ntwo"],
  ["|one\ntwo", "ddp", "two\n[one"],
  ["|one two", "dwep", "twoone[ "],
  ["|one two", "ywP", "one[ one two"],
  ["|one two", "yw2P", "one one[ one two"],
  ["|ab", "xp", "b[a"],
  ["one\n tw|o", "ygg", "[one\n two"],
  ["one\n tw|o", "yk", "on[e\n two"],
  ["a|b", "p", "a[b"],
  // Undo and repetition.
  ["|one two", "cwa b c<esc>u", "[one two"],
  ["|one two", "dwu<c-r>", "[two"],
  ["|one two three", "dw.", "[three"],
  ["|a a a", "cwb<esc>w.", "b [b a"],
  ["|a", "Ax y<c-w>z<esc>.", "ax zx [z"],
  ["|abcdef", "x3.", "[ef"],
  ["|abcdef", "xfz.", "[cdef"],
  ["|one", "d<esc>x", "[ne"],
  ["o|ne", "<bs>", "[one"],
];

for (const [before, keys, after] of cases)
  verifies("editor.vim", `${keys} in ${JSON.stringify(before)}`, () => {
    expect(play(before, keys)).toBe(after);
  });

verifies("editor.vim", "an enormous count does what the text allows", () => {
  expect([play("|one two", "99999999999w"), play("|one two", "99999999999x"), play("|a\nb", "99999j")]).toEqual(["one tw[o", "[", "a\n[b"]);
});
