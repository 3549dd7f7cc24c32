// Written by `npm run gen` from the files of this folder. Do not edit.
import type { SandboxEntry } from "../../contract/backend.ts";

export const entries: readonly SandboxEntry[] = [
  { ...{"name":"bubblewrap","rank":10,"confined":true}, load: () => import("./bubblewrap.ts") },
  { ...{"name":"landlock","rank":20,"confined":true}, load: () => import("./landlock.ts") },
  { ...{"name":"none","rank":1000,"confined":false}, load: () => import("./none.ts") },
];
