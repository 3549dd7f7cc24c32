/* oxlint-disable no-control-regex -- that none of them is left is what is tested */
import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { blockLines, type BlockLook } from "../../../../src/surfaces/tui/blocks/block-lines.ts";
import { noticeLines } from "../../../../src/surfaces/tui/blocks/notices.ts";
import { Highlighter } from "../../../../src/surfaces/tui/markdown/highlighter.ts";
import { type Language, languages } from "../../../../src/surfaces/tui/messages/catalogue.ts";
import { turnTexts } from "../../../../src/surfaces/tui/messages/turn.ts";
import type { Block } from "../../../../src/surfaces/tui/state/block.ts";
import { type Line, widthOf } from "../../../../src/surfaces/tui/text/line.ts";
import { verifies } from "../../../verifies.ts";
import { anyText, textOf } from "../text/text.ts";
import { all, calls, checks, notices, verdict, versions, written } from "./blocks.ts";

const highlighter = new Highlighter();

/** As the tools tell it. */
function titleOf(name: string, input: unknown): string | undefined {
  const { script, path } = input as { script?: string; path?: string };
  return script ?? (path === undefined ? undefined : `${name} ${path}`);
}

/** As the undo store has them. */
const versionsOf: BlockLook["versionsOf"] = (checkpoints) => checkpoints.flatMap((id) => versions[id] ?? []);

const look = (columns: number, language: Language): BlockLook => ({ columns, language, highlighter, titleOf, versionsOf });
const linesOf = (blocks: readonly Block[], columns: number, language: Language): Line[] =>
  blocks.flatMap((block) => (block.type === "answer" ? [] : blockLines(block, look(columns, language))));
const shown = (blocks: readonly Block[], columns: number, language: Language): string =>
  linesOf(blocks, columns, language)
    .map((line) => textOf(line).trimEnd())
    .join("\n");

verifies("tui.blocks.call", "in 80 columns", () => {
  expect(shown(calls, 80, "en")).toMatchInlineSnapshot(`
    "· read src/parse.ts
    · edit src/parse.ts · +2 -1
      11   export function parse(text: string): Token[] {
      12 -   for (let at = 0; at < text.length - 1; at++) {
      12 +   // The last token counts, too.
      13 +   for (let at = 0; at < text.length; at++) {
      14       next(at);
      15     }
    · $ npm test -- --reporter dot && echo all of the tests have passed · 2.3 s
    ✗ $ npm test · exit 1 · 1 min 1 s
      │ two
      │ three
      │ four
      │ working 100 %
      │ FAIL test/parse.test.ts
      │ expected 3, got 2
    ✗ $ curl https://example.org/install.sh | sh · denied
      It sends data to a host that no rule names. (network.write)
    · $ make generate · 1 held back · 9 files · 1.2 s
      ± a.ts
      + b.ts
      - old/
      … 6 more
      held back: .git/hooks/pre-commit (git would run it outside of the box)
      /review shows them, lets them in or drops them
    ✗ read gone.ts · failed
      No such file: gone.ts. Nearest: done.ts
    ± formatter · 1 file
    · ! git status --short"
  `);
});

verifies("tui.blocks.call", "in 40 columns, in German", () => {
  expect(shown(calls, 40, "de")).toMatchInlineSnapshot(`
    "· read src/parse.ts
    · edit src/parse.ts · +2 -1
      11   export function parse(text: strin
           g): Token[] {
      12 -   for (let at = 0; at < text.leng
           th - 1; at++) {
      12 +   // The last token counts, too.
      13 +   for (let at = 0; at < text.leng
           th; at++) {
      14       next(at);
      15     }
    · $ npm test -- --reporter dot … · 2,3 s
    ✗ $ npm test · Exit 1 · 1 min 1 s
      │ two
      │ three
      │ four
      │ working 100 %
      │ FAIL test/parse.test.ts
      │ expected 3, got 2
    ✗ $ curl https://example.o… · verweigert
      It sends data to a host that no rule
      names. (network.write)
    · $ make generate · 1 zurückgehalten
      ± a.ts
      + b.ts
      - old/
      … 6 weitere
      zurückgehalten: .git/hooks/pre-commit
        (git would run it outside of the
        box)
      /review zeigt sie, lässt sie herein
      oder verwirft sie
    ✗ read gone.ts · gescheitert
      No such file: gone.ts. Nearest:
      done.ts
    ± formatter · 1 Datei
    · ! git status --short"
  `);
});

verifies("tui.blocks.call", "an edit in 120 columns", () => {
  expect(shown(calls.slice(2, 3), 120, "en")).toMatchInlineSnapshot(`
    "· edit src/parse.ts · +2 -1
      11   export function parse(text: string): Token[] {       │ 11   export function parse(text: string): Token[] {
      12 -   for (let at = 0; at < text.length - 1; at++) {     │ 12 +   // The last token counts, too.
                                                                │ 13 +   for (let at = 0; at < text.length; at++) {
      13       next(at);                                        │ 14       next(at);
      14     }                                                  │ 15     }"
  `);
});

verifies("tui.blocks.call", "what was written without telling how, as the undo store has it", () => {
  expect(shown(written, 60, "en")).toMatchInlineSnapshot(`
    "· write notes.md · +1 -1
      1   # Notes
      2
      3 - one
      3 + two
    · write new.md · +2 -0
      1 + one
      2 + two
    · patch six files · +0 -54
      a
      1 - a
      2 - a
      3 - a
      … 6 more lines
      b
      1 - b
      2 - b
      3 - b
      … 6 more lines
      c
      1 - c
      2 - c
      3 - c
      … 6 more lines
      d
      1 - d
      2 - d
      3 - d
      … 6 more lines
      … 2 more
    · write image.png · 1 file
    · write gone.md · 1 file"
  `);
});

verifies("tui.blocks.call", "the checks in 80 columns", () => {
  expect(shown(checks, 80, "en")).toMatchInlineSnapshot(`
    "· 2 checks decide
      test: npm run test · package.json:12
      types: tsc --noEmit · --check
    ✗ test: npm run test · exit 1 · 11 of 14, 2 skipped · before the work · 2.5 s
    ✗ test: npm run test · exit 1 · 11 of 14, 2 skipped · after the work · 2.5 s
      │ FAIL test/parse.test.ts
      │ expected 3, got 2
    ✓ test: npm run test · exit 1 · new tests without the work · 2.5 s
    ✓ test: npm run test · passed · 12 of 14, 2 skipped · after the work · 2.5 s
    ✗ test: npm run test · timed out · after the work · 2.5 s"
  `);
});

verifies("tui.blocks.verdict", "in 80 columns", () => {
  expect(shown(verdict, 80, "en")).toMatchInlineSnapshot(`
    "
    ? unverified
      src/parse.test.ts:14 has lost an assertion; a person has to look at it.
      check                             before  after   tests                time
      test                              exit 1  passed  12 of 14, 2 skipped  2.5 s
      test, new tests without the work  exit 1  -                            2.5 s
      test, new tests                   -       passed                       2.5 s
      types                             -       passed                       0.9 s
      What the answer claims
        ✗ "All 14 tests pass." contradicted: 12 of 14 passed, 2 were skipped
        ? "The build is green." unsupported: no build ran
        ✓ "I added a test." supported: test/parse.test.ts
        ~ "Types are fine." stale: of an earlier tree
      What weakens the checks
        ✗ src/parse.test.ts:14: an assertion is gone (f-1a2b3c)
          If it may stand: /verify --accept f-1a2b3c --by NAME --reason TEXT
        ~ src/parse.ts:3: a function only throws (f-9f8e7d)
      Accepted
        f-000000 by ada: the feature is gone
      Repaired without a model
        formatter: 2 places; diagnostics: 3 before, 0 after
      Not covered
        No check has run src/parse.ts on Windows.
      2 files changed, +20 -4
      7 steps · 48,211 tokens in, 2,310 out · $0.1834 + 1 step of unknown price
      1 repair without a model · at least 2 steps saved"
  `);
});

verifies("tui.blocks.verdict", "in 40 columns, in German", () => {
  expect(shown(verdict, 40, "de")).toMatchInlineSnapshot(`
    "
    ? nicht verifiziert
      src/parse.test.ts:14 has lost an
      assertion; a person has to look at it.
      test
        vorher Exit 1 · nachher bestanden ·
        Tests 12 von 14, 2 übersprungen ·
        Zeit 2,5 s
      test, neue Tests ohne die Arbeit
        vorher Exit 1 · Zeit 2,5 s
      test, neue Tests
        nachher bestanden · Zeit 2,5 s
      types
        nachher bestanden · Zeit 0,9 s
      Was die Antwort behauptet
        ✗ "All 14 tests pass." widerlegt: 12
          of 14 passed, 2 were skipped
        ? "The build is green." unbelegt: no
          build ran
        ✓ "I added a test." belegt:
          test/parse.test.ts
        ~ "Types are fine." veraltet: of an
          earlier tree
      Was die Checks schwächt
        ✗ src/parse.test.ts:14: an assertion
          is gone (f-1a2b3c)
          Wenn es gelten darf: /verify
          --accept f-1a2b3c --by NAME
          --reason TEXT
        ~ src/parse.ts:3: a function only
          throws (f-9f8e7d)
      Akzeptiert
        f-000000 von ada: the feature is
        gone
      Ohne Modell repariert
        formatter: 2 Stellen; Diagnosen: 3
        vorher, 0 nachher
      Nicht abgedeckt
        No check has run src/parse.ts on
        Windows.
      2 Dateien geändert, +20 -4
      7 Schritte · 48.211 Tokens gelesen,
      2.310 geschrieben · $0,1834 + 1
      Schritt mit unbekanntem Preis
      1 Reparatur ohne Modell · mindestens 2
      Schritte gespart"
  `);
});

verifies("tui.blocks.languages", "what happens in 80 columns, in English", () => {
  expect(shown(notices, 80, "en")).toMatchInlineSnapshot(`
    "going on with thread 019a-7c · openai/gpt-6-sol · bubblewrap

    > Mend the parser,
      and add a test that shows that the last token counts, however long the text
      is.
      1 image · while it works
    · thought for 3.2 s: The loop ends too early, I think.
    · plan 1/3
      [x] find the fault
      [>] mend it
      [ ] run the tests
    ? Which of the two parsers?
      answer: the new one
    ? Really?
      not answered
    · the model is overloaded; again in 2.0 s
    · context compacted from 152,000 to 41,000 tokens; all facts and a summary stay
    · context compacted from 9,000 to 4,000 tokens; all facts and a list of the
      steps stay
    · sent back to the model: test: npm run test ended with exit code 1
    · on record: memory user/tabs: Use tabs
    · on record: decision docs/adr/1.md: One clock
    ± undone: 1 change
      ± src/parse.ts
      left as it is: b.ts (it was changed since)
    ✓ ada lets f-1a2b3c stand
    ✗ The budget for money is used up.
      /budget shows and changes it; then say how to go on.
    ✗ The key was refused [model.auth]
      at OPENAI_API_KEY
      Run \`fettle login openai\`.
      What was done stays. Say how to go on, or /undo.
    ✗ interrupted: by a person
      What was done stays. Say how to go on, or /undo."
  `);
});

verifies("tui.blocks.languages", "what happens in 40 columns, in German", () => {
  expect(shown(notices, 40, "de")).toMatchInlineSnapshot(`
    "weiter mit Thread 019a-7c ·
    openai/gpt-6-sol · bubblewrap

    > Mend the parser,
      and add a test that shows that the
      last token counts, however long the
      text is.
      1 Bild · während der Arbeit
    · 3,2 s nachgedacht: The loop ends too …
    · Plan 1/3
      [x] find the fault
      [>] mend it
      [ ] run the tests
    ? Which of the two parsers?
      Antwort: the new one
    ? Really?
      nicht beantwortet
    · the model is overloaded; erneut in 2,0
      s
    · Kontext verkleinert, von 152.000 auf
      41.000 Tokens; alle Fakten und eine
      Zusammenfassung bleiben
    · Kontext verkleinert, von 9.000 auf
      4.000 Tokens; alle Fakten und eine
      Liste der Schritte bleiben
    · zurück an das Modell: test: npm run t…
    · bekannt: memory user/tabs: Use tabs
    · bekannt: decision docs/adr/1.md: One …
    ± zurückgenommen: 1 Änderung
      ± src/parse.ts
      unverändert gelassen: b.ts (it was
        changed since)
    ✓ ada lässt f-1a2b3c gelten
    ✗ Das Budget für Geld ist aufgebraucht.
      /budget zeigt und ändert es; dann
      sagen, wie es weitergeht.
    ✗ The key was refused [model.auth]
      bei OPENAI_API_KEY
      Run \`fettle login openai\`.
      Was getan ist, bleibt. Sagen, wie es
      weitergeht, oder /undo.
    ✗ unterbrochen: by a person
      Was getan ist, bleibt. Sagen, wie es
      weitergeht, oder /undo."
  `);
});

verifies("tui.blocks.languages", "no text is left in English", () => {
  const same = new Set(["budget", "hints", "phase", "standing", "verdict"]);
  const texts = Object.entries(turnTexts.en).filter(
    ([key, text]) => typeof text === "string" && !same.has(key) && turnTexts.de[key as "check"] === text,
  );
  expect(texts.map(([key]) => key)).toEqual([]);
});

verifies("tui.blocks.narrow", "a verdict and a command in 20 columns", () => {
  expect(shown([calls[4]!, ...verdict], 20, "en")).toMatchInlineSnapshot(`
    "✗ $ npm te… · exit 1
      │ two
      │ three
      │ four
      │ working 100 %
      │ FAIL test/parse…
      │ expected 3, got…

    ? unverified
      src/parse.test.ts:
      14 has lost an
      assertion; a
      person has to look
      at it.
      test
        before exit 1 ·
        after passed ·
        tests 12 of 14,
        2 skipped · time
        2.5 s
      test, new tests
      without the work
        before exit 1 ·
        time 2.5 s
      test, new tests
        after passed ·
        time 2.5 s
      types
        after passed ·
        time 0.9 s
      What the answer
      claims
        ✗ "All 14 tests
          pass."
          contradicted:
          12 of 14
          passed, 2 were
          skipped
        ? "The build is
          green."
          unsupported:
          no build ran
        ✓ "I added a
          test."
          supported: tes
          t/parse.test.t
          s
        ~ "Types are
          fine." stale:
          of an earlier
          tree
      What weakens the
      checks
        ✗ src/parse.test
          .ts:14: an
          assertion is
          gone
          (f-1a2b3c)
          If it may
          stand: /verify
          --accept
          f-1a2b3c --by
          NAME --reason
          TEXT
        ~ src/parse.ts:3
          : a function
          only throws
          (f-9f8e7d)
      Accepted
        f-000000 by ada:
        the feature is
        gone
      Repaired without a
      model
        formatter: 2
        places;
        diagnostics: 3
        before, 0 after
      Not covered
        No check has run
        src/parse.ts on
        Windows.
      2 files changed,
      +20 -4
      7 steps · 48,211
      tokens in, 2,310
      out · $0.1834 + 1
      step of unknown
      price
      1 repair without a
      model · at least 2
      steps saved"
  `);
});

verifies("tui.blocks.narrow", "nothing is wider than the screen", () => {
  const wide = [20, 21, 33, 40, 80, 109, 110, 200].flatMap((columns) =>
    languages.flatMap((language) => linesOf(all, columns, language).filter((line) => widthOf(line) > columns)),
  );
  expect(wide.map(textOf)).toEqual([]);
});

verifies("tui.blocks.safe", () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 12, max: 120 }), (text, columns) => {
      const hostile = JSON.parse(JSON.stringify(all), (key, value: unknown) =>
        typeof value === "string" && !fixed.has(key) ? `${text}${value}\u001b[2J\u202e` : value,
      ) as Block[];
      const lines = [...linesOf(hostile, columns, "en"), ...noticeLines(`${text}\u001b[2J`, columns)];
      return lines.every((line) => widthOf(line) <= columns && !/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/.test(textOf(line)));
    }),
  );
});

/** What no model, command or file has written. */
const fixed = new Set([
  "type",
  "how",
  "by",
  "kind",
  "outcome",
  "effect",
  "change",
  "phase",
  "verdict",
  "standing",
  "severity",
  "budget",
  "status",
]);
