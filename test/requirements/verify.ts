/** id → what must hold. A test cites the id with `verifies`. */
export default {
  "verify.contract-package-json":
    "The scripts of package.json that check something become checks, run by the project's own package manager, each with the line it stands on",
  "verify.contract-compiler": "A TypeScript project whose scripts prove no types is checked by the compiler it has installed",
  "verify.contract-projects": "Projects below the root have checks of their own, unless the root's reach them; what lies aside has none",
  "verify.command-lines": "A command in instructions counts when it is known to prove something and needs no shell to be understood",
  "verify.contract-other-kinds": "Makefile, pytest, Cargo and Go projects have their usual checks",
  "verify.contract-real-projects": "The checks of published projects of many kinds are found as a person would name them",
  "verify.contract-given": "Commands given with --check count alone, and a pipe cannot hide that one failed",
  "verify.contract-timeout": "A check may take as long as what it proves usually needs, unless a person has set a time for all",
  "verify.contract-frozen": "A contract is frozen and in an order that fails early; a project without checks has an empty one",
  "verify.contract-unreadable": "A project file that cannot be read is told with file and line, and takes away no other file's checks",
  "verify.contract-definition":
    "A check keeps what the project's files say that it does, and passing proves nothing once the work made it do something else",
  "verify.written-checks":
    "A trusted .fettle/checks.toml adds checks, takes found ones away and says what the work must and must not change; what is wrong in it is an error with file and line",
  "verify.conditions":
    "Paths that must or must not change and files that must fit a schema are held against the work without running anything",
  "verify.flaky":
    "A check that fails although it passed before is run once more on the same tree; one that ends both ways proves nothing, unless it was known to",
  "verify.known-failures": "Tests that failed before the work and still do are named and not blamed on it, unless the task is to mend them",
  "verify.wants": "A check that fails for want of a network or a terminal says so",
  "verify.hard-checks":
    "A check that is missing, needs a terminal, the network or an answer, never ends, prints without measure or leaves a daemon is told apart and harms nothing",
  "verify.check-network": "Checks have no network but where somebody has said so, and then only the hosts that are allowed",
  "verify.check-history":
    "What checks cost and how often they were flaky is measured for each workspace, by any number of processes at once, and the quick ones run first",
  "verify.tree-same": "The tree hash is the same for the same files, in a git repository or not, whenever and wherever they were written",
  "verify.tree-sees": "The tree hash changes with every content, name, executable bit and link target that matters",
  "verify.tree-ignores": "What .gitignore names and what tools install or remember is not part of the tree",
  "verify.tree-confined": "Hashing a tree follows no links out of it, opens no pipes, and runs nothing that a repository configures",
  "verify.tree-incremental": "A second hash reads only files that changed",
  "verify.receipt": "A receipt records what ran on which tree and how it ended, and nothing stands between the program and its exit code",
  "verify.receipt-aborted": "An interrupted check leaves no receipt",
  "verify.verdict": "The verdict follows from the last receipt of each check of the contract, the worst one deciding",
  "verify.digest-failures":
    "A failing check comes back with what failed, a command that runs the first of it alone, the files changed since it passed, and the part of its output that tells why, own stack frames first",
  "verify.reproduce": "The command that is told for one failed test runs that test, and no other where its runner can be told so",
  "verify.findings-told":
    "What the harness finds to weaken the checks goes back to the model, each finding once, so that it can put it right; with check_rounds 0 nothing goes back",
  "verify.rounds":
    "Failing checks go back to the model as long as something changes, and only so many times in a row without less failing than ever before",
  "verify.changing-tree":
    "A check during which the tree was changed, by itself or somebody else, is run once more on what is there then, as are those that ran before; one that never had the final tree to itself proves nothing",
  "verify.at-once": "Two tasks on one workspace may verify at the same time",
  "verify.digest": "A digest of a long output keeps its head, its first errors with what is around them, and its tail, without colours",
} as const;
