import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fc } from "../../../properties.ts";
import { afterAll, expect } from "vitest";
import type { SubmittedPrompt } from "../../../../src/surfaces/tui/editor/draft.ts";
import type { Offer } from "../../../../src/surfaces/tui/editor/completion/offers.ts";
import { PromptHistory } from "../../../../src/surfaces/tui/editor/prompt-history.ts";
import { editorTexts } from "../../../../src/surfaces/tui/messages/editor.ts";
import { PromptPane } from "../../../../src/surfaces/tui/panes/prompt.ts";
import { type Key, pressed } from "../../../../src/surfaces/tui/terminal/keys.ts";
import { span, widthOf } from "../../../../src/surfaces/tui/text/line.ts";
import { verifies } from "../../../verifies.ts";

const folder = mkdtempSync(join(tmpdir(), "fettle-prompt-"));
afterAll(() => rmSync(folder, { recursive: true }));
const PNG = Buffer.from("\u0089PNG\r\n\u001a\nrest", "latin1");
const shot = join(folder, "my shot.png");
writeFileSync(shot, PNG);
writeFileSync(join(folder, "no-image.png"), "text");

const commands: Offer[] = ["help", "model", "mode", "memory", "quit", "review", "resume", "redo", "undo"].map((label) => ({
  label,
  detail: `what ${label} does`,
}));
const files = ["README.md", "src/my file.ts", "src/parser.ts", "src/printer.ts"];

interface Given {
  vim?: boolean;
  history?: string;
  listed?: boolean;
  symbols?(query: string): readonly Offer[];
}

let histories = 0;

/** A pane with what it told. */
function paneOf({ vim = false, history = join(folder, `history-${histories++}`), listed = true, symbols }: Given = {}) {
  const told: unknown[] = [];
  const submitted: Shown[] = [];
  let known = listed;
  let refreshed = 0;
  const pane = new PromptPane({
    texts: editorTexts.en,
    history: new PromptHistory({ path: history, redact: (text) => text }),
    sources: {
      commands,
      files: {
        search: (query, limit) => (known ? files.filter((file) => file.includes(query)).slice(0, limit) : undefined),
        refresh: async () => void refreshed++,
      },
      ...(symbols && { symbols }),
    },
    vim,
    onSubmit: ({ kind, text, images }) => submitted.push({ kind, text, images }),
    onClipboardImage: () => told.push("clipboard"),
    onExternalEditor: () => told.push("editor"),
    onProblem: (error) => told.push((error as Error).message),
  });
  return { pane, told, submitted, history, list: () => (known = true), refreshed: () => refreshed };
}

const enter = pressed("enter");
const escape = pressed("escape");
const text = (text: string): Key => ({ type: "text", text });
const paste = (text: string): Key => ({ type: "paste", text });
const ctrl = (name: string) => pressed(name, { ctrl: true });

/** Words are typed character by character; keys are as they are. */
function press(pane: PromptPane, ...keys: (string | Key)[]): void {
  for (const key of keys) {
    if (typeof key === "string") for (const character of key) pane.key(text(character));
    else pane.key(key);
  }
}

/** The screen as text, `|` where the caret is. */
function look(pane: PromptPane, columns = 60, rows = 24): string[] {
  const frame = pane.view({ columns, rows });
  return frame.rows.map((line, index) => {
    const shown = line.map(({ text }) => text).join("");
    if (index !== frame.caret?.row) return shown;
    return `${shown.slice(0, frame.caret.column).padEnd(frame.caret.column)}|${shown.slice(frame.caret.column)}`;
  });
}

/** As it goes out; how it was written is what is seen. */
type Shown = Omit<SubmittedPrompt, "draft">;
const prompt = (text: string): Shown => ({ kind: "prompt", text, images: [] });

verifies("editor.newline", "each way to a newline, and Enter", () => {
  const { pane, submitted } = paneOf();
  press(pane, "a", pressed("enter", { shift: true }), "b", pressed("enter", { alt: true }), "c", ctrl("j"), "d\\", enter, "e");
  const before = look(pane);
  press(pane, enter, enter, "  ", enter);

  expect({ before, submitted, after: look(pane) }).toEqual({
    before: ["> a", "  b", "  c", "  d", "  e|"],
    submitted: [prompt("a\nb\nc\nd\ne")],
    after: [">   |"],
  });
});

verifies("editor.newline", "an empty prompt says what can be done, and what an input method commits is text", () => {
  const { pane, submitted } = paneOf();
  const empty = look(pane);
  press(pane, text("日本語"));
  const typed = pane.view({ columns: 60, rows: 24 });
  press(pane, enter);

  expect({ empty, typed, submitted }).toEqual({
    empty: ["> |What is to be done?  / commands  @ files  ! shell  ? help"],
    typed: { rows: [[span("> ", "prompt"), span("日本語")]], caret: { row: 0, column: 8 } },
    submitted: [prompt("日本語")],
  });
});

verifies("editor.paste", "a large one is one thing, and goes out in full among what was typed", () => {
  const { pane, submitted } = paneOf();
  const large = Array.from({ length: 120 }, (_, line) => `line ${line} $' $& /quit`).join("\n");
  press(pane, "see ", paste(large), " and ", paste("x".repeat(1_001)), "!");
  const seen = look(pane);
  press(pane, pressed("backspace"), pressed("backspace"));
  const without = look(pane);
  press(pane, enter);

  expect({ seen, without, submitted }).toEqual({
    seen: ["> see [pasted 120 lines] and [pasted 1001 characters]!|"],
    without: ["> see [pasted 120 lines] and |"],
    submitted: [prompt(`see ${large} and `)],
  });
});

verifies("editor.paste", "newlines do not submit, and neither ! nor / nor @ at its beginning does anything", () => {
  const { pane, submitted } = paneOf();
  const screens: unknown[] = [];
  for (const pasted of ["!rm -rf /\nls\n", "/quit", "@src"]) {
    press(pane, paste(pasted));
    screens.push(look(pane));
    press(pane, enter);
  }

  expect({ screens, submitted }).toEqual({
    screens: [["> !rm -rf /", "  ls", "  |"], ["> /quit|"], ["> @src|"]],
    submitted: ["!rm -rf /\nls\n", "/quit", "@src"].map(prompt),
  });
});

verifies("editor.images", "a dropped file becomes an attachment, two become two, and goes with the prompt", () => {
  const { pane, submitted, told } = paneOf();
  press(pane, "see ", paste(`'${shot}'`), " ", paste(`'${shot}' ${shot.replace(" ", "\\ ")}`));
  const seen = look(pane, 80);
  press(pane, enter);
  const image = { kind: "image", name: "my shot.png", mediaType: "image/png", data: PNG.toString("base64"), path: shot };

  expect({ seen, submitted, told }).toEqual({
    seen: ["> see [image my shot.png] [image my shot.png] [image my shot.png]|"],
    submitted: [{ kind: "prompt", text: "see [image my shot.png] [image my shot.png] [image my shot.png]", images: [image, image, image] }],
    told: [],
  });
});

verifies("editor.images", "what only has an image's name is text, and told; one from the clipboard is asked for and attached", () => {
  const { pane, told, submitted } = paneOf();
  const path = join(folder, "no-image.png");
  press(pane, paste(path));
  const seen = pane.draft;
  press(pane, ctrl("u"), ctrl("v"));
  pane.attach({ name: "clipboard.png", mediaType: "image/png", data: "AAAA" });
  press(pane, enter);

  expect({ seen, told, submitted }).toEqual({
    seen: path,
    told: ["This is no image that models take", "clipboard"],
    submitted: [
      {
        kind: "prompt",
        text: "[image clipboard.png]",
        images: [{ kind: "image", name: "clipboard.png", mediaType: "image/png", data: "AAAA" }],
      },
    ],
  });
});

verifies("editor.external", "pastes are given in full; images whose labels are still there stay", () => {
  const { pane, told, submitted } = paneOf();
  press(pane, "a ", paste(`'${shot}'`), " b ", paste("long\n".repeat(12)), ctrl("g"));
  const given = pane.draft;
  pane.takeEdited("new [image my shot.png]\ntext");
  const seen = look(pane);
  press(pane, ctrl("_"));
  const undone = look(pane);
  press(pane, pressed("/", { alt: true }), enter);

  expect({ given, seen, undone, told, images: submitted.map(({ images }) => images.length) }).toEqual({
    given: `a [image my shot.png] b ${"long\n".repeat(12)}`,
    seen: ["> new [image my shot.png]", "  text|"],
    undone: ["> a [image my shot.png] b [pasted 12 lines]|"],
    told: ["editor"],
    images: [1],
  });
});

verifies("editor.history", "up at the first row, down at the last, chips and kinds included, and back to what was being written", () => {
  const { pane, submitted, history } = paneOf();
  const large = "y\n".repeat(20);
  press(pane, "one", enter, "two ", paste(large), paste(`'${shot}'`), enter, "!ls -la", enter, "/help", enter, enter);
  const again = paneOf({ history });
  const seen: unknown[] = [];
  press(again.pane, "draft", pressed("enter", { alt: true }), "b");
  for (const name of ["up", "up", "up", "up", "up", "up", "down", "down", "down", "down", "down"]) {
    press(again.pane, pressed(name));
    seen.push([look(again.pane, 80).join("\n"), again.pane.kind]);
  }
  press(again.pane, pressed("up"), pressed("up"), pressed("up"), pressed("up"), enter);

  expect({
    kinds: submitted.map(({ kind, text }) => [kind, text]).at(-1),
    seen,
    submitted: again.submitted.map(({ text, images }) => [text, images.length]),
  }).toEqual({
    kinds: ["command", "/help"],
    seen: [
      ["> d|raft\n  b", "prompt"],
      ["> /help|", "command"],
      ["! ls -la|", "shell"],
      ["> two [pasted 20 lines][image my shot.png]|", "prompt"],
      ["> one|", "prompt"],
      ["> one|", "prompt"],
      ["> two [pasted 20 lines][image my shot.png]|", "prompt"],
      ["! ls -la|", "shell"],
      ["> /help|", "command"],
      ["> d|raft\n  b", "prompt"],
      ["> draft\n  b|", "prompt"],
    ],
    submitted: [[`two ${large}[image my shot.png]`, 1]],
  });
});

verifies(
  "editor.history-search",
  "Ctrl-R: what is found is shown, taken with Enter and looked at before it goes out; Escape leaves things as they were",
  () => {
    const { pane, submitted } = paneOf();
    press(pane, "fix the parser", enter, "write docs", enter, "draft", ctrl("r"));
    const seen = [look(pane)];
    press(pane, "the");
    seen.push(look(pane));
    press(pane, "z");
    seen.push(look(pane));
    press(pane, pressed("backspace"), enter);
    seen.push(look(pane));
    press(pane, ctrl("u"), ctrl("r"), "docs", escape);
    seen.push(look(pane));
    press(pane, ctrl("r"), "docs", ctrl("a"), "X", enter);

    expect({ seen, submitted: submitted.map(({ text }) => text) }).toEqual({
      seen: [
        ["  ", "earlier prompt: |"],
        ["  fix the parser", "earlier prompt: the|"],
        ["  ", "no earlier prompt has this: thez|"],
        ["> fix the parser|"],
        ["> |What is to be done?  / commands  @ files  ! shell  ? help"],
      ],
      submitted: ["fix the parser", "write docs", "Xwrite docs"],
    });
  },
);

verifies("editor.undo", "what is cleared comes back, and a search is ended before anything is cleared", () => {
  const { pane } = paneOf();
  press(pane, "draft", ctrl("r"), "x");
  const seen: unknown[] = [pane.isEmpty];
  pane.clear();
  seen.push(look(pane));
  pane.clear();
  seen.push(pane.isEmpty);
  press(pane, ctrl("_"));

  expect([...seen, look(pane)]).toEqual([false, ["> draft|"], true, ["> draft|"]]);
});

verifies("editor.completion", "a command: offered while it is typed, completed by Tab, gone when it is none", () => {
  const { pane, submitted } = paneOf();
  press(pane, "/m");
  const offered = look(pane);
  press(pane, pressed("down"), pressed("tab"));
  const completed = look(pane);
  press(pane, "auto", enter, "/quit");
  const whole = look(pane).length;
  press(pane, enter, "a /m");
  const inside = look(pane);
  press(pane, ctrl("u"), "/usr/lib is gone", enter);

  expect({ offered, completed, whole, inside, submitted: submitted.map(({ kind, text }) => [kind, text]) }).toEqual({
    offered: ["> /m|", "> model   what model does", "  mode    what mode does", "  memory  what memory does"],
    completed: ["> /mode |"],
    whole: 2,
    inside: ["> a /m|"],
    submitted: [
      ["command", "/mode auto"],
      ["command", "/quit"],
      ["prompt", "/usr/lib is gone"],
    ],
  });
});

verifies("editor.completion", "a file: anywhere a word begins, at most six rows, with a name in quotes where it has blanks", () => {
  const { pane, submitted, refreshed } = paneOf();
  press(pane, "read @src");
  const offered = look(pane);
  press(pane, enter, "and @par", pressed("tab"), "a@src");
  const mail = look(pane);
  press(pane, enter);

  expect({ offered, mail, submitted, refreshed: refreshed() > 0 }).toEqual({
    offered: ["> read @src|", "> src/my file.ts", "  src/parser.ts", "  src/printer.ts"],
    mail: ['> read @"src/my file.ts" and @src/parser.ts a@src|'],
    submitted: [prompt('read @"src/my file.ts" and @src/parser.ts a@src')],
    refreshed: true,
  });
});

verifies("editor.completion", "Escape closes the menu for this word; Tab asks again; keys that leave the word close it", () => {
  const { pane } = paneOf();
  press(pane, "@s");
  const wants = [pane.wantsEscape];
  press(pane, escape);
  wants.push(pane.wantsEscape);
  press(pane, "r");
  const dismissed = look(pane);
  press(pane, pressed("tab"));
  const again = look(pane).length;
  press(pane, ctrl("a"));
  const left = look(pane);
  press(pane, ctrl("e"), " @p");

  expect({ wants, dismissed, again, left, next: look(pane).length }).toEqual({
    wants: [true, false],
    dismissed: ["> @sr|"],
    again: 4,
    left: ["> |@sr"],
    next: 3,
  });
});

verifies("editor.completion", "files that are still being listed are waited for, and symbols come after files", () => {
  const { pane, list } = paneOf({ listed: false, symbols: (query) => (query === "P" ? [{ label: "Parser", detail: "class" }] : []) });
  press(pane, "@p");
  const waiting = look(pane);
  list();
  pane.offersChanged();
  const listed = look(pane);
  press(pane, pressed("backspace"), "P");

  expect({ waiting, listed, symbols: look(pane) }).toEqual({
    waiting: ["> @p|", "  listing files …"],
    listed: ["> @p|", "> src/parser.ts", "  src/printer.ts"],
    symbols: ["> @P|", "> Parser  class"],
  });
});

verifies("editor.shell", "typed, it is a sign and no text; backspace before the text takes it back", () => {
  const { pane, submitted } = paneOf();
  press(pane, "!");
  const empty = [look(pane), pane.isEmpty];
  press(pane, "npm test");
  const look1 = look(pane);
  press(pane, enter);
  press(pane, "!ls", ctrl("a"), pressed("backspace"));
  const back = look(pane);
  press(pane, enter, "wow!", enter);

  expect({ empty, look1, back, submitted: submitted.map(({ kind, text }) => [kind, text]) }).toEqual({
    empty: [["! |A command, run in the box"], false],
    look1: ["! npm test|"],
    back: ["> |ls"],
    submitted: [
      ["shell", "npm test"],
      ["prompt", "ls"],
      ["prompt", "wow!"],
    ],
  });
});

verifies("editor.vim", "the mode is shown, j and k reach history, Enter submits, and the next prompt begins in insert mode", () => {
  const { pane, submitted } = paneOf({ vim: true });
  press(pane, "one", enter, "two", escape);
  const normal = look(pane);
  press(pane, "k");
  const older = look(pane);
  press(pane, "j", "A!", escape, enter);

  expect({ normal, older, submitted: submitted.map(({ text }) => text), after: look(pane)[0] }).toEqual({
    normal: ["> tw|o", "-- NORMAL --"],
    older: ["> on|e", "-- NORMAL --"],
    submitted: ["one", "two!"],
    after: "> |What is to be done?  / commands  @ files  ! shell  ? help",
  });
});

verifies("editor.rows", "a text of more rows than two fifths of the screen is scrolled, and it is seen that there is more", () => {
  const { pane } = paneOf();
  pane.takeEdited(Array.from({ length: 30 }, (_, line) => `line ${line}`).join("\n"));
  const bottom = look(pane, 40, 10);
  press(pane, ...Array.from({ length: 10 }, () => pressed("up")));
  const middle = look(pane, 40, 10);
  press(pane, pressed("home", { ctrl: true }));

  expect({ bottom, middle, top: look(pane, 40, 10) }).toEqual({
    bottom: ["… line 26", "  line 27", "  line 28", "  line 29|"],
    middle: ["… line 19|", "  line 20", "  line 21", "… line 22"],
    top: ["> |line 0", "  line 1", "  line 2", "… line 3"],
  });
});

const anyKey = fc.oneof(
  fc.constantFrom("a", "word", " ", "@", "/", "!", "漢字", "👩‍💻", "e\u0301", "\\", "\u202e").map(text),
  fc.constantFrom("enter", "escape", "tab", "backspace", "up", "down", "left", "right", "home", "end").map((name) => pressed(name)),
  fc.constantFrom("r", "w", "u", "k", "y", "a", "e", "j", "_", "p", "n").map(ctrl),
  fc.constantFrom("one\ntwo", "x".repeat(2_000), "\u001b[31mred\u001b[0m\u0007", "\t\t", `'${shot}'`).map(paste),
);
const size = fc.record({ columns: fc.integer({ min: 1, max: 90 }), rows: fc.integer({ min: 1, max: 40 }) });

verifies("editor.narrow", "whatever is typed, on screens of all sizes, with and without vim", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyKey, size), { maxLength: 40 }), fc.boolean(), (keys, vim) => {
      const { pane } = paneOf({ vim, history: join(folder, "none", String(histories++)) });
      for (const [key, { columns, rows }] of keys) {
        pane.key(key);
        const frame = pane.view({ columns, rows });
        expect(Math.max(...frame.rows.map(widthOf))).toBeLessThanOrEqual(columns);
        expect(frame.rows.length).toBeLessThanOrEqual(Math.max(2, rows));
        expect(frame.caret!.row).toBeLessThan(frame.rows.length);
        expect(frame.caret!.column).toBeLessThan(Math.max(1, columns));
        // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
        expect(frame.rows.flat().some((span) => /[\u0000-\u001f\u007f-\u009f\u202e]/.test(span.text))).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});

verifies("editor.narrow", "a terminal of 20 columns", () => {
  const { pane } = paneOf();
  press(pane, "please have a look at @");
  const seen = look(pane, 20, 12);
  press(pane, "pri", pressed("tab"));

  expect({ seen, after: look(pane, 20, 12) }).toEqual({
    seen: ["> please have a ", "  look at @|", "> README.md", "  src/my file.ts", "  src/parser.ts", "  src/printer.ts"],
    after: ["> please have a ", "  look at ", "  @src/printer.ts |"],
  });
});
