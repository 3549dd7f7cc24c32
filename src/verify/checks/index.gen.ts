// Written by `npm run gen` from the files of this folder. Do not edit.
import type { CheckEntry } from "../../contract/check.ts";

export const entries: readonly CheckEntry[] = [
  { ...{"name":"AGENTS.md"}, load: () => import("./agents-md.ts") },
  { ...{"name":"Cargo.toml"}, load: () => import("./cargo.ts") },
  { ...{"name":"CI"}, load: () => import("./ci.ts") },
  { ...{"name":"composer.json"}, load: () => import("./composer.ts") },
  { ...{"name":"dotnet"}, load: () => import("./dotnet.ts") },
  { ...{"name":"go.mod"}, load: () => import("./go.ts") },
  { ...{"name":"build.gradle"}, load: () => import("./gradle.ts") },
  { ...{"name":"justfile"}, load: () => import("./justfile.ts") },
  { ...{"name":"Makefile"}, load: () => import("./makefile.ts") },
  { ...{"name":"pom.xml"}, load: () => import("./maven.ts") },
  { ...{"name":"other languages"}, load: () => import("./other-languages.ts") },
  { ...{"name":"package.json"}, load: () => import("./package-json.ts") },
  { ...{"name":"pytest"}, load: () => import("./pytest.ts") },
  { ...{"name":"pyproject.toml"}, load: () => import("./python-tools.ts") },
  { ...{"name":"Gemfile"}, load: () => import("./ruby.ts") },
  { ...{"name":"tox"}, load: () => import("./tox.ts") },
  { ...{"name":"unittest"}, load: () => import("./unittest.ts") },
];
