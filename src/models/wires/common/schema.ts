import { isObject, type JsonObject } from "./json.ts";

/** The part of JSON Schema that a vendor takes. */
export interface SchemaDialect {
  keeps(keyword: string, value: unknown): boolean;
  /** Every object must say that it has no other properties. */
  closed: boolean;
}

const schemaMaps = new Set(["properties", "$defs", "definitions"]);
const schemas = new Set(["items", "prefixItems", "anyOf", "oneOf", "allOf", "additionalProperties"]);
/** Say nothing about the value. */
const silent = new Set(["$schema", "$comment", "default", "examples", "readOnly", "writeOnly", "deprecated"]);

/** The schema in a vendor's dialect. What the vendor cannot enforce is told in the description, where the model reads it. */
export function narrowSchema(schema: JsonObject, dialect: SchemaDialect): JsonObject {
  const narrowed: Record<string, unknown> = {};
  const told: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(rewritten(schema, dialect))) {
    // Beside a reference, vendors take nothing that constrains.
    const kept = dialect.keeps(keyword, value) && (schema["$ref"] === undefined || keyword.startsWith("$"));
    if (kept) narrowed[keyword] = narrowValue(keyword, value, dialect);
    else if (!silent.has(keyword) && keyword !== "description") told[keyword] = value;
  }
  if (dialect.closed && isObject(schema["properties"])) narrowed["additionalProperties"] = false;
  if (Object.keys(told).length > 0 && schema["$ref"] === undefined)
    narrowed["description"] = [schema["description"], JSON.stringify(told)].filter(Boolean).join("\n\n");
  return narrowed;
}

/** Keywords that another one can stand for. */
function rewritten(schema: JsonObject, dialect: SchemaDialect): JsonObject {
  const { const: constant, oneOf, ...rest } = schema;
  const { enum: listed, anyOf } = schema;
  return {
    ...rest,
    ...(constant !== undefined && (dialect.keeps("const", constant) || listed !== undefined ? { const: constant } : { enum: [constant] })),
    ...(oneOf !== undefined && (dialect.keeps("oneOf", oneOf) || anyOf !== undefined ? { oneOf } : { anyOf: oneOf })),
  };
}

function narrowValue(keyword: string, value: unknown, dialect: SchemaDialect): unknown {
  if (schemaMaps.has(keyword) && isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, isObject(child) ? narrowSchema(child, dialect) : child]));
  if (!schemas.has(keyword)) return value;
  if (Array.isArray(value)) return value.map((child: unknown) => (isObject(child) ? narrowSchema(child, dialect) : child));
  return isObject(value) ? narrowSchema(value, dialect) : value;
}
