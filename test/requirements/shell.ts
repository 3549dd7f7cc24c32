/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "shell.attacks": "no script that makes bash run something hidden counts as known",
  "shell.benign": "nine of ten commands that agents really run are known, and each of the others is refused for a reason",
  "shell.fuzz": "no mutant of attacks and everyday commands that counts as known makes real bash run anything else",
  "shell.case": "each known way to slip a command past a rule ends as it should",
  "shell.visible": "every command that can be seen is listed with its place, whatever stands around it",
  "shell.arguments": "options that run, write or remove elsewhere keep a harmless program from being known",
  "shell.everyday": "variables, loops, patterns and wrappers are known where their meaning is plain",
  "shell.workspace": "absolute paths in the workspace count as inside, and no others",
  "shell.bounded": "work grows no faster than the script, and no script makes the classifier throw",
  "shell.catastrophic":
    "removing home, root, a parent or another project, forced pushes, publishing and more privilege are recognised in every spelling",
  "shell.interpreters": "a rule that would let an interpreter or a wrapper run anything is recognised as such",
} as const;
