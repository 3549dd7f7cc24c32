import { statSync } from "node:fs";
import type ts from "@typescript/typescript6";
import { sha256 } from "../../lib/hash.ts";
import type { Pace } from "../../lib/pace.ts";
import type { Compiler } from "./compiler.ts";
import type { Problem } from "./problems.ts";
import type { Texts } from "./texts.ts";

/** One configuration with its language service, over the files on disk and the texts that stand in for some of them. */
export interface LanguageProject {
  compiler: Compiler;
  service: ts.LanguageService;
  /** Errors in the files that `owns` accepts. Files that an edit cannot have touched are not checked again. */
  problems(owns: (path: string) => boolean, pace: Pace): Promise<Problem[]>;
}

interface ProjectOptions {
  compiler: Compiler;
  config: ts.ParsedCommandLine;
  registry: ts.DocumentRegistry;
  /** The texts as they are now; called on every look. */
  texts(): Texts;
}

export function openProject({ compiler, config, registry, texts }: ProjectOptions): LanguageProject {
  const service = compiler.createLanguageService(createHost({ compiler, config, texts }), registry);
  let builder: ts.SemanticDiagnosticsBuilderProgram | undefined;
  const project: LanguageProject = {
    compiler,
    service,
    async problems(owns, pace) {
      const program = programOf(project);
      const current = compiler.createSemanticDiagnosticsBuilderProgram(program, { createHash: sha256 }, builder);
      builder = current;
      const files = program.getSourceFiles().filter((file) => !file.isDeclarationFile && owns(file.fileName));
      const problems: Problem[] = [];
      for (const file of files) {
        if (pace.isDue()) await pace.rest();
        for (const at of program.getSyntacticDiagnostics(file)) problems.push(toProblem(at, project));
        for (const at of current.getSemanticDiagnostics(file)) if (isError(at, compiler)) problems.push(toProblem(at, project));
      }
      return problems;
    },
  };
  return project;
}

export function programOf({ service }: LanguageProject): ts.Program {
  const program = service.getProgram();
  if (program === undefined) throw new Error("unreachable: a language service without a program");
  return program;
}

function isError(at: ts.Diagnostic, { DiagnosticCategory }: Compiler): at is ts.DiagnosticWithLocation {
  return at.file !== undefined && at.category === DiagnosticCategory.Error;
}

function toProblem(at: ts.DiagnosticWithLocation, project: LanguageProject): Problem {
  const message = project.compiler.flattenDiagnosticMessageText(at.messageText, "\n");
  return { at, message, key: `${at.file.fileName}\0${at.code}\0${message}`, project };
}

/** The service asks for more than its type says: with this, a reference to a project leads to its sources, built or not. */
type ServiceHost = ts.LanguageServiceHost & { useSourceOfProjectReferenceRedirect(): boolean };

function createHost({ compiler, config, texts }: Omit<ProjectOptions, "registry">): ServiceHost {
  const { sys } = compiler;
  const onDisk = new Map<string, string>();
  const read = (path: string): string | undefined => texts().get(path) ?? sys.readFile(path);
  return {
    getCompilationSettings: () => config.options,
    getProjectReferences: () => config.projectReferences,
    useSourceOfProjectReferenceRedirect: () => true,
    getScriptFileNames: () => config.fileNames,
    getScriptVersion: (path) => {
      const text = texts().get(path);
      if (text !== undefined) return sha256(text);
      const known = onDisk.get(path) ?? diskVersion(path);
      onDisk.set(path, known);
      return known;
    },
    getScriptSnapshot: (path) => {
      const text = read(path);
      return text === undefined ? undefined : compiler.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => sys.getCurrentDirectory(),
    getDefaultLibFileName: (options) => compiler.getDefaultLibFilePath(options),
    useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
    fileExists: (path) => sys.fileExists(path),
    readFile: read,
    directoryExists: (path) => sys.directoryExists(path),
    getDirectories: (path) => sys.getDirectories(path),
    readDirectory: (...search) => sys.readDirectory(...search),
    ...(sys.realpath === undefined ? {} : { realpath: sys.realpath }),
  };
}

/** Of a file as it is on disk: documents are kept from one repair to the next, between which files may change. */
function diskVersion(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? "gone" : `${stats.ino}-${stats.size}-${stats.mtimeNs}-${stats.ctimeNs}`;
}
