/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "secrets.shapes": "Every kind of token in the table is replaced by a mark that names its kind, and what stands around it stays.",
  "secrets.benign": "Hashes, UUIDs, integrity strings, images in base64, minified code and placeholders are left as they are.",
  "secrets.known":
    "A known value is replaced in every form: as it is, in base64 at each offset, in hexadecimal, escaped for JSON and for addresses, and broken into lines.",
  "secrets.stable":
    "The same secret has the same mark, in every process of a home, and what was once found by its look is known from then on.",
  "secrets.stream":
    "A stream cut anywhere is redacted as the whole would have been, and holds back only what may be the beginning of a secret.",
  "secrets.linear": "Twice the input takes no more than about twice the work, whatever the input.",
  "secrets.names": "A variable's name tells whether its value is secret; placeholders, paths and references are not.",
  "secrets.unseen":
    "Nothing that a command, a file, a check or a provider's error reveals of a secret reaches a model, the log, its blobs or the screen.",
  "secrets.unseen-processes":
    "No process that the harness starts has a provider's key in its environment or its arguments, and none can read those of the harness.",
  "secrets.unseen-home": "Keys in the home folder are not there for commands.",
  "secrets.marks": "A mark is never written into a file or run: such a call is refused, and says what the mark stands for.",
  "secrets.replay": "A thread in which secrets were replaced is replayed to the byte.",
  "secrets.receipts": "A receipt's hash is the one of the output that the log holds, marks included, when secrets were replaced in it.",
  "secrets.escaped": "Control characters in commands, paths and results are shown as escapes.",
} as const;
