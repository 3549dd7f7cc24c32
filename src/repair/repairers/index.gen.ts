// Written by `npm run gen` from the files of this folder. Do not edit.
import type { RepairerEntry } from "../../contract/repairer.ts";

export const entries: readonly RepairerEntry[] = [
  { ...{"name":"typescript"}, load: () => import("./typescript.ts") },
];
