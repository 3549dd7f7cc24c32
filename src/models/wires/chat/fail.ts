import { ModelFault } from "../../../contract/model-fault.ts";
import type { ModelFailure } from "../../../contract/model.ts";
import { classify, readComplaint } from "../common/failure.ts";
import { isOverflow, isSpent, statusOf } from "../common/openai-failure.ts";

export function fail(status: number, headers: Readonly<Record<string, string>>, body: string): ModelFailure {
  const complaint = readComplaint(body);
  return classify({ status, headers, complaint, overflow: isOverflow(complaint), spent: isSpent(complaint, status) });
}

/** What a frame with an `error` means. */
export function faultOf(body: string): ModelFault {
  return new ModelFault(fail(statusOf(readComplaint(body)), {}, body));
}
