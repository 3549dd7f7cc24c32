/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "syntax.parse": "Source code of each language is parsed into a tree of its named nodes, whatever is wrong with it",
  "tampering.tests": "Tests that were deleted while their subject lives, skipped, focused or left early are found in every language",
  "tampering.assertions":
    "Assertions that were removed, weakened, made conditional, swallowed or made to hold always are found in every language, and changed expected values",
  "tampering.settings": "Settings of checks that were loosened are found, those that were tightened are not",
  "tampering.scripts": "Commands of checks that hide their failures, look at less or are gone are found, other commands are not",
  "tampering.runner": "Changes to what runs the tests are found: assertions replaced, runs ended as a success, installed packages patched",
  "tampering.sources":
    "Sources are found that detect their tests, answer exactly what tests ask, or leave a stub as the implementation; base cases and tables are not",
  "tampering.mocks": "A test that replaces what it tests is found, one that replaces what its subject uses is not",
  "tampering.data":
    "Changed snapshots and fixtures decide when tests failed and nothing else, or exactly those tests' snapshots, were changed",
  "tampering.suppressions": "Comments that silence a check are found, and decide when that check failed before the work",
  "tampering.failing": "What is only shown otherwise decides when the test it concerns failed",
  "tampering.asked": "What the task itself asks for does not decide; a purpose or a prohibition is no request",
  "tampering.ids": "A finding has the same id when it is found again, on whatever line",
  "tampering.honest": "At most 2 % of honest releases that change tests have a finding that decides, and the published table says how many",
  "tampering.changes":
    "What a thread changed is its files' versions before its first change and now, without what other people changed; a fork's work is that of the threads it branches off, too",
  "tampering.old-tests":
    "Tests that failed before the work and were changed by it are run as they were, and decide when the same ones would fail still",
  "tampering.verdict": "A finding that decides keeps the work from being verified until a person accepts it by name",
} as const;
