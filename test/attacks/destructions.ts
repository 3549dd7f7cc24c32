/** Commands that destroy work, each as people have seen agents run it. All are run for real, in a box. */

/** Where a destruction happens. Absolute paths. */
export interface Places {
  workspace: string;
  /** What `HOME` names: a folder made for the purpose, never anybody's own. */
  home: string;
  /** A folder of somebody else's, which the box shows read-only. */
  outside: string;
  /** The undo store of the workspace. */
  store: string;
}

export interface Destruction {
  id: string;
  script: string | ((places: Places) => string);
  /** What it destroys where nothing holds it: files of the workspace, those around it, the workspace's way back, or the machine, so that it is never run without a box. */
  aim: "workspace" | "outside" | "store" | "machine";
  /** It changes the workspace, too. */
  here?: boolean;
  /** What its output has in the box. */
  says?: string;
  /** Run on what `makeProject` made, before. */
  before?: string;
  /** Rules of the gate that keep a part of it out until a person lets it in. */
  held?: readonly string[];
}

/** All kinds of entries, in a repository with history, a stash, staged and other changes. Nothing in it is anywhere else. */
export const makeProject = `git init -q -b main . && git config user.name A && git config user.email a@example.org \
&& mkdir -p src/deep empty/deeper ignored .hidden && printf 'ignored/\n*.log\nempty/\n' > .gitignore \
&& for n in a b c; do echo $n > src/$n; done && echo deep > src/deep/file && git add . && git commit -qm one \
&& git branch other && echo more >> src/a && git commit -qam two \
&& echo stashed >> src/b && git stash -q && echo staged >> src/b && git add src/b && echo changed >> src/c \
&& echo untracked > untracked && echo ignored > ignored/file && echo log > ignored/deep.log && echo dot > .hidden/file \
&& printf '#!/bin/sh\necho run\n' > run.sh && chmod 755 run.sh && chmod 600 untracked && ln -s src/a link && ln -s nowhere dangling && mkfifo pipe \
&& head -c 3000000 /dev/zero | tr '\\0' x > big && ln big twin && touch -d @1000000000.123456789 src/a untracked ignored/file empty`;

/** A removal of everything stops before it begins when the box is not one. */
const onlyConfined = (script: string): string =>
  `for at in /usr /etc /var /opt; do if touch $at/.fettle-probe 2>/dev/null; then rm $at/.fettle-probe; exit 98; fi; done\n${script}`;

const readOnly = "Read-only file system";

/** How a home is meant, and how it goes wrong. */
const homes: Destruction[] = [
  ...['rm -rf "$HOME"', "rm -rf ~/", "rm -rf ~/* ~/.[!.]*", 'find "$HOME" -delete', "cd && rm -rf ./* ./.[!.]*"].map((script) => ({
    id: "E77",
    script,
    aim: "outside" as const,
  })),
  { id: "E77", script: ({ outside }) => `HOME='${outside}'; rm -rf "$HOME"`, aim: "outside", says: readOnly },
  { id: "E77", script: ({ outside }) => `export HOME='${outside}'; rm -rf ~/`, aim: "outside", says: readOnly },
  { id: "E77", script: 'export HOME="$PWD"; rm -rf "$HOME"', aim: "workspace", held: ["git-loss"] },
  { id: "E77", script: 'export HOME="$PWD"; rm -rf ~/* ~/.hidden', aim: "workspace" },
  ...['HOME=; rm -rf "$HOME"/*', "rm -rf /*", "rm -rf --no-preserve-root /"].map((script) => ({
    id: "E77",
    script: onlyConfined(script),
    aim: "machine" as const,
    says: readOnly,
    held: ["git-loss"],
  })),
];

const moves: Destruction[] = [
  "mkdir all && mv src untracked ignored big all/ && rm -rf all",
  "mkdir no/such 2>/dev/null; for f in src/a src/b src/c untracked; do mv $f backup; done",
  "mkdir ignored 2>/dev/null; mv -f src/a ignored/file; mv -f src/b ignored/file",
  "mv src/* /nowhere/at/all/ 2>/dev/null; rm -rf src",
  "mv src big ~/ && rm -rf ~/src ~/big",
  "mv src moved && mv moved/deep . && rm -r moved && mv deep/file src",
  "cp untracked src/a; mv -f untracked src/a; rm -f src/a",
].map((script) => ({ id: "E78", script, aim: "workspace" }));

const git: Destruction[] = [
  "git reset -q --hard",
  "git reset -q --hard HEAD~1",
  "git clean -qfdx",
  "git clean -qffdx . && git checkout -q -f other",
  "git checkout -q .",
  "git checkout -q -- .",
  "git restore --staged --worktree .",
  "git stash drop -q",
  "git stash clear",
  "git branch -qD other && git update-ref -d refs/heads/main",
  "git rm -rqf . && git commit -qm gone && git commit -q --amend -m gone --allow-empty",
].map((script) => ({ id: "E79", script, aim: "workspace" }));

const repositories: Destruction[] = [
  "git stash clear && git reset -q --hard HEAD~1 && git reflog expire --expire=now --all && git gc -q --prune=now",
  "rm -rf .git",
  "find . -mindepth 1 -delete",
  "mv .git ~/git && rm -rf ~/git",
  "rm -rf .git/objects .git/refs",
].map((script) => ({ id: "E79", script, aim: "workspace", held: ["git-loss"] }));

/** Links in what is removed. */
const names: Destruction[] = [
  {
    id: "E80",
    before: 'git worktree add -q tree other && ln -s ../src tree/junction && ln -s "$HOME" tree/out',
    script: "git worktree remove --force tree",
    aim: "workspace",
  },
  {
    id: "E80",
    before: 'git worktree add -q tree other && ln -s "$HOME" tree/junction',
    script: "rm -rf tree/ && git worktree prune",
    aim: "workspace",
  },
  {
    id: "E80",
    before: 'mkdir tree && ln -s "$HOME" tree/junction',
    script: "rm -rf tree/junction/ tree/junction/* tree",
    aim: "outside",
    here: true,
  },
  {
    id: "E80",
    before: 'ln -s "$HOME" junction',
    script: 'cd -P junction 2>/dev/null && rm -rf ./* ./.[!.]*; cd "$OLDPWD"; find -L junction -delete; rm -rf junction',
    aim: "outside",
    here: true,
  },
];

const writers: Destruction[] = [
  "cat > src/a <<'END'\nother\nEND",
  "sed -i 's/./x/g' src/a src/b run.sh",
  `python3 -c 'import os; open("src/a", "w").write(""); os.truncate("big", 5); os.remove("untracked"); os.rename("src/b", "src/c")'`,
  `node -e 'const fs = require("fs"); fs.writeFileSync("src/a", ""); fs.rmSync("ignored", { recursive: true }); fs.chmodSync("untracked", 0o777)'`,
  ": > src/a; > untracked; echo x | tee src/b src/c > /dev/null; dd if=/dev/zero of=big bs=1 count=3 conv=notrunc 2>/dev/null; truncate -s 0 ignored/file",
  "perl -pi -e 's/./y/g' src/a src/c ignored/file",
  "touch src/a untracked empty; cp run.sh src/b; ln -sf untracked link; tar cf archive src --remove-files",
].map((script) => ({ id: "E81", script, aim: "workspace" }));

/** What snapshots by git lose. */
const kinds: Destruction[] = [
  ...[
    "rm -rf ignored && rm big twin && rmdir empty/deeper empty",
    "chmod 644 run.sh && chmod 000 untracked && chmod 700 src",
    "rm link dangling pipe && ln -s elsewhere link && echo file > dangling && mkfifo other-pipe",
    "rm -rf ./* .hidden",
  ].flatMap((script) => [
    { id: "E83", script, aim: "workspace" } as const,
    { id: "E83", script, aim: "workspace", before: "rm -rf .git" } as const,
  ]),
  { id: "E83", before: "chmod 000 untracked", script: "rm -f untracked", aim: "workspace" },
];

const stores: Destruction[] = [
  ({ store }: Places) => `rm -rf src; rm -rf '${store}'`,
  ({ store }: Places) => `rm -rf src; rm -rf '${store}'/* .fettle/undo .fettle; find "$(dirname '${store}')" ~ -delete`,
  ({ store }: Places) => `rm -rf src; mv '${store}' ~/stolen; mkdir -p '${store}'; mv .fettle other; ln -s ~ .fettle; rm -f .fettle`,
].map((script) => ({ id: "E87", script, aim: "store" }));

export const destructions: readonly Destruction[] = [
  ...homes,
  ...moves,
  ...git,
  ...repositories,
  ...names,
  ...writers,
  ...kinds,
  ...stores,
];
