/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "store.undo":
    "Whatever a transaction did to a root, undo restores it to the byte: content, type, mode, time, owner, link target; and redo does it again",
  "store.undo-user": "The same holds for an ordinary user",
  "store.collect":
    "A layer's changes are what happened in it and nothing else: one change for a folder that came or went, none for a file only opened",
  "store.replaced-folder": "A folder that was removed and made anew replaces the old one, and shows nothing of it",
  "store.renamed-folder": "A lower folder renamed within the overlay becomes a deletion and a whole new folder",
  "store.names": "Any name survives commit and undo: newlines, escapes and bytes that are not UTF-8",
  "store.conflict":
    "What somebody else changed since a transaction began is left alone, the rest is committed, and the new version is kept in quarantine",
  "store.overtaken":
    "What somebody changes or makes while a commit or an undo is under way stays, and only that path is a conflict; the new version is kept",
  "store.undo-conflict": "Undo leaves what was changed since and says so, and takes back the rest",
  "store.undo-many": "Several checkpoints are undone as one, also those that build on each other, and redone as one",
  "store.undo-some": "An undo can be confined to paths and patterns, and the rest be undone later",
  "store.preview": "A preview says what an undo would do, and does nothing",
  "store.killed": "A process killed at any moment of commit, undo or redo loses no file: each path is wholly as before or as after",
  "store.taken-back":
    "A commit that was cut off is taken back, and what somebody put in its way meanwhile is kept with what was there before",
  "store.disk-full": "On a full disk a commit changes nothing and says why",
  "store.swapped": "A folder swapped for a link leads no commit and no undo out of the root",
  "store.parallel": "Processes that commit to one root at the same time take turns, and lose nothing",
  "store.busy": "Who waits in vain for another process is told which",
  "store.place":
    "The store lies in the home when that is on the root's mount, else hidden from git in the root, and is refused where neither can be",
  "store.own-folder": "No change reaches the store itself, wherever it lies",
  "store.quarantine":
    "What is held back is shown, accepted into the root or dropped, and an accepted change is a checkpoint like any other",
  "store.quarantine-paths":
    "Of what is held, single paths are accepted or dropped; the others stay held, with the reasons that are about them",
  "store.quota": "Old checkpoints go when the quota is full: undone ones first, then the oldest; pinned ones and the newest stay",
  "store.links":
    "Second names of files that are deleted stay as long as a snapshot may need them, and count against the quota, as does what is held",
  "store.versions": "Of each change both versions can be found for as long as they are kept",
  "store.dead-layers": "Layers of dead processes are removed, those of live ones stay",
  "store.constant": "Neither a commit nor an undo looks at what was not changed: a folder goes and comes back as one rename",
  "store.read-only-folders": "Folders that their owner may not write to come and go as others do, and keep their modes",
  "store.recorded": "What a command changed directly is kept and can be undone like what was committed",
} as const;
