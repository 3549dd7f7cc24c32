export default {
  "graph.outline": "What a file defines, uses and imports is read by one query inside of the parser, whatever is wrong with the file",
  "graph.typescript": "What TypeScript and JavaScript define, export, import and use is read as the compiler means it",
} as const;
