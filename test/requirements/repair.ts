/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "repair.typescript-mends": "What the compiler or a renaming tells is mended without a model",
  "repair.typescript-silences-nothing":
    "A problem is never mended by silencing it, by inventing code or values, or by deleting code that may have effects",
  "repair.typescript-only-better": "A fix is kept only when it lowers the number of problems and what it reveals can be mended too",
  "repair.typescript-format": "A mended file keeps its line ends, byte order mark, indentation, quotes and semicolons",
  "repair.typescript-projects": "Projects with references, and workspaces of several projects, are mended as one",
  "repair.typescript-stays-inside": "Only files of the workspace itself are edited, and no code of the workspace is run",
  "repair.typescript-nothing-to-do": "Where nothing is broken, nothing helps or the compiler is missing, there is no repair",
  "repair.proposes": "The first repairer that applies and can help proposes, and nothing is written by asking",
  "repair.example": "The example project is broken as shipped, is mended wholly without a model, and then passes its own checks",
} as const;
