/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "git.neutral": "The harness's own git commands run nothing and obey nothing that a repository brings",
  "git.environment": "What is set in the harness's environment does not reach its git commands",
  "git.fails": "Without git, and when git fails, there is no output; an abort is told apart",
} as const;
