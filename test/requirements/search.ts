/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "search.kinds":
    "prompts, replies, calls, outputs, changed paths, receipts, verdicts, questions and failures are found, each as what it is",
  "search.words":
    "words are found as they stand, by their beginning and as parts of compound names, all of them or, where none has all, some; no text is an error",
  "search.ranking": "what people said comes before what programs printed, and of two alike the newer one",
  "search.excerpt": "a hit shows the stretch that holds most of what was looked for, with the places marked",
  "search.incremental": "a search reads only the events that are new since the last one, by anybody",
  "search.derived": "an index that is deleted, damaged, locked away or of another version is made again, and nobody is bothered",
  "search.obstructed": "an index that cannot be written is an error that says where and what to do",
  "search.unreadable": "a thread that may not be read is told of and left out, and the others are found",
  "search.replaced": "a log that was cut or replaced is read again from its beginning",
  "search.forgotten": "threads that are gone are not found, and after `fettle gc` their words are in no file",
  "search.together": "processes that search at once find the same, and no event twice",
  "search.secrets": "what looks like a secret is neither in the index nor in what is shown",
  "search.surface": "hits are told with what it takes to open them, escaped, or as JSON; of one thread, of this folder, or of all",
  "search.progress": "what takes longer than a second says how far it is, to a terminal, and leaves nothing behind",
} as const;
