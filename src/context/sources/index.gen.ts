// Written by `npm run gen` from the files of this folder. Do not edit.
import type { SourceEntry } from "../../contract/source.ts";

export const entries: readonly SourceEntry[] = [
  { ...{"name":"agents-md","order":20}, load: () => import("./agents-md.ts") },
  { ...{"name":"environment","order":10}, load: () => import("./environment.ts") },
  { ...{"name":"identity","order":0}, load: () => import("./identity.ts") },
  { ...{"name":"memory","order":30}, load: () => import("./memory.ts") },
];
