import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Definition, Import, Language, Outline } from "../../../src/knowledge/language.ts";

export const fixtures = join(import.meta.dirname, "../../fixtures/graph");

/** All of a fixture's outline, in a form that one can read: a star for what is exported, a point for what is named through something else. */
export async function outlined(language: Language, file: string): Promise<string> {
  const path = `${language.name}/${file}`;
  return shown(await language.outline({ path, text: readFileSync(join(fixtures, path), "utf8") }));
}

export function shown({ package: name, definitions, uses, imports }: Outline): string {
  const byLine = new Map<number, string[]>();
  for (const { name: used, line, member } of uses) byLine.set(line, [...(byLine.get(line) ?? []), `${member ? "." : ""}${used}`]);
  return [
    ...(name === undefined ? [] : [`package ${name}`]),
    ...imports.map(importLine),
    ...definitions.map((definition) => definitionLine(definition, definitions)),
    ...[...byLine].map(([line, names]) => `${line}: ${names.join(" ")}`),
  ].join("\n");
}

function importLine({ specifier, line, names, reexports, typeOnly, lazy }: Import): string {
  const taken = names.map(({ name, local }) => (name === local ? name : `${name} as ${local}`)).join(", ");
  const marks = [reexports && "given on", typeOnly && "for types", lazy && "lazy"].filter(Boolean).join(", ");
  return `import ${specifier} at ${line}${taken && `: ${taken}`}${marks && ` (${marks})`}`;
}

function definitionLine({ name, kind, line, endLine, exported, exportedAs, within }: Definition, all: readonly Definition[]): string {
  const place = within === undefined ? "" : ` in ${all[within]!.name}`;
  return `${kind} ${name}${exported ? "*" : ""}${exportedAs ? ` as ${exportedAs.join(", ")}` : ""} ${line}-${endLine}${place}`;
}
