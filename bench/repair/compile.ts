import { join } from "node:path";
import ts from "@typescript/typescript6";
import type { Sources } from "./project.ts";

export interface InMemory {
  program(sources: Sources): ts.Program;
  /** Whether the compiler finds an error; what has changed is looked at first. */
  isBroken(sources: Sources, changed: readonly string[]): boolean;
}

/** Compiles a project that stands at `folder`, with other texts than those on disk. */
export function compileInMemory(folder: string): InMemory {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(folder, "tsconfig.json"),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  )!;
  let current: Sources = new Map();
  let version = 0;
  const versions = new Map<string, { text: string; version: string }>();
  const textOf = (path: string): string | undefined =>
    path.startsWith(`${folder}/src/`) ? current.get(path.slice(folder.length + 1)) : ts.sys.readFile(path);
  const service = ts.createLanguageService(
    {
      getCompilationSettings: () => config.options,
      getScriptFileNames: () => [...current.keys()].filter((path) => path.endsWith(".ts")).map((path) => join(folder, path)),
      getScriptVersion: (path) => {
        const text = textOf(path) ?? "";
        const known = versions.get(path);
        if (known?.text === text) return known.version;
        versions.set(path, { text, version: String(++version) });
        return String(version);
      },
      getScriptSnapshot: (path) => {
        const text = textOf(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      fileExists: (path) => (path.startsWith(`${folder}/src/`) ? textOf(path) !== undefined : ts.sys.fileExists(path)),
      readFile: textOf,
      directoryExists: (path) =>
        ts.sys.directoryExists(path) || [...current.keys()].some((each) => join(folder, each).startsWith(`${path}/`)),
      getDirectories: (path) => ts.sys.getDirectories(path),
      ...(ts.sys.realpath === undefined ? {} : { realpath: ts.sys.realpath }),
    },
    ts.createDocumentRegistry(),
  );

  function program(sources: Sources): ts.Program {
    current = sources;
    return service.getProgram()!;
  }

  return {
    program,
    isBroken(sources, changed) {
      const compiled = program(sources);
      const files = [...sources.keys()].filter((path) => path.endsWith(".ts"));
      const inOrder = [...files.filter((path) => changed.includes(path)), ...files.filter((path) => !changed.includes(path))];
      return inOrder.some((path) => {
        const file = compiled.getSourceFile(join(folder, path));
        return compiled.getSyntacticDiagnostics(file).length + compiled.getSemanticDiagnostics(file).length > 0;
      });
    },
  };
}
