import type ts from "@typescript/typescript6";

/** The API of the TypeScript compiler: its language service has the fixes, which TypeScript 7 does not offer to other programs. */
export type Compiler = typeof ts;

/**
 * Undefined when `@typescript/typescript6` is not installed. The workspace's own compiler is never loaded:
 * its code would run outside the box.
 */
export async function loadCompiler(): Promise<Compiler | undefined> {
  try {
    return (await import("@typescript/typescript6")).default;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
