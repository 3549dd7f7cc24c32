/**
 * Milliseconds a server asks to wait: `retry-after-ms`, or `retry-after` in seconds or as a date.
 * A date counts from the response's own `date`, so that the two clocks need not agree.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
  const { "retry-after-ms": ms, "retry-after": after, date } = headers;
  if (ms !== undefined) return durationOf(Number(ms));
  if (after === undefined) return undefined;
  const seconds = Number(after);
  if (!Number.isNaN(seconds)) return durationOf(seconds * 1000);
  return durationOf(Date.parse(after) - Date.parse(date ?? ""));
}

/** A protobuf duration, `12.5s`, in milliseconds. */
export function protobufDurationMs(text: string): number | undefined {
  const [, seconds] = /^([\d.]+)s$/.exec(text) ?? [];
  return seconds === undefined ? undefined : durationOf(Number(seconds) * 1000);
}

function durationOf(ms: number): number | undefined {
  return Number.isFinite(ms) ? Math.max(0, Math.ceil(ms)) : undefined;
}
