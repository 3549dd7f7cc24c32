import stringWidth from "string-width";
import { expect } from "vitest";
import { escapeControls } from "../../../../src/lib/escape.ts";
import { cellsOf, graphemesOf, isSimple } from "../../../../src/surfaces/tui/text/cells.ts";
import { verifies } from "../../../verifies.ts";

/** Of the tens of thousands of ideographs and syllables, some. */
const likeItsNeighbours = (code: number): boolean =>
  ((code >= 0x3400 && code < 0xa000) || (code >= 0xac00 && code < 0xd7a0) || code >= 0x17000) &&
  code % 64 > 1 &&
  !(code >= 0x1f000 && code < 0x20000);

/** Assigned, and not of a kind that only has a width beside others. */
const measured = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\p{Cf}]$/u;
const joiningJamo = /^[\u1160-\u11ff\ud7b0-\ud7ff]$/;
const unusedJoining = /^\p{Spacing_Mark}$/u;

verifies("tui.text.cells", "every character", () => {
  const different: string[] = [];
  for (let code = 0x20; code < 0x110000; code++) {
    const character = String.fromCodePoint(code);
    if (likeItsNeighbours(code) || !measured.test(character) || joiningJamo.test(character) || unusedJoining.test(character)) continue;
    if (cellsOf(character) !== stringWidth(character))
      different.push(`${code.toString(16)}: ${cellsOf(character)}, not ${stringWidth(character)}`);
  }

  expect(different).toEqual([]);
});

verifies("tui.text.cells", "clusters", () => {
  const cells = Object.fromEntries(
    ["", "plain", "日本語", "😀", "👩‍💻", "👍🏽", "❤️", "❤", "1️⃣", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u0301", "ส\u0e33", "क्षि", "한", "ｶﾞ", "±…·✔①", "가나"].map(
      (text) => [text, cellsOf(text)],
    ),
  );

  // As string-width 9 and, but for emoji, xterm and tmux count them.
  expect(cells).toEqual({
    "": 0,
    plain: 5,
    日本語: 6,
    "😀": 2,
    "👩‍💻": 2,
    "👍🏽": 2,
    "❤️": 2,
    "❤": 1,
    "1️⃣": 2,
    "🇩🇪": 2,
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿": 2,
    "e\u0301": 1,
    "ส\u0e33": 2,
    क्षि: 3,
    한: 2,
    ｶﾞ: 2,
    "±…·✔①": 5,
    가나: 4,
  });
});

verifies("tui.text.cells", "graphemes", () => {
  expect([...graphemesOf("ab")]).toEqual(["a", "b"]);
  expect([...graphemesOf("e\u0301👩‍💻x")]).toEqual(["e\u0301", "👩‍💻", "x"]);
});

verifies(
  "tui.text.cells",
  "characters that are simple are each a grapheme of one cell whatever stands beside them, and safe to print",
  () => {
    const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
    const different: string[] = [];
    const simple: string[] = [];
    for (let code = 0; code < 0x110000; code++) {
      const character = String.fromCodePoint(code);
      if (!isSimple(character)) continue;
      simple.push(character);
      if (cellsOf(character) !== 1 || escapeControls(character) !== character) different.push(code.toString(16));
    }
    // Each beside its neighbour, and beside each kind of sign that others join.
    for (const text of [simple.join(""), simple.join("a"), simple.join("©")])
      different.push(...[...segmenter.segment(text)].map(({ segment }) => segment).filter(({ length }) => length > 1));

    expect(different).toEqual([]);
    expect([
      isSimple("Größe · 3 → 4 …│"),
      isSimple("e\u0301"),
      isSimple("❤️"),
      isSimple("\u00ad"),
      isSimple("a\n"),
      isSimple("日"),
    ]).toEqual([true, false, false, false, false, false]);
  },
);
