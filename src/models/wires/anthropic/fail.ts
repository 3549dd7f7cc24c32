import { ModelFault } from "../../../contract/model-fault.ts";
import type { ModelFailure } from "../../../contract/model.ts";
import { classify, readComplaint } from "../common/failure.ts";
import { objectIn, textIn, type JsonObject } from "../common/json.ts";

const overflowMessage = /prompt is too long|input is too long|exceed(?:s|ed)? (?:the )?context (?:limit|window)/i;
const spentMessage = /credit balance is too low/i;

export function fail(status: number, headers: Readonly<Record<string, string>>, body: string): ModelFailure {
  const complaint = readComplaint(body);
  const detail = textIn(objectIn(complaint.error["details"])?.["error_code"]) ?? "";
  return classify({
    status,
    headers,
    complaint,
    overflow: complaint.type === "request_too_large" || overflowMessage.test(complaint.message),
    spent: complaint.type === "billing_error" || detail.endsWith("spend_limit_reached") || spentMessage.test(complaint.message),
  });
}

const statuses: ReadonlyMap<unknown, number> = new Map([
  ["invalid_request_error", 400],
  ["authentication_error", 401],
  ["billing_error", 402],
  ["permission_error", 403],
  ["not_found_error", 404],
  ["request_too_large", 413],
  ["rate_limit_error", 429],
  ["timeout_error", 504],
  ["overloaded_error", 529],
]);

/** What an `error` event in a stream means: the response's own status no longer says it. */
export function faultOf(body: string, event: JsonObject): ModelFault {
  return new ModelFault(fail(statuses.get(objectIn(event["error"])?.["type"]) ?? 500, {}, body));
}
