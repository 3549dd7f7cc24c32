// Written by `npm run gen` from the files of this folder. Do not edit.
import type { ToolEntry } from "../contract/tool.ts";

export const entries: readonly ToolEntry[] = [
];
