/** Small JSON answers of servers that are not a model: lists of models, tokens. */
import { ModelFault } from "../contract/model-fault.ts";
import type { Environment, HttpRequest } from "../contract/provider.ts";
import { openConnection } from "./connection.ts";
import { toFault } from "./network-fault.ts";

export interface JsonRequest extends Omit<HttpRequest, "body"> {
  body?: string;
  /** For connecting, and again for the answer to begin and to end. */
  timeoutMs: number;
  env: Environment;
}

const maxBytes = 4 * 1024 * 1024;

/** `value` is undefined when the answer is not JSON. Rejects with a `ModelFault` when there is no answer in time or one of more than 4 MiB. */
export async function requestJson({ body = "", timeoutMs, env, ...request }: JsonRequest): Promise<{ status: number; value: unknown }> {
  const connection = openConnection({ baseUrl: request.url, env });
  const signal = AbortSignal.timeout(3 * timeoutMs);
  try {
    const bytes = Buffer.from(body);
    const headers = { ...request.headers, ...(bytes.length > 0 && { "content-length": String(bytes.length) }) };
    const deadlines = { connectMs: timeoutMs, firstByteMs: timeoutMs };
    const response = await connection.send({ ...request, headers, body: bytes.length > 0 ? [bytes] : [] }, { deadlines, signal });
    const chunks: Buffer[] = [];
    let total = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total > maxBytes) throw fault("model.malformed", `${request.url} answers with more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    return { status: response.statusCode ?? 0, value: parse(Buffer.concat(chunks).toString("utf8")) };
  } catch (error) {
    throw signal.aborted ? fault("model.silent", `${request.url} did not finish its answer in time`) : toFault(error, request.url);
  } finally {
    connection.close();
  }
}

function fault(code: ModelFault["code"], message: string): ModelFault {
  return new ModelFault({ code, message, retryable: code === "model.silent" });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
