// Written by `npm run gen` from the files of this folder. Do not edit.
import type { ProviderEntry } from "../../contract/provider.ts";

export const entries: readonly ProviderEntry[] = [
];
