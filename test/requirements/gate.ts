/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "gate.pass": "Ordinary changes pass: files, folders, links that stay inside, modes, named pipes, deletions",
  "gate.git-commands":
    "What git commands write passes: init, commit, branch, remote, stash, worktree, checkout, merge, rebase, gc, submodules, clone",
  "gate.git-hooks":
    "A hook that is new or changed is held in repositories at any depth and by any name, also when the folder becomes a repository later",
  "gate.git-config": "A setting that makes git run or obey something else is held when it is added or altered, and other settings are not",
  "gate.git-config-syntax": "Git's configuration is read as git reads it, and what git refuses is held",
  "gate.git-pointer": "A repository that is taken from outside the workspace is held",
  "gate.git-loss": "What would cost history is held: objects, packs, references and reflogs that git itself would have kept",
  "gate.auto-run": "Files that agents, editors, build servers, shells, hooks or package managers obey by their name are held at any depth",
  "gate.keyed": "Files with a few dangerous settings are held only when one of these is added or altered",
  "gate.dependencies": "Installed dependencies pass whatever files they bring, but for what git would run",
  "gate.names": "Names are the same that are the same on any file system: case, Unicode form, ignorable characters, short names",
  "gate.links": "A link that leads out of the workspace, or could be made to by other links, is held",
  "gate.special": "Devices, sockets and files with set-user or set-group bits are held",
  "gate.mass-deletion": "More deletions at once than the limit are held with a list, unless ignored, regenerable, moved, or kept by git",
  "gate.judged-content": "What was overwritten before the gate looked counts as new, a link is never followed, and what is no text is held",
  "gate.policy":
    "What a rule of the policy denies to change is held with the rule and its place, whichever road led there: folders that go or are replaced around it too",
  "gate.closed": "A new folder that cannot be looked into is held, and one that goes does not stop the judgement",
  "gate.cost": "A new folder of 80,000 entries is walked once and no content of it is read",
  "gate.describe": "Holds are told by reason, with names made safe to print",
} as const;
