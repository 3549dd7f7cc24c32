/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "liars.caught": "A session in which the model lies about its work or cheats its checks does not end verified",
  "liars.honest":
    "A session in which the same task is done and told honestly is not accused of anything, and verified where the work is whole",
  "liars.left": "What a job or a process left behind would do after the verdict is not done: what was verified is what is left",
  "liars.replayed": "What caught a lie is in the log: a replay comes to the same claims and findings",
} as const;
