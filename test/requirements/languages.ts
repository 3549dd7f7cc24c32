export default {
  "languages.outline": "What a file of each language defines, uses and imports is told as the language means it",
  "languages.imports": "An import leads to the files that the language itself would take, and to no other of the same name",
  "languages.broken": "Source that is cut off, spoilt or no source at all has an outline all the same",
  "languages.tests": "Files that hold tests are told by the names that the language's runners look for",
  "languages.python-imports": "Of the imports of a real Python package tree at least 97 % lead where Python's own finder leads, and back",
  "languages.go-imports": "Of the imports of a real Go module at least 97 % lead where the go command leads, and back",
  "languages.cobol-compiler": "Of real COBOL programs the copybooks, the calls and the data items are those that the compiler lists",
} as const;
