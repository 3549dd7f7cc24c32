/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "snapshot.changes": "What a command changes directly in a root is told path by path, in the words of a transaction",
  "snapshot.restores":
    "Every kind of entry comes back as it was: content, type, mode, time to the nanosecond, link target, bytes of its name",
  "snapshot.in-place": "A write into a file is found though its size and time are what they were",
  "snapshot.same": "What is as it was in the end is no change, though it was touched, and what happens within one tick of the clock is one",
  "snapshot.copies-once": "A second look at an unchanged tree copies nothing",
  "snapshot.hard-links": "Names of one file that went together are names of one file again",
  "snapshot.deleted-tree": "A deleted folder is one change with all of its entries",
  "snapshot.caps": "Files that are too large to copy are named before, and their changes are told as ones that cannot be undone",
  "snapshot.room": "When there is no room for all copies, the largest files go without",
  "snapshot.torn": "A file that is written to while it is copied is never kept half old and half new",
  "snapshot.dependencies":
    "Installed packages are kept without copying them; only a write into one of their files cannot be undone, and is told",
  "snapshot.no-follow": "No link is followed, whatever is swapped for one while the root is looked at",
  "snapshot.blind": "A folder that may not be read is named, and its content counts neither as new nor as deleted",
  "snapshot.deep": "A folder deeper than folders are followed is named, and changes beside it are found",
  "snapshot.excluded": "What is none of the snapshot's business is not looked at",
  "snapshot.adopt": "What was recorded otherwise is not told again, and what a job changed beside it still is",
  "snapshot.revert": "A change that is held back goes elsewhere as a whole, and what was there before it comes back",
  "snapshot.revert-inside": "One path in a new folder can be held back without the rest of it",
  "snapshot.revert-race": "What somebody writes to a path while it is reverted is kept, and nothing outside the root is touched",
  "snapshot.record": "What was written directly is a checkpoint without being moved; undo and redo bring back both states exactly",
  "snapshot.record-cut-off":
    "A checkpoint of what was written directly that fails or is cut off loses neither the old versions nor the new ones",
  "snapshot.ordinary-user": "An ordinary user's snapshot tells and restores the same as root's",
  "snapshot.close": "A closed snapshot leaves nothing but the names it shares with later ones",
  "snapshot.layer-trouble": "A command that failed by a limit of overlays is told from one that failed otherwise or did not fail",
  "snapshot.foreign-owners": "Entries of owners that a box does not know are found at the top of a root",
} as const;
