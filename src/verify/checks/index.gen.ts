// Written by `npm run gen` from the files of this folder. Do not edit.
import type { CheckEntry } from "../../contract/check.ts";

export const entries: readonly CheckEntry[] = [
];
