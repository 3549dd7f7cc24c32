import { FettleError } from "./error.ts";
import type { ModelFailure } from "./model.ts";

/** A failed attempt at a model call as something that is thrown; `failure` says whether to try again. */
export class ModelFault extends FettleError {
  readonly failure: ModelFailure;

  constructor(failure: ModelFailure, facts: { at?: string; hint?: string; cause?: unknown } = {}) {
    super(failure.code, failure.message, facts);
    this.failure = failure;
  }
}
