/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "compaction.facts-survive":
    "however often a conversation is compacted, also in the middle of a turn: instructions, prompts, contract, plan, decisions, files with hashes, commands and failing checks are told to the byte, no command that ran is run again, and requests only append between compactions",
  "compaction.context": "`fettle context` tells what the next request is made of, in tokens as the provider counts them and in money",
} as const;
