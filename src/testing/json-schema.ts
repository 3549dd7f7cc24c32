import { asObject, isObject } from "./json.ts";

const types = new Set(["object", "array", "string", "number", "integer", "boolean", "null"]);
const listsOfSchemas = ["anyOf", "oneOf", "allOf", "prefixItems"];
const mapsOfSchemas = ["properties", "patternProperties", "$defs", "definitions"];
const schemas = ["items", "additionalProperties", "not", "propertyNames", "contains", "if", "then", "else"];

/** What keeps a value from being a JSON Schema, as far as shape shows it; empty when it is one. A root schema must describe an object. */
export function schemaProblems(schema: unknown, { root = false, at = "#" } = {}): string[] {
  if (typeof schema === "boolean" && !root) return [];
  if (!isObject(schema)) return [`${at} is not a schema`];
  const problems: string[] = [];
  // Gemini's own dialect writes types in capitals.
  const declared = [schema.type ?? []].flat().map((type) => (typeof type === "string" ? type.toLowerCase() : JSON.stringify(type)));
  problems.push(...declared.filter((type) => !types.has(type)).map((type) => `${at} has type ${type}`));
  if (root && (declared.length !== 1 || declared[0] !== "object")) problems.push(`${at} is not of type object`);
  if ("enum" in schema && !(Array.isArray(schema.enum) && schema.enum.length > 0)) problems.push(`${at}/enum is not a list`);
  problems.push(...requiredProblems(schema.required, Object.keys(asObject(schema.properties)), at));
  const inner = (value: unknown, path: string) => problems.push(...schemaProblems(value, { at: `${at}/${path}` }));
  for (const key of schemas) if (key in schema) inner(schema[key], key);
  for (const key of mapsOfSchemas.filter((key) => key in schema)) {
    if (!isObject(schema[key])) problems.push(`${at}/${key} is not an object`);
    for (const [name, value] of Object.entries(asObject(schema[key]))) inner(value, `${key}/${name}`);
  }
  for (const key of listsOfSchemas.filter((key) => key in schema)) {
    if (!Array.isArray(schema[key]) || schema[key].length === 0) problems.push(`${at}/${key} is not a list`);
    else for (const [index, value] of schema[key].entries()) inner(value, `${key}/${index}`);
  }
  return problems;
}

function requiredProblems(required: unknown, properties: readonly string[], at: string): string[] {
  if (required === undefined) return [];
  if (!Array.isArray(required)) return [`${at}/required is not a list`];
  return required
    .filter((name) => typeof name !== "string" || !properties.includes(name))
    .map((name) => `${at}/required names ${JSON.stringify(name)}, which is not a property`);
}
