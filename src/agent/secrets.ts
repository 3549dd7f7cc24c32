import type { Config } from "../config/load.ts";
import type { Environment } from "../contract/provider.ts";
import type { KnownSecret, Redactor } from "../lib/redact/redactor.ts";
import { createRedactor } from "../lib/redact/redactor.ts";
import { secretVariables } from "../lib/redact/secret-names.ts";
import { shapes } from "../lib/redact/shapes.ts";
import { signingKey } from "../log/signing-key.ts";
import { openCredentials } from "../models/credentials.ts";
import type { EventSink } from "./recorder.ts";

/** The redactor of a thread: it knows the provider's key, the stored keys, and variables that are secret by their name or by `env.secret`. */
export function openSecrets({
  config: { settings, named, home },
  env,
  key,
}: {
  config: Config;
  env: Environment;
  key: string | undefined;
}): Redactor {
  const stored = openCredentials({ env, home }).stored();
  const values: KnownSecret[] = [
    ...(key === undefined ? [] : [{ kind: "provider-key", value: key }]),
    ...stored.map(({ provider, key: value }) => ({ kind: `${provider.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}-key`, value })),
    ...secretVariables(env, [...settings["env.secret"], ...Object.keys(named.secrets)]),
  ];
  return createRedactor({ values, shapes, key: () => signingKey(home).export({ type: "pkcs8", format: "der" }).toString("base64") });
}

/**
 * The last gate before the log: values that were known from the start are in no event, wherever they came from. What looks like a secret
 * is replaced where it enters, and not here: an event that was computed from recorded ones must be the same when it is computed again.
 * Facts are taken over as they are by a replay, and so may be redacted wholly.
 */
export function redactingSink(sink: EventSink, secrets: Redactor): EventSink {
  return {
    append: (body, options) => sink.append(mapTexts(body, body.type === "fact.recorded" ? secrets.redact : secrets.redactGiven), options),
  };
}

/** The same value with each text in it replaced; objects in which nothing changes are not copied. */
export function mapTexts<Value>(value: Value, change: (text: string) => string): Value {
  return mapped(value, change) as Value;
}

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => mapped(item, change));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const entries = Object.entries(value);
  const changed = entries.map(([name, item]): [string, unknown] => [change(name), mapped(item, change)]);
  return changed.every(([name, item], index) => name === entries[index]![0] && item === entries[index]![1])
    ? value
    : Object.fromEntries(changed);
}

/** The same error, which must be recognised by its class and code, with redacted texts. */
export function redactError(error: unknown, redact: (text: string) => string): unknown {
  if (!(error instanceof Error)) return typeof error === "string" ? redact(error) : error;
  const facts = error as Error & { at?: unknown; hint?: unknown };
  for (const name of ["message", "stack", "at", "hint"] as const) {
    const text = facts[name];
    if (typeof text !== "string") continue;
    const redacted = redact(text);
    if (redacted !== text)
      Object.defineProperty(facts, name, {
        value: redacted,
        configurable: true,
        writable: true,
        enumerable: name === "at" || name === "hint",
      });
  }
  if (error.cause !== undefined) redactError(error.cause, redact);
  return error;
}
