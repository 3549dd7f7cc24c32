/** What OpenAI's two protocols, and the many servers that speak them, say when something is wrong. */
import type { Complaint } from "./failure.ts";

/** By code where there is one; most servers have only words. */
export function isOverflow({ type, code, message }: Complaint): boolean {
  return overflowCode.test(code) || overflowCode.test(type) || overflowMessage.test(message);
}

const overflowCode = /^(?:context_length_exceeded|exceed_context_size_error|context_window_exceeded)$/;
const overflowMessage =
  /maximum (?:context|prompt) length|exceeds? (?:the |this model's )?(?:available |maximum |model's )?context (?:size|window|length)|context (?:size|window|length) (?:has been )?exceeded|reduce the length of the (?:messages|prompt|input)|input is too long|prompt is too long/i;

/** Credit or a long-term quota is used up. */
export function isSpent({ type, code, message }: Complaint, status: number): boolean {
  return status === 402 || spentCode.test(code) || spentCode.test(type) || spentMessage.test(message);
}

const spentCode = /^(?:insufficient_quota|insufficient_balance|billing_\w+|credit\w*_exhausted|usage_limit_reached)$/;
const spentMessage = /insufficient (?:balance|credits?|funds|quota)|(?:out of|no more|used all available) credits/i;

/** The status that the failure would have had as a response, for one that comes in a stream. */
export function statusOf({ type, code }: Complaint): number {
  const number = Number(code);
  if (number >= 400 && number < 600) return number;
  return statuses.get(code) ?? statuses.get(type) ?? (type === "invalid_request_error" || refused.test(code) ? 400 : 500);
}

const statuses: ReadonlyMap<string, number> = new Map([
  ["rate_limit_exceeded", 429],
  ["rate_limit_error", 429],
  ["requests", 429],
  ["tokens", 429],
  ["insufficient_quota", 429],
  ["invalid_api_key", 401],
  ["authentication_error", 401],
  ["overloaded_error", 503],
  ["server_overloaded", 503],
  ["slow_down", 503],
]);
/** Codes about what was asked, not about the server. */
const refused =
  /^(?:invalid_|context_|image_|unsupported_|empty_|failed_to_download|data_residency|bio_policy|cyber_policy|content_policy|unknown_)/;
