import { fc } from "../../properties.ts";
import { expect } from "vitest";
import { type Footer, footerLine } from "../../../src/surfaces/tui/footer.ts";
import { widthOf } from "../../../src/surfaces/tui/text/line.ts";
import { verifies } from "../../verifies.ts";
import { textOf } from "./text/text.ts";

const footer: Footer = {
  model: "openai/gpt-6-sol",
  mode: "ask",
  cost: { usd: 0.1234, unknown: false },
  budgetUsd: 2,
  context: { tokens: 84_000, limit: 200_000 },
  jobs: 2,
  queued: 1,
  hint: "interrupt",
};
const shown = (more: Partial<Footer>, columns: number, language: "en" | "de" = "en"): string =>
  textOf(footerLine({ ...footer, ...more }, { columns, language }));

verifies("tui.footer.shortens", () => {
  expect([120, 80, 60, 40, 30, 20].map((columns) => shown({}, columns))).toEqual([
    "openai/gpt-6-sol · ask · $0.123 of $2.00 · context 42 % · 2 jobs · 1 queued · Esc interrupts",
    "gpt-6-sol · ask · $0.123 · context 42 % · 2 jobs · 1 queued · Esc interrupts",
    "ask · $0.123 · 2 jobs · 1 queued · Esc interrupts",
    "ask · 1 queued · Esc interrupts",
    "ask · Esc interrupts",
    "Esc interrupts",
  ]);
});

verifies("tui.footer.shortens", "what is nearly used up is told longer, what is not known is not told", () => {
  expect([
    shown({ context: { tokens: 190_000, limit: 200_000 } }, 60),
    shown(
      { model: undefined, cost: { usd: 0, unknown: false }, budgetUsd: undefined, context: undefined, jobs: 0, queued: 0, hint: "leave" },
      80,
    ),
    shown({ cost: { usd: 0.5, unknown: true }, budgetUsd: undefined, hint: "leaveNow" }, 100, "de"),
    shown({ cost: { usd: 0, unknown: true }, budgetUsd: undefined, context: undefined, jobs: 1, queued: 0, hint: "interrupting" }, 100),
  ]).toEqual([
    "ask · $0.123 · context 95 % · 1 queued · Esc interrupts",
    "ask · Ctrl-C twice leaves",
    "openai/gpt-6-sol · ask · >$0,500 · Kontext 42 % · 2 Jobs · 1 wartend · Strg-C nochmal beendet",
    "openai/gpt-6-sol · ask · price unknown · 1 job · interrupting …",
  ]);
});

verifies("tui.footer.shortens", "one row, left of the last cell, that the next narrower screen shortens further", () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 200 }), fc.constantFrom("en" as const, "de" as const), (columns, language) => {
      const [line, narrower] = [columns, columns - 1].map((width) => footerLine(footer, { columns: width, language }));
      return widthOf(line!) < columns && widthOf(narrower!) <= widthOf(line!);
    }),
  );
});
