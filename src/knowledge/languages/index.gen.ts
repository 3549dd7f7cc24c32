// Written by `npm run gen` from the files of this folder. Do not edit.
import type { LanguageEntry } from "../../knowledge/language.ts";

export const entries: readonly LanguageEntry[] = [
];
