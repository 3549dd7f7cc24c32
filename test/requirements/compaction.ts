/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "compaction.facts-survive":
    "however often a conversation is compacted, also in the middle of a turn: instructions, prompts, contract, plan, decisions, files with hashes, commands and failing checks are told to the byte, no command that ran is run again, and requests only append between compactions",
  "compaction.in-time":
    "a conversation is compacted before it outgrows the window, with a summary that was asked for in advance, and replays",
  "compaction.without-model":
    "without a summary, whyever there is none, it is compacted with facts and a list of the steps, and nobody waits",
  "compaction.budget": "a summary draws on the thread's budget, and only where that covers the step beside it, too",
  "compaction.overflow": "a request that its provider finds too large is sent once more, smaller, and what was refused costs nothing",
  "compaction.breaker": "compaction that does not help ends the turn with a clear error, after few requests",
  "compaction.asked": "a person has the conversation compacted at any time",
  "compaction.forks": "a fork from before a cut sees the conversation as it was",
  "compaction.resume": "a compacted thread goes on with the very same words, without what lies before the cut",
  "compaction.no-repeat":
    "a command whose outcome was cut away is answered with that outcome when it is asked for again and nothing has changed, once",
  "compaction.same-words": "a compacted conversation is the same when its log is read again, from the last cut on",
  "compaction.whole-pairs": "a cut never parts calls from their results",
  "compaction.bounds": "what stands in place of the rest keeps to its share of the window",
  "compaction.notes": "a summary stands as quoted notes, of which no line can pose as what the user or the harness has said",
  "compaction.wires": "a compacted conversation is one that every wire can send",
  "compaction.context": "`fettle context` tells what the next request is made of, in tokens as the provider counts them and in money",
} as const;
