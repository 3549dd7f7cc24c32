/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "agent.kill":
    "however often the process is killed, and wherever: no acknowledged event is lost, the thread goes on with what is left to do, and no effect happens twice",
} as const;
