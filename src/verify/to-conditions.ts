import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ChecksFile, Demand } from "../config/checks-file.ts";
import type { Condition } from "../contract/check.ts";
import { FettleError } from "../contract/error.ts";

/**
 * Conditions as people write them, frozen: of a schema, what it says now. Throws `config.invalid`.
 * @param workspace absolute; names of schemas are relative to it.
 */
export async function toConditions(
  { mustChange, mustNotChange, schemas }: Pick<ChecksFile, "mustChange" | "mustNotChange" | "schemas">,
  workspace: string,
): Promise<Condition[]> {
  const paths = (kind: "must-change" | "must-not-change", demands: readonly Demand[]): Condition[] =>
    demands.map(({ text, from }) => ({ id: `${kind} ${text}`, from, kind, paths: text }));
  const files = await Promise.all(schemas.map((demand) => toSchema(demand, workspace)));
  const all = [...paths("must-change", mustChange), ...paths("must-not-change", mustNotChange), ...files];
  return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index);
}

async function toSchema({ text, from }: Demand, workspace: string): Promise<Condition> {
  const [, file = "", name = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === "") throw invalid(`A schema is given as FILE=SCHEMA, not ${JSON.stringify(text)}`, from);
  try {
    const schema: unknown = JSON.parse(readFileSync(resolve(workspace, name), "utf8"));
    if (typeof schema !== "object" || schema === null || Array.isArray(schema)) throw new Error("it is not a JSON object");
    const { fromJSONSchema } = await import("zod");
    fromJSONSchema(schema as Parameters<typeof fromJSONSchema>[0]);
    return { id: `schema ${file}`, from, kind: "schema", file, schema: schema as Readonly<Record<string, unknown>> };
  } catch (cause) {
    throw invalid(`The schema ${name} cannot be used: ${(cause as Error).message}`, from, cause);
  }
}

function invalid(message: string, at: string, cause?: unknown): FettleError {
  return new FettleError("config.invalid", message, { at, hint: "Correct or remove it.", cause });
}
