// Written by `npm run gen` from the files of this folder. Do not edit.
import type { SurfaceEntry } from "../../contract/surface.ts";

export const entries: readonly SurfaceEntry[] = [
];
