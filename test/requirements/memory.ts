/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "memory.file": "a memory is one Markdown file with a strict head, which reads as it was written, whatever is in it",
  "memory.inbox": "what a model wants to be remembered waits for a person, with what the harness knows of where it comes from",
  "memory.accept": "a person is shown all of a memory, escaped, with its origin and what its thread had read, and accepts exactly that",
  "memory.poisoning": "nothing becomes a memory, and no memory becomes another one, without a person who has read it",
  "memory.stale": "a memory whose files have changed is shown as stale, told as stale, ranked down, and holds again when a person says so",
  "memory.told": "a model is told what is on record about its prompt and about files it touches, once, and a replay tells it again",
  "memory.titles": "every thread begins with the titles of what is kept, the user's own first, within a budget",
  "memory.decisions": "decision records are recognised where projects keep them, in their usual forms, with what has become of them",
  "memory.recall": "questions in other words than the record's find it among the first five",
  "memory.stems": "words of one stem are one, by Porter's rules",
  "memory.commands": "`fettle memory` lists, shows, adds, accepts, checks and forgets, for people and for programs",
  "memory.terminal": "`/memory` shows what waits first, and does what the person chooses with exactly what they were shown",
  "memory.secrets": "what looks like a secret is in no memory and no proposal",
} as const;
