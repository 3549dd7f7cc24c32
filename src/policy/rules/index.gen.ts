// Written by `npm run gen` from the files of this folder. Do not edit.
import type { PolicyEntry } from "../../contract/policy.ts";

export const entries: readonly PolicyEntry[] = [
  { ...{"name":"box"}, load: () => import("./box.ts") },
  { ...{"name":"hosts"}, load: () => import("./hosts.ts") },
];
