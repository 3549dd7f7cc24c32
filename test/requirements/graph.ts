export default {
  "graph.outline": "What a file defines, uses and imports is read by one query inside of the parser, whatever is wrong with the file",
  "graph.typescript": "What TypeScript and JavaScript define, export, import and use is read as the compiler means it",
  "graph.typescript-imports":
    "Imports of TypeScript and JavaScript lead where TypeScript's own resolution leads: precision and recall are at least 0.99",
  "graph.incremental": "An index that is kept in step, told of changes or not, is the same as one made anew",
  "graph.bad-input":
    "Huge trees, circles of links, generated sources, any bytes and files that come and go while they are read make no index fail",
  "graph.damage": "An index that is deleted, damaged or of another version is made anew, without an error",
  "graph.processes": "Two processes that index one workspace at once both end with the whole index",
  "graph.walk": "A workspace's files are those that git does not ignore; links are not followed, and a home folder is never indexed",
  "graph.watched": "An index is kept in step with the disk while it is watched, also when the operating system cannot tell of changes",
} as const;
