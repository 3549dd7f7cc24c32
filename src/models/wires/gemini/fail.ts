import { ModelFault } from "../../../contract/model-fault.ts";
import type { ModelFailure } from "../../../contract/model.ts";
import { classify, readComplaint, type Complaint } from "../common/failure.ts";
import { countIn, objectIn, objectsIn, textIn, type JsonObject } from "../common/json.ts";
import { protobufDurationMs } from "../common/retry-after.ts";

const overflowMessage = /token count .*exceeds the maximum|exceeds the maximum number of (?:input )?tokens/i;
const invalidKey = /API[ _]key (?:not valid|expired|invalid)|API_KEY_INVALID/i;

export function fail(status: number, headers: Readonly<Record<string, string>>, body: string): ModelFailure {
  const complaint = readComplaint(body);
  const [retry] = detailsOf(complaint, "RetryInfo");
  return classify({
    // A wrong key is answered with 400.
    status: status === 400 && invalidKey.test(body) ? 401 : status,
    headers,
    complaint,
    overflow: overflowMessage.test(complaint.message),
    spent: isSpent(complaint),
    retryAfterMs: protobufDurationMs(textIn(retry?.["retryDelay"]) ?? ""),
  });
}

/** A quota per minute refills while one waits; one per day does not, whatever the delay that is named. */
function isSpent(complaint: Complaint): boolean {
  const violations = detailsOf(complaint, "QuotaFailure").flatMap(({ violations }) => objectsIn(violations));
  return violations.some(({ quotaId }) => /PerDay/.test(textIn(quotaId) ?? "")) || /credits are depleted/i.test(complaint.message);
}

/** https://cloud.google.com/apis/design/errors#error_details */
function detailsOf({ error }: Complaint, type: string): readonly JsonObject[] {
  return objectsIn(error["details"]).filter((detail) => textIn(detail["@type"])?.endsWith(`google.rpc.${type}`));
}

/** What a frame with an `error` means: its `code` is the status. */
export function faultOf(body: string, event: JsonObject): ModelFault {
  const error = objectIn(event["error"]);
  return new ModelFault(fail(countIn(error?.["code"]) ?? 500, {}, body));
}
