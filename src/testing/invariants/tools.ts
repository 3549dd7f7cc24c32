import type { Invariant } from "./invariant.ts";
import { schemaProblems } from "../json-schema.ts";

/** Tools have unique names that every vendor accepts, and JSON Schemas of objects. */
export const tools: Invariant = ({ conversation }) => {
  const names = conversation.tools.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) < index).map((name) => `tool ${name} is offered twice`);
  const misnamed = names.filter((name) => !/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/.test(name)).map((name) => `tool name ${JSON.stringify(name)}`);
  const unsound = conversation.tools.flatMap(({ name, schema }) =>
    schemaProblems(schema, { root: true }).map((problem) => `schema of tool ${name}: ${problem}`),
  );
  return [...twice, ...misnamed, ...unsound];
};
