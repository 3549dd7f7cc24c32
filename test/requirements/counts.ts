/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "counts.runners":
    "What a test runner counted is read from its output, with the tests that failed and where, whichever of the usual runners it was",
  "counts.sums": "Runs one after the other are summed, also those of the packages of a workspace that print at the same time",
  "counts.printed": "A summary that a test printed does not count: of those in one run's output the last one does",
  "counts.any-output":
    "Colours, Windows line ends and redrawn lines change no count; a cut output gives none that had to be added up; no output is an error",
  "counts.receipt": "The receipt of a check has what the test runner counted",
  "counts.proof": "A check in which no test ran, or whose exit code hides failed tests, proves nothing",
  "counts.shrunk": "Work after which fewer tests run than before is not verified, unless they run in another check now",
} as const;
