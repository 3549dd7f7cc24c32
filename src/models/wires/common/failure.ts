/** What the wires' classifications of failures have in common. */
import type { ErrorCode } from "../../../contract/error.ts";
import type { ModelFailure } from "../../../contract/model.ts";
import { isObject, objectIn, parseJson, textIn, type JsonObject } from "./json.ts";
import { retryAfterMs } from "./retry-after.ts";

const maxMessage = 500;

/** What an error body says, whichever of the usual shapes it has. Fields that are not there are empty. */
export interface Complaint {
  type: string;
  code: string;
  message: string;
  /** The error object itself, for what only one vendor sends. */
  error: JsonObject;
}

export interface Circumstances {
  status: number;
  headers: Readonly<Record<string, string>>;
  complaint: Complaint;
  /** The request is larger than the context window. */
  overflow: boolean;
  /** Credit or a long-term quota is used up: waiting does not help. */
  spent: boolean;
  /** Where the body says it; the headers count first. */
  retryAfterMs?: number | undefined;
}

/** Reads `{error: {…}}`, `{error: "…"}`, `[{error: {…}}]`, `{message: "…"}`, `{detail: …}`, and text or HTML that is no JSON. */
export function readComplaint(body: string): Complaint {
  const parsed = parseJson(body);
  const value: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!isObject(value)) return { type: "", code: "", message: textOf(body), error: {} };
  const error = objectIn(value["error"]) ?? value;
  const said = error["message"] ?? value["error"] ?? value["detail"] ?? value["errors"] ?? body;
  return {
    type: textIn(error["type"]) ?? textIn(error["status"]) ?? textIn(error["__type"]) ?? "",
    code: textIn(error["code"]) ?? (typeof error["code"] === "number" ? String(error["code"]) : ""),
    message: typeof said === "string" ? said : JSON.stringify(said),
    error,
  };
}

/** The one place where a status becomes a code. */
export function classify(circumstances: Circumstances): ModelFailure {
  const { status, headers } = circumstances;
  const { code, retryable } = verdictOn(circumstances);
  const wait = retryAfterMs(headers) ?? circumstances.retryAfterMs;
  return { code, message: describe(circumstances), retryable, status, ...(wait !== undefined && { retryAfterMs: wait }) };
}

function verdictOn({ status, headers, overflow, spent }: Circumstances): { code: ErrorCode; retryable: boolean } {
  if (overflow) return { code: "model.overflow", retryable: false };
  if (spent) return { code: "model.refused", retryable: false };
  const known = byStatus(status);
  // OpenAI and Anthropic say so themselves where the status alone misleads.
  const advice = headers["x-should-retry"];
  return advice === undefined ? known : { ...known, retryable: advice === "true" };
}

function byStatus(status: number): { code: ErrorCode; retryable: boolean } {
  if (status === 401 || status === 403) return { code: "model.unauthorized", retryable: false };
  if (status === 413) return { code: "model.overflow", retryable: false };
  if (status === 429 || status === 503 || status === 529) return { code: "model.overloaded", retryable: true };
  if (status === 408 || status === 409 || status >= 500) return { code: "model.unavailable", retryable: true };
  return { code: "model.refused", retryable: false };
}

function describe({ status, complaint: { type, code, message } }: Circumstances): string {
  const name = type || code;
  const said = withoutKeys(message).trim();
  const text = said.length > maxMessage ? `${said.slice(0, maxMessage)}…` : said;
  return `${name ? `${name} (${status})` : `Status ${status}`}: ${text || "the server gave no reason"}`;
}

/** Some servers quote the key they refuse. */
function withoutKeys(text: string): string {
  return text.replace(
    /\b(?:(?:sk|pk|rk|gsk|xai|AIza|AKIA|ya29|csk|nvapi|hf)[-_.]?|Bearer\s+|(?:api[-_]?key|key)=)[\w.*+/-]{8,}/gi,
    "[key]",
  );
}

/** Proxies answer in HTML. */
function textOf(body: string): string {
  return body
    .slice(0, 20 * maxMessage)
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1>|<[^>]*>/gi, " ")
    .replace(/\s+/g, " ");
}
