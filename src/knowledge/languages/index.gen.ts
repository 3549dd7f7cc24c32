// Written by `npm run gen` from the files of this folder. Do not edit.
import type { LanguageEntry } from "../../knowledge/language.ts";

export const entries: readonly LanguageEntry[] = [
  { ...{"name":"c","endings":[".c",".h"],"scope":"everywhere"}, load: () => import("./c.ts") },
  { ...{"name":"cobol","endings":[".cbl",".cob",".cobol",".cpy",".copy"],"letters":"upper","scope":"everywhere"}, load: () => import("./cobol.ts") },
  { ...{"name":"cpp","endings":[".cc",".cpp",".cxx",".c++",".hh",".hpp",".hxx",".h++",".inl",".ipp",".tpp",".cu",".cuh",".ixx",".cppm"],"scope":"everywhere"}, load: () => import("./cpp.ts") },
  { ...{"name":"csharp","endings":[".cs",".csx"],"scope":"package"}, load: () => import("./csharp.ts") },
  { ...{"name":"css","endings":[".css"],"scope":"everywhere"}, load: () => import("./css.ts") },
  { ...{"name":"go","endings":[".go"],"scope":"package"}, load: () => import("./go.ts") },
  { ...{"name":"html","endings":[".html",".htm",".xhtml"],"scope":"everywhere"}, load: () => import("./html.ts") },
  { ...{"name":"java","endings":[".java"],"scope":"package"}, load: () => import("./java.ts") },
  { ...{"name":"javascript","endings":[".js",".mjs",".cjs",".jsx"],"scope":"file"}, load: () => import("./javascript.ts") },
  { ...{"name":"json","endings":[".json",".jsonc",".json5",".webmanifest"],"scope":"file"}, load: () => import("./json.ts") },
  { ...{"name":"php","endings":[".php",".phtml",".inc"],"scope":"package"}, load: () => import("./php.ts") },
  { ...{"name":"python","endings":[".py",".pyi",".pyw"],"scope":"file"}, load: () => import("./python.ts") },
  { ...{"name":"ruby","endings":[".rb",".rake",".gemspec",".ru","rakefile","gemfile"],"scope":"everywhere"}, load: () => import("./ruby.ts") },
  { ...{"name":"rust","endings":[".rs"],"scope":"file"}, load: () => import("./rust.ts") },
  { ...{"name":"shell","endings":[".sh",".bash",".zsh",".ksh",".bats"],"scope":"everywhere"}, load: () => import("./shell.ts") },
  { ...{"name":"sql","endings":[".sql",".psql",".pgsql",".ddl",".pks",".pkb",".prc",".fnc",".trg",".vw"],"letters":"lower","scope":"everywhere"}, load: () => import("./sql.ts") },
  { ...{"name":"tsx","endings":[".tsx"],"scope":"file"}, load: () => import("./tsx.ts") },
  { ...{"name":"typescript","endings":[".ts",".mts",".cts"],"scope":"file"}, load: () => import("./typescript.ts") },
  { ...{"name":"yaml","endings":[".yaml",".yml"],"scope":"file"}, load: () => import("./yaml.ts") },
];
