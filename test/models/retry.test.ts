import { fc } from "../properties.ts";
import { expect } from "vitest";
import type { ModelFailure } from "../../src/contract/model.ts";
import { delayBeforeRetry, retryLimits } from "../../src/models/retry.ts";
import { verifies } from "../verifies.ts";

const failure = (more: Partial<ModelFailure> = {}): ModelFailure => ({ code: "model.overloaded", message: "", retryable: true, ...more });

verifies("models.retry", "full jitter under a bound that grows", () => {
  const bounds = [1, 2, 3, 4, 5].map((attempt) =>
    delayBeforeRetry({ attempt, waitedMs: 0, failure: failure() }, { attempts: 9, patienceMs: 1e9 }, () => 1),
  );
  expect(bounds).toEqual([1000, 4000, 16_000, 60_000, 60_000]);
  expect(delayBeforeRetry({ attempt: 3, waitedMs: 0, failure: failure() }, retryLimits, () => 0)).toBe(0);
});

verifies("models.retry", "never before the time the server asks for", () => {
  fc.assert(
    fc.property(fc.nat(200_000), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (retryAfterMs, random) => {
      const delayMs = delayBeforeRetry({ attempt: 1, waitedMs: 0, failure: failure({ retryAfterMs }) }, retryLimits, () => random);
      expect(delayMs).toBeGreaterThanOrEqual(retryAfterMs);
      expect(delayMs).toBeLessThanOrEqual(retryAfterMs + 1000);
    }),
  );
});

verifies("models.retry-bounded", "by tries, by patience, and by sense", () => {
  const delay = (tried: { attempt: number; waitedMs: number; failure: ModelFailure }) =>
    delayBeforeRetry(tried, { attempts: 4, patienceMs: 10_000 }, () => 0.5);
  expect([
    delay({ attempt: 3, waitedMs: 0, failure: failure() }),
    delay({ attempt: 4, waitedMs: 0, failure: failure() }),
    delay({ attempt: 3, waitedMs: 3000, failure: failure() }),
    delay({ attempt: 1, waitedMs: 0, failure: failure({ retryAfterMs: 3_600_000 }) }),
    delay({ attempt: 1, waitedMs: 0, failure: failure({ retryable: false }) }),
  ]).toEqual([8000, undefined, undefined, undefined, undefined]);
});
