// Written by `npm run gen` from the files of this folder. Do not edit.
import type { SandboxEntry } from "../../contract/backend.ts";

export const entries: readonly SandboxEntry[] = [
  { ...{"name":"bubblewrap","rank":10,"confined":true}, load: () => import("./bubblewrap.ts") },
  { ...{"name":"container","rank":900,"confined":true,"declared":true}, load: () => import("./container.ts") },
  { ...{"name":"landlock","rank":20,"confined":true}, load: () => import("./landlock.ts") },
  { ...{"name":"none","rank":1000,"confined":false}, load: () => import("./none.ts") },
  { ...{"name":"seatbelt","rank":15,"confined":true,"experimental":true,"platforms":["darwin"]}, load: () => import("./seatbelt.ts") },
  { ...{"name":"windows","rank":16,"confined":true,"experimental":true,"platforms":["win32"]}, load: () => import("./windows.ts") },
];
