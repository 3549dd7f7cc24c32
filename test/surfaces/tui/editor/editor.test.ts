import { isDeepStrictEqual } from "node:util";
import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { bindings } from "../../../../src/surfaces/tui/editor/bindings.ts";
import { Editor } from "../../../../src/surfaces/tui/editor/editor.ts";
import { fromText, toText } from "../../../../src/surfaces/tui/editor/text.ts";
import { verifies } from "../../../verifies.ts";

function stateOf({ text, caret }: Editor): unknown {
  return { text: fromText(text, () => "<chip>"), caret };
}

/** The text with a bar where the caret is. */
function look({ text, caret }: Editor): string {
  return fromText(
    text.map((line, index) => (index === caret.line ? [...line.slice(0, caret.at), "|", ...line.slice(caret.at)] : line)),
    () => "<chip>",
  );
}

/** An editor with this text, in which `|` is the caret. */
function editorWith(marked: string): Editor {
  const editor = new Editor();
  const lines = marked.split("|")[0]!.split("\n");
  editor.setText(toText(marked.replace("|", "")), { line: lines.length - 1, at: toText(lines.at(-1)!)[0]!.length });
  return editor;
}

const names = Object.keys(bindings).filter((name) => !["C-_", "C-/", "C-7", "A-/", "A-_"].includes(name));
const step = fc.oneof(
  fc.constantFrom("a", " ", "ß", "漢字", "👩‍💻", "e\u0301", "word ").map((text) => (editor: Editor) => editor.type(text)),
  fc.constantFrom(...names).map((name) => bindings[name]!),
);

verifies("editor.undo", "every state that undo shows is one there was, back to the first, and redo the same way forth", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const editor = new Editor();
      const past = [stateOf(editor)];
      for (const act of steps) {
        act(editor);
        past.push(stateOf(editor));
      }

      const back = [stateOf(editor)];
      let from = past.length;
      while (editor.undo()) {
        back.push(stateOf(editor));
        // Each is earlier than the one before.
        from = past.findLastIndex((state, index) => index < from && isDeepStrictEqual(state, back.at(-1)));
        expect(from).toBeGreaterThanOrEqual(0);
      }
      expect(fromText(editor.text, () => "")).toBe("");

      const forth = [stateOf(editor)];
      while (editor.redo()) forth.push(stateOf(editor));
      expect(forth).toEqual(back.toReversed());
    }),
    { numRuns: 500 },
  );
});

verifies(
  "editor.undo",
  "a word with the blank behind it is one step, a run of deletions is one, and an edit ends what could be redone",
  () => {
    const editor = new Editor();
    for (const character of "one two") editor.type(character);
    editor.deleteBack();
    editor.deleteBack();
    const seen = [look(editor)];
    for (let step = 0; step < 3; step++) {
      editor.undo();
      seen.push(look(editor));
    }
    editor.redo();
    editor.type("X");

    expect({ seen, more: editor.redo(), now: look(editor) }).toEqual({
      seen: ["one t|", "one two|", "one |", "|"],
      more: false,
      now: "one X|",
    });
  },
);

verifies("editor.undo", "the oldest states of a very long text are given up, and some are always there", () => {
  const editor = new Editor();
  editor.setText(toText("x".repeat(400_000)));
  for (let step = 0; step < 60; step++) editor.insert(toText("y"));

  let steps = 0;
  while (editor.undo()) steps++;

  expect(steps).toBe(20);
});

const cases: [name: string, before: string, after: string][] = [
  ["C-a", "one\ntw|o", "one\n|two"],
  ["C-e", "o|ne\ntwo", "one|\ntwo"],
  ["C-b", "one\n|two", "one|\ntwo"],
  ["C-f", "one|\ntwo", "one\n|two"],
  ["right", "a|👩‍💻b", "a👩‍💻|b"],
  ["A-b", "one, two|", "one, |two"],
  ["A-b", "one, |two", "|one, two"],
  ["A-f", "|one, two", "one|, two"],
  ["A-f", "one|, two", "one, two|"],
  ["C-home", "one\ntw|o", "|one\ntwo"],
  ["C-end", "o|ne\ntwo", "one\ntwo|"],
  ["backspace", "one\n|two", "one|two"],
  ["backspace", "e\u0301|", "|"],
  ["backspace", "|one", "|one"],
  ["C-d", "one|\ntwo", "one|two"],
  ["delete", "one|", "one|"],
  ["C-w", "one src/a-b.ts|", "one |"],
  ["C-w", "one   |", "|"],
  ["A-backspace", "one src/a-b.ts|", "one src/a-b.|"],
  ["A-d", "one| two three", "one| three"],
  ["C-u", "one\ntwo th|ree", "one\n|ree"],
  ["C-k", "one\ntwo| three", "one\ntwo|"],
  ["C-k", "one|\ntwo", "one|two"],
  ["S-enter", "one|two", "one\n|two"],
];

for (const [name, before, after] of cases)
  verifies("editor.keys", `${name} in ${JSON.stringify(before)}`, () => {
    const editor = editorWith(before);
    bindings[name]!(editor);
    expect(look(editor)).toBe(after);
  });

verifies("editor.keys", "cuts in a row are pasted together, in the order of the text", () => {
  const editor = editorWith("one two three| four\nfive");
  for (const name of ["A-backspace", "A-backspace", "C-k", "C-e", "C-y", "left", "C-y"]) bindings[name]!(editor);

  expect(look(editor)).toBe("one two three foutwo three four|r\nfive");
});

verifies("editor.keys", "a chip is one step and one deletion", () => {
  const editor = editorWith("a|b");
  editor.insert([[{ kind: "paste", text: "long", lines: 1 }]]);
  const seen = [look(editor)];
  for (const name of ["left", "right", "backspace", "C-_"]) {
    bindings[name]!(editor);
    seen.push(look(editor));
  }

  expect(seen).toEqual(["a<chip>|b", "a|<chip>b", "a<chip>|b", "a|b", "a<chip>|b"]);
});
