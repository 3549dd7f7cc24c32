// Written by `npm run gen` from the files of this folder. Do not edit.
import type { PolicyEntry } from "../../contract/policy.ts";

export const entries: readonly PolicyEntry[] = [
  { ...{"name":"box"}, load: () => import("./box.ts") },
  { ...{"name":"commands"}, load: () => import("./commands.ts") },
  { ...{"name":"hosts"}, load: () => import("./hosts.ts") },
  { ...{"name":"mode"}, load: () => import("./mode.ts") },
  { ...{"name":"paths"}, load: () => import("./paths.ts") },
  { ...{"name":"tools"}, load: () => import("./tools.ts") },
  { ...{"name":"unlisted-hosts"}, load: () => import("./unlisted-hosts.ts") },
];
