import { canonicalPath, type Folders } from "./canonical-path.ts";

/**
 * Whether a pattern covers a canonical path: the path itself, or a folder that it lies in. `**` stands for any folders, also none,
 * `*` and `?` for characters of one name. Takes time proportional to the product of both lengths at most.
 */
export function pathMatches(pattern: string, path: string, folders: Folders): boolean {
  const names = segmentsOf(path);
  const wanted = segmentsOf(canonicalPath(pattern, folders));
  // What lies in a covered folder is covered.
  return segmentsMatch([...wanted, "**"], names);
}

/** The same whatever the case: for rules that forbid, where file systems may not tell `.GIT` from `.git`. */
export function pathMatchesFolded(pattern: string, path: string, folders: Folders): boolean {
  return pathMatches(fold(pattern), fold(path), { workspace: fold(folders.workspace), userHome: fold(folders.userHome) });
}

/** Whether something that the pattern covers must lie in this folder, if it is there at all: who removes the folder removes it. */
export function liesBelow(pattern: string, folder: string, folders: Folders): boolean {
  const wanted = segmentsOf(canonicalPath(pattern, folders));
  const wild = wanted.findIndex((segment) => /[*?]/.test(segment));
  const literal = wild < 0 ? wanted : wanted.slice(0, wild);
  const names = segmentsOf(folder);
  return names.length < literal.length && names.every((name, index) => name === literal[index]);
}

/** Whether all that `inner` covers is covered by `outer`. May say no when it is so, never yes when it is not. */
export function globCovers(outer: string, inner: string, folders: Folders): boolean {
  const [out, within] = [outer, inner].map((pattern) => segmentsOf(canonicalPath(pattern, folders)));
  if (out === undefined || within === undefined) return false;
  if (out.join("/") === within.join("/")) return true;
  const lead = out.at(-1) === "**" ? out.slice(0, -1) : out;
  if (lead.some((segment) => segment === "**"))
    return !within.some((segment) => /[*?]/.test(segment)) && segmentsMatch([...out, "**"], within);
  return (
    within.length >= lead.length &&
    lead.every((segment, index) => {
      const name = within[index] ?? "";
      return segment === name || (name !== "**" && segment === "*") || (!/[*?]/.test(name) && nameMatches(segment, name));
    })
  );
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

/** Greedy with one way back, as for wildcards in a text: the last `**` takes as much as it needs. */
function segmentsMatch(pattern: readonly string[], names: readonly string[]): boolean {
  let [at, name, star, starName] = [0, 0, -1, 0];
  while (name < names.length) {
    if (pattern[at] === "**") {
      star = at++;
      starName = name;
    } else if (at < pattern.length && nameMatches(pattern[at] ?? "", names[name] ?? "")) {
      at++;
      name++;
    } else if (star >= 0) {
      at = star + 1;
      name = ++starName;
    } else return false;
  }
  while (pattern[at] === "**") at++;
  return at === pattern.length;
}

function nameMatches(pattern: string, name: string): boolean {
  let [at, char, star, starChar] = [0, 0, -1, 0];
  while (char < name.length) {
    if (pattern[at] === "*") {
      star = at++;
      starChar = char;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === name[char])) {
      at++;
      char++;
    } else if (star >= 0) {
      at = star + 1;
      char = ++starChar;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
