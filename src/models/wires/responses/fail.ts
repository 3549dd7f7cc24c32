import { ModelFault } from "../../../contract/model-fault.ts";
import type { ModelFailure } from "../../../contract/model.ts";
import { classify, readComplaint } from "../common/failure.ts";
import { isOverflow, isSpent, statusOf } from "../common/openai-failure.ts";
import { objectIn, type JsonObject } from "../common/json.ts";

export function fail(status: number, headers: Readonly<Record<string, string>>, body: string): ModelFailure {
  const complaint = readComplaint(body);
  return classify({ status, headers, complaint, overflow: isOverflow(complaint), spent: isSpent(complaint, status) });
}

/** What `response.failed` or an `error` event means; the latter has its fields under `error` or at the top. */
export function faultOf(event: JsonObject): ModelFault {
  const { type: _, ...top } = event;
  const error = objectIn(objectIn(event["response"])?.["error"]) ?? objectIn(event["error"]) ?? top;
  const body = JSON.stringify({ error });
  return new ModelFault(fail(statusOf(readComplaint(body)), {}, body));
}
