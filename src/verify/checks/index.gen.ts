// Written by `npm run gen` from the files of this folder. Do not edit.
import type { CheckEntry } from "../../contract/check.ts";

export const entries: readonly CheckEntry[] = [
  { ...{"name":"Cargo.toml"}, load: () => import("./cargo.ts") },
  { ...{"name":"go.mod"}, load: () => import("./go.ts") },
  { ...{"name":"Makefile"}, load: () => import("./makefile.ts") },
  { ...{"name":"package.json"}, load: () => import("./package-json.ts") },
  { ...{"name":"pytest"}, load: () => import("./pytest.ts") },
];
