import { fc } from "../properties.ts";
import { expect } from "vitest";
import type { Usage } from "../../src/contract/model.ts";
import { BudgetReached, createBudget, type BudgetLimits, type Need, type Reservation } from "../../src/models/budget.ts";
import { costOf, type Price } from "../../src/models/price.ts";
import { verifies } from "../verifies.ts";

const unlimited: BudgetLimits = { usd: null, tokens: null, timeMs: null };
/** $3 in, $15 out, $0.3 from and $3.75 to the cache; twice that above 200,000. */
const price: Price = {
  rates: [
    { above: 0, input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
    { above: 200_000, input: 6, output: 30, cacheRead: 0.6, cacheWrite: 7.5 },
  ],
  from: "test",
};
const need = (more: Partial<Need> = {}): Need => ({ model: "a/b", inputTokens: 1000, maxOutputTokens: 8000, price, ...more });
const usage = (more: Partial<Usage> = {}): Usage => ({ input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0, ...more });

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** What a call may use of what it asked for: shares of the input that are cached, and of the output. */
const call = fc.record({
  account: fc.nat(2),
  inputTokens: fc.integer({ min: 1, max: 300_000 }),
  maxOutputTokens: fc.integer({ min: 1, max: 100_000 }),
  cached: fc.double({ min: 0, max: 1, noNaN: true }),
  written: fc.double({ min: 0, max: 1, noNaN: true }),
  output: fc.double({ min: 0, max: 1, noNaN: true }),
  /** The place among all calls where it ends, and how. */
  endsAfter: fc.nat(5),
  fails: fc.boolean(),
});

verifies("models.budget-hard", () => {
  fc.assert(
    fc.property(
      fc.array(call, { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0.01, max: 20, noNaN: true }),
      fc.integer({ min: 1, max: 2_000_000 }),
      (calls, usd, tokens) => {
        const root = createBudget({ limits: { usd, tokens, timeMs: null } });
        const left = root.child({ usd: usd / 2, tokens: null, timeMs: null });
        const right = root.child({ usd: null, tokens: Math.ceil(tokens / 2), timeMs: null });
        const budgets = [root, left, right];
        const running: { end: number; finish: () => void }[] = [];
        for (const [at, { account, endsAfter, fails, ...asked }] of calls.entries()) {
          for (const { finish } of running.filter(({ end }) => end === at)) finish();
          let reservation: Reservation;
          try {
            reservation = budgets[account]!.reserve({ model: "a/b", ...asked, price });
          } catch (error) {
            expect(error).toBeInstanceOf(BudgetReached);
            continue;
          }
          const cacheRead = Math.floor(asked.inputTokens * asked.cached);
          const cacheWrite = Math.floor((asked.inputTokens - cacheRead) * asked.written);
          const used = usage({
            input: asked.inputTokens - cacheRead - cacheWrite,
            cacheRead,
            cacheWrite,
            output: Math.floor(reservation.maxOutputTokens * asked.output),
          });
          running.push({ end: at + 1 + endsAfter, finish: () => (fails ? reservation.release() : void reservation.settle(used)) });
        }
        for (const { finish } of running) finish();
        const rounding = 1e-9;
        expect(root.spent().usd).toBeLessThanOrEqual(usd + rounding);
        expect(root.spent().tokens).toBeLessThanOrEqual(tokens);
        expect(left.spent().usd).toBeLessThanOrEqual(usd / 2 + rounding);
        expect(right.spent().tokens).toBeLessThanOrEqual(Math.ceil(tokens / 2));
      },
    ),
    { numRuns: 500 },
  );
});

verifies("models.budget-hard", "without the reservation of the first call, a second one would overshoot", () => {
  const budget = createBudget({ limits: { ...unlimited, tokens: 10_000 } });
  const first = budget.reserve(need({ maxOutputTokens: 8000 }));
  expect(thrown(() => budget.reserve(need({ maxOutputTokens: 8000 })))).toMatchObject({ used: 9000, needed: 2024 });
  first.release();
  expect(budget.reserve(need({ maxOutputTokens: 8000 })).maxOutputTokens).toBe(8000);
});

verifies("models.budget-lowers", () => {
  const tokens = createBudget({ limits: { ...unlimited, tokens: 5000 } }).reserve(need());
  // 1,000 tokens in cost at most $0.00375; the rest of 4 cents buys 2,416 tokens out.
  const usd = createBudget({ limits: { ...unlimited, usd: 0.04 } }).reserve(need());
  const above = createBudget({ limits: { ...unlimited, tokens: 4000 } })
    .child(unlimited)
    .reserve(need());
  expect([tokens, usd, above].map(({ maxOutputTokens }) => maxOutputTokens)).toEqual([4000, 2416, 3000]);
  expect(createBudget({ limits: unlimited }).reserve(need()).maxOutputTokens).toBe(8000);
});

verifies("models.budget-reached", () => {
  const budget = createBudget({ limits: { ...unlimited, tokens: 3000 }, spent: { usd: 0, tokens: 1500 } });
  expect(thrown(() => budget.reserve(need()))).toMatchObject({
    code: "budget.reached",
    budget: "tokens",
    limit: 3000,
    used: 1500,
    needed: 2024,
  });
  expect(budget.reserve(need({ inputTokens: 476 })).maxOutputTokens).toBe(1024);
});

verifies("models.budget-reached", "money", () => {
  const budget = createBudget({ limits: { ...unlimited, usd: 0.01 } });
  expect(thrown(() => budget.reserve(need()))).toMatchObject({ budget: "usd", limit: 0.01, used: 0, needed: expect.closeTo(0.01911) });
});

verifies("models.budget-reached", "time", () => {
  let now = 0;
  const budget = createBudget({ limits: { ...unlimited, timeMs: 1000 }, now: () => now });
  now = 999;
  budget.reserve(need()).release();
  now = 1000;
  expect(thrown(() => budget.child(unlimited).reserve(need()))).toMatchObject({ budget: "time", limit: 1000, used: 1000 });
});

verifies("models.budget-reached", "a request for little output is not refused for want of much", () => {
  const budget = createBudget({ limits: { ...unlimited, tokens: 1010 } });
  expect(budget.reserve(need({ maxOutputTokens: 10 })).maxOutputTokens).toBe(10);
});

verifies("models.budget-settles", () => {
  const parent = createBudget({ limits: { ...unlimited, tokens: 20_000 } });
  const child = parent.child(unlimited);
  const reservation = child.reserve(need());
  const used = usage({ input: 200, cacheRead: 800, output: 50, reasoning: 20 });
  expect({ tokens: reservation.tokens, usd: reservation.usd }).toEqual({ tokens: 9000, usd: expect.closeTo(0.12375) });
  expect(reservation.settle(used)).toEqual({ usd: costOf(price, used) });
  reservation.release();
  reservation.settle(used);
  child.reserve(need()).release();
  const spent = { usd: (200 * 3 + 800 * 0.3 + 50 * 15) / 1e6, tokens: 1050 };
  expect([parent.spent(), child.spent()]).toEqual([spent, spent]);
});

verifies("models.budget-price", () => {
  const budget = createBudget({ limits: { ...unlimited, usd: 5 } });
  expect(thrown(() => budget.reserve(need({ price: undefined })))).toMatchObject({
    code: "config.invalid",
    hint: 'Set input_usd and output_usd under [models."a/b"] in the settings, or limit tokens instead of money.',
  });
  const free = createBudget({ limits: unlimited }).reserve(need({ price: undefined }));
  expect([free.usd, free.settle(usage({ input: 5, output: 5 }))]).toEqual([null, { usd: null }]);
});

verifies("models.budget-price", "a vendor that counts nothing is charged what was reserved", () => {
  const budget = createBudget({ limits: { ...unlimited, usd: 5 } });
  const reservation = budget.reserve(need());
  reservation.settle(usage());
  expect(budget.spent()).toEqual({ usd: reservation.usd, tokens: 9000 });
});

verifies("models.budget-price", "long requests cost what the list says of long requests", () => {
  expect(costOf(price, usage({ input: 100_000, cacheRead: 100_000, output: 1000 }))).toBeCloseTo(0.345);
  expect(costOf(price, usage({ input: 100_001, cacheRead: 100_000, output: 1000 }))).toBeCloseTo(0.690006);
});
