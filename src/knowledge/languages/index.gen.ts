// Written by `npm run gen` from the files of this folder. Do not edit.
import type { LanguageEntry } from "../../knowledge/language.ts";

export const entries: readonly LanguageEntry[] = [
  { ...{"name":"c","endings":[".c",".h"]}, load: () => import("./c.ts") },
  { ...{"name":"cobol","endings":[".cbl",".cob",".cobol",".cpy",".copy"],"letters":"upper"}, load: () => import("./cobol.ts") },
  { ...{"name":"cpp","endings":[".cc",".cpp",".cxx",".c++",".hh",".hpp",".hxx",".h++",".inl",".ipp",".tpp",".cu",".cuh",".ixx",".cppm"]}, load: () => import("./cpp.ts") },
  { ...{"name":"csharp","endings":[".cs",".csx"]}, load: () => import("./csharp.ts") },
  { ...{"name":"css","endings":[".css"]}, load: () => import("./css.ts") },
  { ...{"name":"go","endings":[".go"]}, load: () => import("./go.ts") },
  { ...{"name":"html","endings":[".html",".htm",".xhtml"]}, load: () => import("./html.ts") },
  { ...{"name":"java","endings":[".java"]}, load: () => import("./java.ts") },
  { ...{"name":"javascript","endings":[".js",".mjs",".cjs",".jsx"]}, load: () => import("./javascript.ts") },
  { ...{"name":"json","endings":[".json",".jsonc",".json5",".webmanifest"]}, load: () => import("./json.ts") },
  { ...{"name":"php","endings":[".php",".phtml",".inc"]}, load: () => import("./php.ts") },
  { ...{"name":"python","endings":[".py",".pyi",".pyw"]}, load: () => import("./python.ts") },
  { ...{"name":"ruby","endings":[".rb",".rake",".gemspec",".ru","rakefile","gemfile"]}, load: () => import("./ruby.ts") },
  { ...{"name":"rust","endings":[".rs"]}, load: () => import("./rust.ts") },
  { ...{"name":"shell","endings":[".sh",".bash",".zsh",".ksh",".bats"]}, load: () => import("./shell.ts") },
  { ...{"name":"sql","endings":[".sql",".psql",".pgsql",".ddl",".pks",".pkb",".prc",".fnc",".trg",".vw"],"letters":"lower"}, load: () => import("./sql.ts") },
  { ...{"name":"tsx","endings":[".tsx"]}, load: () => import("./tsx.ts") },
  { ...{"name":"typescript","endings":[".ts",".mts",".cts"]}, load: () => import("./typescript.ts") },
  { ...{"name":"yaml","endings":[".yaml",".yml"]}, load: () => import("./yaml.ts") },
];
