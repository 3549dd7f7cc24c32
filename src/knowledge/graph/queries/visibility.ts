import type { Language } from "../../language.ts";
import { entries } from "../../languages/index.gen.ts";
import type { GraphReader, IndexedDefinition, IndexedFile, IndexedUse } from "../reader.ts";

const scopes = new Map<string, Language["scope"]>(entries.map(({ name, scope }) => [name, scope]));

/**
 * Uses of a definition that need no import, in other files: in those of its package, or in any of its language, as the language has it.
 * A file that defines the name itself means its own.
 */
export function usesWithoutImport(reader: GraphReader, definition: IndexedDefinition, file: IndexedFile): IndexedUse[] {
  const scope = scopes.get(file.language ?? "") ?? "file";
  if (scope === "file" || (scope === "package" && file.package === undefined)) return [];
  const own = new Set(reader.definitionsNamed(definition.name).map((other) => other.file));
  return reader.usesOf(definition.name).filter((use) => {
    if (use.member || own.has(use.file)) return false;
    const user = reader.fileById(use.file);
    return user !== undefined && user.language === file.language && (scope === "everywhere" || user.package === file.package);
  });
}

/** Whether files of its language can use what a file defines without importing it. */
export const isSeenWithoutImport = ({ language, package: own }: IndexedFile): boolean => {
  const scope = scopes.get(language ?? "") ?? "file";
  return scope === "everywhere" || (scope === "package" && own !== undefined);
};
