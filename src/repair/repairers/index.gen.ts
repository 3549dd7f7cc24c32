// Written by `npm run gen` from the files of this folder. Do not edit.
import type { RepairerEntry } from "../../contract/repairer.ts";

export const entries: readonly RepairerEntry[] = [
  { ...{"name":"biome"}, load: () => import("./biome.ts") },
  { ...{"name":"black"}, load: () => import("./black.ts") },
  { ...{"name":"cargo"}, load: () => import("./cargo.ts") },
  { ...{"name":"eslint"}, load: () => import("./eslint.ts") },
  { ...{"name":"gofmt"}, load: () => import("./gofmt.ts") },
  { ...{"name":"goimports"}, load: () => import("./goimports.ts") },
  { ...{"name":"gopls"}, load: () => import("./gopls.ts") },
  { ...{"name":"lockfile"}, load: () => import("./lockfile.ts") },
  { ...{"name":"merge-markers"}, load: () => import("./merge-markers.ts") },
  { ...{"name":"oxfmt"}, load: () => import("./oxfmt.ts") },
  { ...{"name":"oxlint"}, load: () => import("./oxlint.ts") },
  { ...{"name":"prettier"}, load: () => import("./prettier.ts") },
  { ...{"name":"python"}, load: () => import("./python.ts") },
  { ...{"name":"ruff-format"}, load: () => import("./ruff-format.ts") },
  { ...{"name":"ruff"}, load: () => import("./ruff.ts") },
  { ...{"name":"rustfmt"}, load: () => import("./rustfmt.ts") },
  { ...{"name":"typescript"}, load: () => import("./typescript.ts") },
];
