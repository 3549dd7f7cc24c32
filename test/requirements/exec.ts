/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "exec.story": "A bug in a real package is mended over every wire, and its own tests prove it.",
} as const;
