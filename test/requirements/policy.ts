/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "policy.strictest-wins": "the strictest ruling decides, and what no rule covers is denied",
  "policy.box-free": "what stays in the box needs no approval",
  "policy.hosts": "only listed hosts are reached without asking, whatever the spelling",
} as const;
