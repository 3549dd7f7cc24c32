/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "reports.fold":
    "a report is computed from a thread's events alone: verdict, checks before and after, trials, claims, findings, changes, cost",
  "reports.shown": "a task and a thread that is told again end with the report: the verdict once, and a table of at most 80 columns",
  "reports.protocol": "the JSON Schema that `fettle protocol` prints accepts a report",
} as const;
