// Written by `npm run gen` from the files of this folder. Do not edit.
import type { LanguageEntry } from "../../knowledge/language.ts";

export const entries: readonly LanguageEntry[] = [
  { ...{"name":"cobol","endings":[".cbl",".cob",".cobol",".cpy",".copy"]}, load: () => import("./cobol.ts") },
  { ...{"name":"go","endings":[".go"]}, load: () => import("./go.ts") },
  { ...{"name":"javascript","endings":[".js",".mjs",".cjs",".jsx"]}, load: () => import("./javascript.ts") },
  { ...{"name":"python","endings":[".py",".pyi",".pyw"]}, load: () => import("./python.ts") },
  { ...{"name":"sql","endings":[".sql",".psql",".pgsql",".ddl",".pks",".pkb",".prc",".fnc",".trg",".vw"]}, load: () => import("./sql.ts") },
  { ...{"name":"tsx","endings":[".tsx"]}, load: () => import("./tsx.ts") },
  { ...{"name":"typescript","endings":[".ts",".mts",".cts"]}, load: () => import("./typescript.ts") },
];
