/** Folders that hold what tools install or remember. They are not part of the tree, unless git tracks what is in them. */
export const noiseFolders: readonly string[] = [
  "node_modules",
  "__pycache__",
  ".pytest_cache",
  ".mypy_cache",
  ".ruff_cache",
  ".tox",
  ".venv",
  "venv",
  ".gradle",
  ".turbo",
];

/** Never part of the tree: what version control and Fettle itself keep. */
export const privateFolders: readonly string[] = [".git", ".hg", ".svn", ".fettle"];
