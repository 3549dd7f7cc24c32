import type ts from "@typescript/typescript6";
import type { Compiler } from "./compiler.ts";

/**
 * TypeScript 6 changed what options mean when they are absent. A project written for an older version gets that
 * version's defaults, or it would be full of problems it does not have.
 */
export function withDefaultsOf(major: number | undefined, options: ts.CompilerOptions, compiler: Compiler): ts.CompilerOptions {
  if (major === undefined || major >= 6) return options;
  const { ModuleKind, ModuleResolutionKind, ScriptTarget } = compiler;
  const target = options.target ?? ScriptTarget.ES5;
  const module = options.module ?? (target >= ScriptTarget.ES2015 ? ModuleKind.ES2015 : ModuleKind.CommonJS);
  const node10 = module === ModuleKind.CommonJS ? { moduleResolution: ModuleResolutionKind.Node10 } : {};
  return { strict: false, types: ["*"], noUncheckedSideEffectImports: false, ...node10, ...options, target, module };
}
