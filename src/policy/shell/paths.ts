/** A plain path below the current folder: relative, never leading upwards, never into a repository's own files. */
export function isInside(path: string): boolean {
  if (path === "" || /^[-/~]/.test(path) || path.includes("\n")) return false;
  return path.split("/").every((part) => part !== ".." && part.toLowerCase() !== ".git" && !/^\.[*?[]/.test(part));
}

/** A path below the current folder and not that folder itself. */
export function isBelow(path: string): boolean {
  return isInside(path) && path.split("/").some((part) => part !== "" && part !== ".");
}

/** No argument names something outside of the current folder, also not as the value of an option. */
export function staysInside(arg: string): boolean {
  const value = /^--?[\w.-]+=/.test(arg) ? arg.slice(arg.indexOf("=") + 1) : arg;
  return !/^[/~]|(?:^|\/)\.\.(?:\/|$)/.test(value) && !/^-[A-Za-z](?:\/|~|\.\.\/)/.test(value);
}

/** The last part of a program's path; "" if the word is not literal. */
export function baseName(word: string | null | undefined): string {
  return word == null ? "" : word.slice(word.lastIndexOf("/") + 1);
}
