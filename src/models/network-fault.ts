/** What the network and Node's parser throw, as failures with a code. */
import { FettleError } from "../contract/error.ts";
import { ModelFault } from "../contract/model-fault.ts";
import type { ModelFailure } from "../contract/model.ts";

/** Errors with a code of their own pass; a defect stays the plain error it is. */
export function toFault(error: unknown, url: string): unknown {
  if (error instanceof FettleError || !(error instanceof Error)) return error;
  const { code = "" } = error as NodeJS.ErrnoException;
  const known = failures.find(({ codes }) => codes.test(code));
  if (known === undefined) return error;
  const { host } = new URL(url);
  const { codes: _, explain, hint, ...failure } = known;
  return new ModelFault({ ...failure, message: explain(host, code) }, { at: url, cause: error, ...(hint !== undefined && { hint }) });
}

interface Known extends Omit<ModelFailure, "message"> {
  codes: RegExp;
  explain(host: string, code: string): string;
  hint?: string;
}

/** The first that matches counts. */
const failures: readonly Known[] = [
  {
    codes: /^(?:ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE)$/,
    code: "model.truncated",
    retryable: true,
    explain: (host) => `${host} closed the connection before the answer was complete`,
  },
  {
    codes: /CERT|^ERR_TLS|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET/,
    code: "model.unreachable",
    retryable: false,
    explain: (host, code) => `The certificate of ${host} is not trusted (${code})`,
    hint: "Behind a proxy with a certificate of its own, name the file with it in NODE_EXTRA_CA_CERTS.",
  },
  {
    codes: /^(?:ECONN|E(?:HOST|NET)|ETIMEDOUT$|ENOTFOUND$|EAI_|EADDR|EPROTO$|ERR_SSL|ERR_PROXY)/,
    code: "model.unreachable",
    retryable: true,
    explain: (host, code) => `${host} cannot be reached (${code})`,
  },
  {
    codes: /^HPE_/,
    code: "model.malformed",
    retryable: false,
    explain: (host, code) => `${host} does not speak HTTP as it should (${code})`,
  },
];
