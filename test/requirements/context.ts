/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "context.own-commands": "the model is told of each command that a person has run and what it printed, after what it was told before",
  "context.same-entries": "the conversation is the same while a thread runs and when its log is read again, whatever lies beside the log",
  "context.unanswered": "calls without a result are known, and the model is not shown results before all of them are there",
} as const;
