/** The rules of the `.gitignore` in `folder`, rewritten to mean the same in the `.gitignore` of the workspace. */
export function rulesFrom(gitignore: string, folder: string): string[] {
  const lines = gitignore.split(/\r?\n/);
  if (folder === ".") return lines;
  const prefix = `/${folder.replace(/[\\*?[\]]/g, "\\$&")}/`;
  return lines
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => {
      const negated = line.startsWith("!");
      const pattern = negated ? line.slice(1) : line;
      // Only a slash before the end ties a pattern to its folder.
      const anchored = /\/./.test(pattern.trimEnd());
      return (negated ? "!" : "") + prefix + (anchored ? pattern.replace(/^\//, "") : `**/${pattern}`);
    });
}
