import type { Invariant } from "./invariant.ts";
import { isObject } from "../json.ts";

export const body: Invariant = ({ body, raw, headers }) => {
  const problems: string[] = [];
  if (!isObject(body)) problems.push("the body is not a JSON object");
  if (!raw.equals(Buffer.from(raw.toString("utf8")))) problems.push("the body is not UTF-8");
  if (!headers["content-type"]?.startsWith("application/json")) problems.push(`content-type is ${headers["content-type"] ?? "missing"}`);
  const length = headers["content-length"];
  if (length !== undefined && Number(length) !== raw.length) problems.push(`content-length is ${length} for ${raw.length} bytes`);
  return problems;
};
