/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "judging.base":
    "`fettle verify` judges what lies between a commit and the workspace, by the checks that the commit has, which run on both trees; the workspace stays as it is",
  "judging.hides-nothing": "whatever git's index, ignore lists or configuration say of files, changed files of the tree are judged",
  "judging.runs-nothing": "reading a repository runs nothing that its configuration names",
  "judging.thread": "`fettle verify THREAD` judges a thread's work again on the files as they are now, and runs only what is stale",
  "judging.accept":
    "`fettle verify THREAD --accept` takes a name, records it, and says what the verdict is then; the log is signed up to there",
  "judging.replay": "a thread that only judges is replayed like any other",
} as const;
