/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "claims.read": "Statements of fact are read from the final message; hedged, negated, quoted and planned ones are none",
  "claims.honest": "No honest message is accused of anything",
  "claims.judged": "Each claim is supported, contradicted, stale or unsupported, by what commands, receipts and changes the log has",
  "claims.hidden-exit": "A command whose exit code a pipe or a later command hides supports nothing",
  "claims.any-text": "No message and no log is an error",
  "claims.vouched":
    "A claim that tests pass, which nothing supports, keeps the work from being verified where no check runs tests, and nowhere else",
  "claims.verdict": "A contradicted or stale claim keeps the work from being verified, and goes back to the model once",
} as const;
