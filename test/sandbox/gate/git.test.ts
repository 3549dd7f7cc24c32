import { expect } from "vitest";
import { verifies } from "../../verifies.ts";
import { openDraft, type Draft } from "./draft.ts";

/** A repository with two commits, a branch and a tag. */
function openRepository(): Draft {
  const draft = openDraft({ "a.txt": "a\n", "sub/b.txt": "b\n" });
  draft.run(
    "git init -q -b main; git add -A; git commit -qm one; echo c > c.txt; git add -A; git commit -qm two; git branch old HEAD~1; git tag v1",
  );
  return draft;
}

const commands: Readonly<Record<string, string>> = {
  init: "mkdir fresh; cd fresh; git init -q",
  "add and commit": "echo new > new.txt; git add -A; git commit -qm three",
  amend: "echo x > a.txt; git commit -qa --amend -m two-again",
  "branch and checkout": "git checkout -q old; git checkout -q -b next",
  "delete a branch": "git branch -D old",
  "delete the only other reference": "git tag -d v1",
  "remote add": "git remote add origin https://example.com/a.git; git config branch.main.remote origin; git config user.name Somebody",
  "remote remove": "git remote add gone https://example.com/a.git; git remote remove gone",
  stash: "echo x > a.txt; git stash -q; git stash pop -q",
  "stash drop": "echo x > a.txt; git stash -q; git stash drop -q",
  worktree: "git worktree add -q .wt old",
  "worktree remove": "git worktree add -q .wt old; git worktree remove .wt",
  gc: "git gc -q --prune=now",
  "pack and prune": "git repack -qad; git prune-packed -q; git pack-refs --all",
  merge: "git checkout -q old; echo d > d.txt; git add -A; git commit -qm side; git merge -q --no-edit main",
  rebase: "git checkout -q old; echo d > d.txt; git add -A; git commit -qm side; git rebase -q main",
  "stopped merge": "git checkout -q old; echo d > c.txt; git add -A; git commit -qm side; ! git merge -q main",
  clone: "git clone -q . copy",
  "bare clone": "git clone -q --bare . copy.git",
  submodule: "git clone -q --bare . /$PWD.git; git -c protocol.file.allow=always submodule --quiet add /$PWD.git module; rm -rf /$PWD.git",
  reset: "git reset -q --hard HEAD~1",
  "sparse checkout": "git sparse-checkout set sub",
  "local exclude": "echo '*.log' >> .git/info/exclude",
  "branches by the names of git's files":
    "git branch config; git branch hooks/pre-commit; git branch HEAD-1; git branch refs; git branch objects",
};

for (const [name, script] of Object.entries(commands)) {
  verifies("gate.git-commands", name, async () => {
    using draft = openRepository();
    expect(await draft.judge(script)).toEqual({});
  });
}

for (const script of ["git branch -D config", "git gc -q --prune=now", "git pack-refs --all --prune"]) {
  verifies("gate.git-commands", `after others: ${script}`, async () => {
    using draft = openRepository();
    draft.run("git gc -q; git branch config; for i in $(seq 30); do echo $i > $i.txt; git add -A; git commit -qm $i; done");
    expect(await draft.judge(script)).toEqual({});
  });
}

verifies("gate.git-commands", "a repository that is moved", async () => {
  using draft = openRepository();
  draft.run("git clone -q . inner");
  expect(await draft.judge("mv inner elsewhere")).toEqual({});
});

const hook = "#!/bin/sh\ntouch /tmp/owned\n";
const bare = { HEAD: "ref: refs/heads/main\n", "objects/x": "", "refs/x": "" };
const at = (folder: string, texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${folder}/${name}`, text]));

verifies("gate.git-hooks", "B33: the workspace's own, a nested one, a submodule's, a worktree's and one in a dependency", async () => {
  using draft = openRepository();
  draft.run("git worktree add -q wt old");
  expect(
    await draft.judge({
      ".git/hooks/pre-commit": hook,
      ".git/hooks/pre-commit.sample": hook,
      ".git/hooks/lib/helper.sh": hook,
      "a/deep/folder/.git/hooks/post-checkout": hook,
      "node_modules/pack/.git/hooks/pre-push": hook,
      "src/hooks/pre-commit": hook,
      "src/hooks/useThing.ts": "export {};\n",
      ...at(".git/modules/lib", { ...bare, "hooks/post-merge": hook }),
      ".git/worktrees/wt/hooks/pre-rebase": hook,
    }),
  ).toEqual({
    ".git/hooks/lib/helper.sh": "git-hook",
    ".git/hooks/pre-commit": "git-hook",
    ".git/modules/lib/hooks/post-merge": "git-hook",
    ".git/worktrees/wt/hooks/pre-rebase": "git-hook",
    "a/deep/folder/.git/hooks/post-checkout": "git-hook",
    "node_modules/pack/.git/hooks/pre-push": "git-hook",
  });
});

verifies("gate.git-hooks", "a bare repository under an innocent name, by whichever part comes last", async () => {
  for (const last of ["HEAD", "objects/x", "refs/x", "hooks/post-update"]) {
    const whole: Record<string, string> = at("assets/data", {
      ...bare,
      "hooks/post-update": hook,
      config: "[core]\n\tfsmonitor = /tmp/x\n",
    });
    using draft = openDraft({});
    const early = Object.fromEntries(Object.entries(whole).filter(([path]) => path !== `assets/data/${last}`));
    const first = await draft.judge(early);
    draft.write(early);
    const second = await draft.judge({ [`assets/data/${last}`]: whole[`assets/data/${last}`]! });
    const found = { "assets/data/config": "git-config", "assets/data/hooks/post-update": "git-hook" };
    // With the hook last, the repository was there and the setting known before.
    const isHook = last === "hooks/post-update";
    expect([last, first, second]).toEqual([
      last,
      isHook ? { "assets/data/config": "git-config" } : {},
      isHook ? { "assets/data/hooks/post-update": "git-hook" } : found,
    ]);
  }
});

verifies("gate.git-hooks", "made runnable, made a link, and untouched ones", async () => {
  using draft = openRepository();
  draft.write({ ".git/hooks/pre-commit": hook, ".git/hooks/pre-push": hook, "tools/run.sh": hook });
  draft.run("mkdir inside; chmod 644 .git/hooks/pre-commit");
  expect(
    await draft.judge(
      "chmod +x .git/hooks/pre-commit; echo x > a.txt; ln -s ../../tools/run.sh .git/hooks/post-merge; chmod +x tools/run.sh",
    ),
  ).toEqual({
    ".git/hooks/post-merge": "git-hook",
    ".git/hooks/pre-commit": "git-hook",
  });
  expect(await draft.judge("rm -r .git/hooks; ln -s ../inside .git/hooks")).toEqual({ ".git/hooks": "git-hook" });
  expect(await draft.judge("rm .git/hooks/pre-push")).toEqual({});
});

verifies("gate.git-hooks", "in the folder that the configuration names, as it does already", async () => {
  using draft = openRepository();
  const texts = { "scripts/git/pre-commit": hook, "scripts/other": hook };
  expect(await draft.judge(texts)).toEqual({});
  draft.run("git config core.hooksPath scripts/git; git config include.path ../shared.gitconfig");
  expect(await draft.judge({ ...texts, "shared.gitconfig": "[core]\n\tpager = x\n", "other.gitconfig": "[core]\n\tpager = x\n" })).toEqual({
    "scripts/git/pre-commit": "git-hook",
    "shared.gitconfig": "git-config",
  });
});

verifies("gate.git-pointer", "B33: by a file, a link and a common folder", async () => {
  using draft = openRepository();
  draft.run("git worktree add -q .wt old");
  draft.write(at("fixtures/repo", { ...bare, config: "[core]\n\tfsmonitor = /tmp/x\n" }));
  const holds = [
    await draft.judge({ "pkg/.git": "gitdir: /tmp/evil\n" }),
    await draft.judge({ "pkg/.git": "gitdir: ../../../evil\n" }),
    await draft.judge("rm .wt/.git; echo 'gitdir: /tmp/evil' > .wt/.git"),
    await draft.judge("mkdir pkg; ln -s /tmp pkg/.git"),
    await draft.judge("mkdir -p node_modules/pkg; ln -s /tmp node_modules/pkg/.git"),
    await draft.judge({ ".git/commondir": "/tmp/evil\n" }),
    await draft.judge({ ".git/commondir": "../fixtures/repo\n" }),
    await draft.judge({ "pkg/.git": "gitdir: ../fixtures/repo\n" }),
    await draft.judge({ "pkg/.git": "gitdir: ../.git/modules/pkg\n", "pkg/git": "gitdir: /tmp/evil\n", "pkg/commondir": "/tmp/evil\n" }),
    await draft.judge("touch .wt/.git"),
  ];
  expect(holds).toEqual([
    { "pkg/.git": "git-pointer" },
    { "pkg/.git": "git-pointer" },
    { ".wt/.git": "git-pointer" },
    { "pkg/.git": "link-outside" },
    { "node_modules/pkg/.git": "git-pointer" },
    { ".git/commondir": "git-pointer" },
    { "fixtures/repo/config": "git-config" },
    { "fixtures/repo/config": "git-config" },
    {},
    {},
  ]);
});

verifies("gate.git-loss", async () => {
  using draft = openRepository();
  draft.run(
    "for i in $(seq 30); do echo $i > f$i; git add -A; git commit -qm $i; done; cp -a .git loose.git; git gc -q; git pack-refs --all; git clone -q . inner",
  );
  const rules = async (script: string) => [...new Set(Object.values(await draft.judge(script)))];
  expect({
    whole: await draft.judge("rm -rf .git"),
    anew: await draft.judge("rm -rf .git; git init -q", { replaced: [".git"] }),
    nested: await draft.judge("rm -rf inner"),
    objects: await draft.judge("rm -rf .git/objects"),
    packs: await rules("rm -f .git/objects/pack/*.pack"),
    spoilt: await rules("chmod u+w .git/objects/pack/*.pack; truncate -s 10 .git/objects/pack/*.pack"),
    loose: await rules("rm -rf loose.git/objects/??"),
    head: await draft.judge("rm .git/HEAD"),
    refs: await draft.judge("rm -r .git/refs"),
    packedRefs: await draft.judge("rm .git/packed-refs"),
    logs: await draft.judge("rm -r .git/logs"),
    reflog: await draft.judge("rm .git/logs/HEAD"),
    emptied: await draft.judge("git reflog expire --expire=now --all"),
    generated: await draft.judge("rm -rf node_modules"),
    few: await draft.judge("rm -f $(find loose.git/objects -type f | head -3)"),
    empty: await draft.judge("mkdir x; git init -q x; rm -rf x"),
  }).toEqual({
    whole: { ".git": "git-loss" },
    anew: { ".git": "git-loss" },
    nested: { inner: "git-loss" },
    objects: { ".git/objects": "git-loss" },
    packs: ["git-loss"],
    spoilt: ["git-loss"],
    loose: ["git-loss"],
    head: { ".git/HEAD": "git-loss" },
    refs: { ".git/refs": "git-loss" },
    packedRefs: { ".git/packed-refs": "git-loss" },
    logs: { ".git/logs": "git-loss" },
    reflog: { ".git/logs/HEAD": "git-loss" },
    emptied: { ".git/logs/HEAD": "git-loss" },
    generated: {},
    few: {},
    empty: {},
  });
});
