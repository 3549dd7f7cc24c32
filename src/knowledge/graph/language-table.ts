import type { Language, LanguageEntry } from "../language.ts";
import { entries } from "../languages/index.gen.ts";

const byEnding = new Map<string, LanguageEntry>();
for (const entry of entries) for (const ending of entry.endings) byEnding.set(ending, entry);

/** The language of a file by the longest ending of its name that one has, or by its whole name; undefined when none knows it. */
export function entryFor(path: string): LanguageEntry | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  for (let dot = name.indexOf(".", 1); dot > 0; dot = name.indexOf(".", dot + 1)) {
    const entry = byEnding.get(name.slice(dot));
    if (entry !== undefined) return entry;
  }
  return byEnding.get(name);
}

const loaded = new Map<string, Promise<Language>>();

/** Each language once in a thread. */
export function loadLanguage(entry: LanguageEntry): Promise<Language> {
  let language = loaded.get(entry.name);
  if (language === undefined) loaded.set(entry.name, (language = entry.load().then((module) => module.default)));
  return language;
}

/** By name; undefined for a language of an index that a newer Fettle has made. */
export function loadLanguageNamed(name: string): Promise<Language> | undefined {
  const entry = entries.find((each) => each.name === name);
  return entry && loadLanguage(entry);
}
