import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { editorTexts } from "../../../../src/surfaces/tui/messages/editor.ts";
import { Picker, type PickerItem } from "../../../../src/surfaces/tui/panes/picker.ts";
import { type Key, pressed } from "../../../../src/surfaces/tui/terminal/keys.ts";
import { widthOf } from "../../../../src/surfaces/tui/text/line.ts";
import { verifies } from "../../../verifies.ts";
import { look, press } from "./press.ts";

const threads: PickerItem<number>[] = [
  { label: "fix the parser", detail: ["2 h ago", "verified"], value: 1 },
  { label: "write docs", detail: ["yesterday", "unverified"], value: 2 },
  { label: "patch the renderer", detail: ["last week", "failed"], value: 3 },
];

function pickerOf(items: readonly PickerItem<number>[] = threads) {
  const told: unknown[] = [];
  const changed = Promise.withResolvers<void>();
  const picker = new Picker({
    title: "Threads",
    items,
    texts: editorTexts.en,
    onPick: (value) => told.push(value),
    onCancel: () => told.push("cancelled"),
    onChange: () => changed.resolve(),
  });
  return { picker, told, changed: changed.promise };
}

verifies("picker.search", "details are columns; keys select around the ends, Enter picks, Escape and Ctrl-C cancel", () => {
  const { picker, told } = pickerOf();
  const seen = look(picker);
  press(
    picker,
    pressed("enter"),
    pressed("up"),
    pressed("enter"),
    pressed("down"),
    pressed("tab"),
    pressed("enter"),
    pressed("end"),
    pressed("enter"),
  );
  press(picker, pressed("escape"));
  press(picker, pressed("c", { ctrl: true }));

  expect({ seen, caret: picker.view({ columns: 80, rows: 24 }).caret, told }).toEqual({
    seen: [
      "Threads  Enter chooses · Esc closes",
      "> fix the parser      2 h ago    verified",
      "  write docs          yesterday  unverified",
      "  patch the renderer  last week  failed",
      "filter: ",
    ],
    caret: { row: 4, column: 8 },
    told: [1, 3, 2, 3, "cancelled", "cancelled"],
  });
});

verifies("picker.search", "before the search is loaded as it is typed, then with letters left out, in details as well", async () => {
  const { picker, told, changed } = pickerOf();
  press(picker, "doc");
  const typed = look(picker);
  press(picker, pressed("backspace"), pressed("backspace"), pressed("backspace"), "ftp");
  const plain = look(picker);
  await changed;
  const loaded = look(picker);
  press(picker, pressed("enter"), { type: "key", name: "u", ctrl: true }, "failed", pressed("enter"), "zzz");

  expect({ typed, plain, loaded, told, nothing: look(picker) }).toEqual({
    typed: ["Threads  Enter chooses · Esc closes", "> write docs  yesterday  unverified", "filter: doc"],
    plain: ["Threads  Enter chooses · Esc closes", "  nothing found", "filter: ftp"],
    loaded: ["Threads  Enter chooses · Esc closes", "> fix the parser  2 h ago  verified", "filter: ftp"],
    told: [1, 3],
    nothing: ["Threads  Enter chooses · Esc closes", "  nothing found", "filter: failedzzz"],
  });
});

verifies("picker.search", "a long list is seen in part, by pages, and it is told which part", () => {
  const { picker, told } = pickerOf(Array.from({ length: 100 }, (_, value) => ({ label: `item ${value}`, value })));
  const first = look(picker)[0];
  press(picker, pressed("pagedown"), pressed("pagedown"), pressed("enter"), pressed("pageup"), pressed("enter"));
  press(picker, pressed("end"), pressed("pagedown"), pressed("enter"), pressed("home"), pressed("pageup"), pressed("enter"));

  expect({ first, rows: look(picker).length, short: look(picker, 80, 8).length, told }).toEqual({
    first: "Threads  1-12 of 100 · Enter chooses · Esc closes",
    rows: 14,
    short: 7,
    told: [24, 12, 99, 0],
  });
});

verifies("picker.narrow", "whatever is typed and listed", () => {
  const text = fc.constantFrom("a", "a long label with many words", "漢字漢字", "👩‍💻", "\u001b[2J", "");
  const item = fc.record({ label: text, detail: fc.array(text, { maxLength: 3 }), value: fc.nat() });
  const key = fc.oneof(
    fc.constantFrom("a", "word", "漢字").map((text): Key => ({ type: "text", text })),
    fc.constantFrom("up", "down", "pageup", "pagedown", "home", "end", "backspace").map((name) => pressed(name)),
  );
  fc.assert(
    fc.property(
      fc.array(item, { maxLength: 30 }),
      fc.array(key, { maxLength: 20 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 30 }),
      (items, keys, columns, rows) => {
        const { picker } = pickerOf(items);
        for (const pressedKey of keys) {
          picker.key(pressedKey);
          const frame = picker.view({ columns, rows });
          expect(Math.max(...frame.rows.map(widthOf))).toBeLessThanOrEqual(columns);
          expect(frame.caret!.column).toBeLessThan(columns);
          expect(frame.rows.length).toBeLessThanOrEqual(Math.max(3, rows));
        }
      },
    ),
    { numRuns: 200 },
  );
});
