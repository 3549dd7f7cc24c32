import { canonicalPath, type Folders } from "./canonical-path.ts";

/** A pattern for paths, read once. All take canonical paths and time proportional to the product of both lengths at most. */
export interface PathPattern {
  /** The path itself is covered, or a folder that it lies in. */
  covers(path: string): boolean;
  /** The same whatever the case: for rules that forbid, where file systems may not tell `.GIT` from `.git`. */
  coversFolded(path: string): boolean;
  /** Something that the pattern covers, whatever the case, may lie in this folder. */
  mayLieBelow(folder: string): boolean;
  /** Something that the pattern covers must lie in this folder, if it is there at all: who removes the folder removes it. */
  liesBelow(folder: string): boolean;
}

/** `**` stands for any folders, also none, `*` and `?` for characters of one name. */
export function pathPattern(pattern: string, folders: Folders): PathPattern {
  const path = canonicalPath(pattern, folders);
  const wanted = segmentsOf(path);
  const wild = wanted.findIndex((segment) => /[*?]/.test(segment));
  const literal = wild < 0 ? wanted : wanted.slice(0, wild);
  // What lies in a covered folder is covered.
  const covering = [...wanted, "**"];
  const folded = segmentsOf(fold(path)).concat("**");
  return {
    covers: (one) => segmentsMatch(covering, segmentsOf(one)),
    coversFolded: (one) => segmentsMatch(folded, segmentsOf(fold(one))),
    mayLieBelow: (folder) => reachesBelow(folded, segmentsOf(fold(folder))),
    liesBelow(folder) {
      const names = segmentsOf(folder);
      return names.length < literal.length && names.every((name, index) => name === literal[index]);
    },
  };
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

/** Whether names that begin like this can still come to match. */
function reachesBelow(pattern: readonly string[], names: readonly string[]): boolean {
  for (const [place, name] of names.entries()) {
    const segment = pattern[place];
    if (segment === "**") return true;
    if (segment === undefined || !nameMatches(segment, name)) return false;
  }
  return true;
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
