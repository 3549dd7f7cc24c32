import { FettleError } from "../contract/error.ts";
import type { Project } from "../contract/check.ts";

/** The text of a file of the project, without the mark some editors begin one with; undefined when there is none. */
export async function readText({ files }: Project, path: string): Promise<string | undefined> {
  try {
    return (await files.read(path)).toString("utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export async function exists({ files }: Project, path: string): Promise<boolean> {
  try {
    await files.facts(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** The first of `paths` that exists. */
export async function firstOf(project: Project, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (await exists(project, path)) return path;
  return undefined;
}

/** From 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** `file:line` of the first match, or of the first line. */
export function placeOf(file: string, text: string, pattern: RegExp): string {
  return `${file}:${lineAt(text, pattern.exec(text)?.index ?? 0)}`;
}

export function unreadable(at: string, problem: string): FettleError {
  return new FettleError("config.invalid", `${at} cannot be read: ${problem}`, {
    at,
    hint: "Mend the file, or name the checks with --check.",
  });
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR";
}
