/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "docs.examples-run": "every example of the documentation that says it can be run prints what the page says",
  "docs.links-lead": "every link and every file name in the documentation leads to a file and heading that exists",
  "docs.tables-current": "tables of settings and exit codes say what the source says",
  "docs.settings-complete": "every command, setting and error code is documented",
  "docs.tree-true": "every folder and file that AGENTS.md names is there, and every folder of src/ is named",
  "sdk.thread": "a program opens a thread through the package, hears its events, gets its outcome and reads its log again",
  "sdk.interrupt": "a program can interrupt a turn and is told that it was",
  "sdk.settings": "settings given by a program win over everything else and a wrong one is an error",
} as const;
