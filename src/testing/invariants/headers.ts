import type { Invariant } from "./invariant.ts";
import { asObject } from "../json.ts";

/** The protocol version, where the wire has one. */
export const version: Invariant = ({ wire, endpoint, headers, body }) => {
  if (wire !== "anthropic") return [];
  const version = endpoint.hosted ? asObject(body).anthropic_version : headers["anthropic-version"];
  return version ? [] : [`${endpoint.hosted ? "anthropic_version in the body" : "the anthropic-version header"} is missing`];
};

const keyHeaders = ["authorization", "x-api-key", "api-key", "x-goog-api-key"];

/** A key in one of the headers that vendors take it from. */
export const key: Invariant = ({ headers }) => {
  const key = keyHeaders.map((name) => headers[name]).find((value) => value !== undefined);
  if (key === undefined) return [`no key: none of ${keyHeaders.join(", ")} is there`];
  return /^(Bearer\s*)?(undefined|null)?$/i.test(key) ? [`the key is ${JSON.stringify(key)}`] : [];
};
