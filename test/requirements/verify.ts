/** id → what must hold. A test cites the id with `verifies`. */
export default {} as const;
