// Written by `npm run gen` from the files of this folder. Do not edit.
import type { SourceEntry } from "../../contract/source.ts";

export const entries: readonly SourceEntry[] = [
];
