const plain = /^[\x20-\x7e]*$/;
/** HFS+ passes over these when it compares names. */
const ignorable = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;
const endings = /(?::.*|[. ]+)$/s;
/** What NTFS may call them besides. */
const shortNames: readonly [name: RegExp, long: string][] = [
  [/^git~\d+$/, ".git"],
  [/^(?:gitmod|gi7eba)~\d+$/, ".gitmodules"],
];

/**
 * A name as the laxest of file systems compares it: without case, Unicode form, ignorable characters, an NTFS stream or trailing dots
 * and spaces, and with 8.3 names of git's own files resolved. Two names that are one anywhere are one here.
 */
export function foldName(name: string): string {
  // Upper case first: `ſ` and `ı` are letters of their own in lower case only.
  const folded = plain.test(name) ? name.toLowerCase() : name.replace(ignorable, "").normalize("NFC").toUpperCase().toLowerCase();
  const bare = folded.replace(endings, "") || folded;
  return bare.includes("~") ? (shortNames.find(([short]) => short.test(bare))?.[1] ?? bare) : bare;
}

export function foldPath(path: string): string[] {
  return path.split("/").map(foldName);
}
