/** When a failed call is tried again, and after how long. */
import type { ModelFailure } from "../contract/model.ts";

export interface RetryLimits {
  /** Tries in all. */
  attempts: number;
  /** Time that may be spent waiting between them, in sum. */
  patienceMs: number;
}

export const retryLimits: RetryLimits = { attempts: 4, patienceMs: 300_000 };

const firstDelayMs = 1000;
const growth = 4;
const longestDelayMs = 60_000;

export interface Tried {
  /** From 1: attempts made so far. */
  attempt: number;
  waitedMs: number;
  failure: ModelFailure;
}

/**
 * Milliseconds to wait before the next attempt, or undefined to give up. What the server asked for counts, and a little more so that
 * not everybody comes back at once; otherwise full jitter under an exponential bound
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function delayBeforeRetry(
  { attempt, waitedMs, failure }: Tried,
  { attempts, patienceMs }: RetryLimits,
  random: () => number,
): number | undefined {
  if (!failure.retryable || attempt >= attempts) return undefined;
  const bound = Math.min(firstDelayMs * growth ** (attempt - 1), longestDelayMs);
  const delayMs = Math.round(failure.retryAfterMs === undefined ? random() * bound : failure.retryAfterMs + random() * firstDelayMs);
  return waitedMs + delayMs > patienceMs ? undefined : delayMs;
}
