/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "proofs.envelope": "envelopes are DSSE: the type is signed with the bytes, and nothing changed or signed by another key opens",
  "proofs.markdown":
    "a proof for a pull request has verdict, checks, claims, findings, commands and the log's checkpoint, and no text in it becomes a link, an image, a mention or HTML",
  "proofs.statement":
    "`fettle proof --format in-toto` is an in-toto statement of the tree that was judged, signed with the key that signs the log",
  "proofs.verify":
    "`fettle proof --verify` accepts a statement as long as the log says the same, and nothing that was changed, on either side",
  "proofs.hints": "each error of `fettle proof` says what can be done about it",
} as const;
