export default {
  "graph.outline": "What a file defines, uses and imports is read by one query inside of the parser, whatever is wrong with the file",
} as const;
