/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "red-green.plan":
    "Tests that are new or changed are told from the rest of the work, and what the tests import from what was changed besides",
  "red-green.narrow": "A check is run for the new tests alone where its runner can be told so, and as a whole where it cannot",
  "red-green.red":
    "A new test fails on the code from before because an assertion does not hold or what it tests is not there; anything else is no proof",
  "red-green.passes":
    "A new test that passes without the work is named; where the work claims to mend something and nothing else shows it, that decides",
  "red-green.tried":
    "New tests are run without the work, with it, and without what they import alone, in layers that leave nothing in the workspace",
  "red-green.not-known": "Where new tests could not be tried, or failed for a reason of their own, that is said and nobody is accused",
  "red-green.judged":
    "When all checks pass, the new tests of a thread are tried before the verdict; a replay reads what was recorded of it",
} as const;
