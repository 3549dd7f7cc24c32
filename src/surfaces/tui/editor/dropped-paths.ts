import { homedir } from "node:os";
import { extname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

const imageExtensions = new Set([".png", ".jpg", ".jpeg", ".gif", ".webp"]);

/**
 * The image files that a paste consists of: a path that was copied, or files that were dropped on the terminal, which sends them quoted,
 * with backslashes before blanks, or as `file:` addresses. Undefined when anything else is in it, or one of them is not there. A relative
 * path is more likely meant as text.
 */
export function droppedImages(paste: string, isFile: (path: string) => boolean): string[] | undefined {
  const text = paste.trim();
  // A path that was copied has its blanks as they are.
  return [[text], shellWords(text) ?? []].map(asImages).find((paths) => paths !== undefined && paths.length > 0 && paths.every(isFile));
}

function asImages(words: readonly string[]): string[] | undefined {
  const paths = words.map(asPath);
  return paths.every((path) => path !== undefined && imageExtensions.has(extname(path).toLowerCase())) ? (paths as string[]) : undefined;
}

function asPath(word: string): string | undefined {
  if (word.startsWith("file://")) return fromAddress(word);
  if (word.startsWith("~/")) return join(homedir(), word.slice(2));
  return isAbsolute(word) ? word : undefined;
}

function fromAddress(address: string): string | undefined {
  try {
    return fileURLToPath(address);
  } catch {
    return undefined;
  }
}

/** What a shell would make of it; undefined when a quote is not closed. Nothing is expanded. */
function shellWords(text: string): string[] | undefined {
  const words: string[] = [];
  const word = /\s*((?:\\[^]|'[^']*'|"(?:\\[^]|[^"\\])*"|[^\s'"\\])+)/y;
  while (word.lastIndex < text.length) {
    const match = word.exec(text);
    if (match === null) return undefined;
    words.push(match[1]!.replaceAll(/\\([^])|'([^']*)'|"((?:\\[^]|[^"\\])*)"/g, unquote));
  }
  return words;
}

function unquote(_whole: string, escaped?: string, single?: string, double?: string): string {
  return escaped ?? single ?? double!.replaceAll(/\\(["\\$`])/g, (_pair, character: string) => character);
}
