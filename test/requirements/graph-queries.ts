/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "queries.impact-files": "What depends on a file is everything from which imports lead to it, with the distance, and nothing else",
  "queries.impact-symbols": "What depends on a definition is what uses it, and what depends on that; who uses others of its file does not",
  "queries.without-import": "Where a language needs no import, uses are dependencies: in the package of Go and Java, in all files of Ruby",
  "queries.copybooks": "Whoever changes a field of a copybook is told every program that uses it",
  "queries.references":
    "Uses of a definition are found under other names, through namespaces and through files that pass it on; uses of a namesake are not",
  "queries.tests": "The tests to run are those that depend on what has changed, each with why; what no test reaches is named",
  "queries.path": "The path from a file to another is a shortest chain of imports",
  "queries.cycles": "Cycles are the groups of files that all import each other, directly or not",
  "queries.map": "The map shows first what most depends on, and what is in play, and never costs more than its tokens",
  "queries.surface":
    "`fettle map`, `refs`, `impact`, `tests`, `path` and `cycles` answer people and programs, escaped, from an index that is up to date",
  "queries.nearest": "A file or a name that is not there is an error that tells the nearest ones",
  "queries.one-state": "A question is answered from one state of the index, whatever is written meanwhile",
  "queries.changed": "With `--diff` the questions are about what differs from a commit, as git and the files have it",
} as const;
