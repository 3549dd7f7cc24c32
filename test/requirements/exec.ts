/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "exec.checks-apart": "Nothing that a command of the agent leaves behind outside the workspace's files reaches a check.",
  "exec.check-changed": "Work that changes what a check does is not verified by it.",
  "exec.fresh-receipts": "A receipt from before an effect, or of an earlier turn, is no evidence of the final tree.",
  "exec.checks-given-anew": "Checks that are named when a thread is resumed replace those it had.",
  "exec.story": "A bug in a real package is mended over every wire, and its own tests prove it.",
  "exec.claims":
    "What the model says of its work counts for nothing: failing checks go back to it, a bounded number of times, and end with 4.",
  "exec.exit-unverified": "Work that nothing can prove ends with 3.",
  "exec.exit-steps": "A turn that reaches its limit on steps ends with 4.",
  "exec.exit-denied": "A call that was denied ends with 5, however well the rest went.",
  "exec.exit-budget": "A budget ends the turn with 6 before it is overdrawn.",
  "exec.exit-model": "A provider that fails ends the turn with 7 and the code of the failure.",
  "exec.exit-interrupted": "Ctrl-C ends the turn with 130, in the log, and no command goes on.",
  "exec.exit-signal": "A service that is stopped and a terminal that is closed end the turn as Ctrl-C does, and leave nothing behind.",
  "exec.usage": "A command line, a model, a file or a folder that cannot be used ends before any work, and says what to do.",
  "exec.fetch-fails": "A page that cannot be fetched, for whatever reason, is a result the model can go on from.",
  "exec.wrong-calls": "A call that cannot be understood is never run; the model is told why, and a turn of nothing else ends.",
  "exec.strange-files": "Strange files are told of, changed only where they are meant to, and never reach the terminal raw.",
  "exec.strange-places": "A workspace without version control, with links that go in circles, is worked in as any other.",
  "exec.json": "Standard output of --json is the log, line for line.",
  "exec.prompt": "The prompt comes from the command line or standard input, with images.",
  "exec.output-schema": "The final answer fits the schema; one that does not goes back to the model.",
  "exec.hostile-readme":
    "An agent that obeys a hostile README changes and reads nothing outside of the workspace; one command takes back what it did inside, and the log says what decided",
  "exec.undo-told": "A model whose work was undone is told of it when the thread goes on, and the undo is in the thread's log",
} as const;
