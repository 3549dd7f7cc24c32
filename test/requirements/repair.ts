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
  "repair.programs-mend":
    "Linters and formatters of the project mend what they can, in files that the work has changed, in a layer that is dropped",
  "repair.programs-only-better":
    "A program's fix is proposed only when there is less to report than before and nothing new, and not when the program fails",
  "repair.programs-chosen": "A program is run only where the project has chosen it and has it; what is missing is left out",
  "repair.python": "Imports that Python code lacks and that are in exactly one place are added, misspelt names are mended",
  "repair.python-knows": "Python code that may mean several things, or that cannot be read, is left as it is",
  "repair.rust": "Where a Rust project does not compile, what its compiler has one answer to is mended, in all of the project",
  "repair.rust-knows": "Rust code is left as it is where there are several answers, none, or one that only silences the compiler",
  "repair.go": "Where a Go project does not compile, its imports and misspelt names are mended, in all of the project",
  "repair.go-knows": "Go code that may mean several things, or that cannot be read, is left as it is",
  "repair.compiled-only-better":
    "Of what mends compile errors, nothing is kept that is itself a new error, and nothing that leaves as many errors as before",
  "repair.lockfile": "A lockfile that does not fit its manifest is brought in step, where that needs no network",
  "repair.merge-markers": "An unfinished merge is settled where only one side changed something, both did the same, or both only import",
  "repair.merge-markers-kept": "A conflict in which two sides want different things is left as it is",
  "repair.at-the-end": "What a model leaves broken and needs no model is mended before it is told, and it is told of what was mended",
  "repair.benchmark": "The documented shares of mended breakages are those of the benchmark, and no repair makes a passing test fail",
  "repair.example": "The example project is broken as shipped, is mended wholly without a model, and then passes its own checks",
} as const;
