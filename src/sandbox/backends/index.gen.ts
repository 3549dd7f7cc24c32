// Written by `npm run gen` from the files of this folder. Do not edit.
import type { SandboxEntry } from "../../contract/sandbox.ts";

export const entries: readonly SandboxEntry[] = [
];
