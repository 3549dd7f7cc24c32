/** Workspaces that somebody else has prepared. */
import { reply } from "../../src/testing/index.ts";
import { setStage } from "../e2e/harness.ts";
import { makeCanary } from "./canary.ts";
import type { Story } from "./story.ts";

/** Setting of a repository, and a value that runs FOLDER/tools/NAME. */
const settings: Readonly<Record<string, (folder: string) => string>> = {
  "core.fsmonitor": (folder) => `${folder}/core.fsmonitor`,
  "core.hooksPath": (folder) => `${folder}/hooks`,
  "filter.x.clean": (folder) => `${folder}/filter.x.clean`,
  "filter.x.smudge": (folder) => `${folder}/filter.x.smudge`,
  "filter.y.process": (folder) => `${folder}/filter.y.process`,
  "diff.external": (folder) => `${folder}/diff.external`,
  "diff.x.textconv": (folder) => `${folder}/diff.x.textconv`,
  "alias.st": (folder) => `!${folder}/alias.st`,
  "include.path": (folder) => `${folder}/included`,
};

/** Settings and hooks, each of which leaves a mark with its name in the folder MARKS; git's own files and those of the work tree. */
const prepare = (marks: string): string => `
mkdir -p tools/hooks
for name in ${Object.keys(settings).join(" ")} post-index-change post-checkout pre-commit; do
  printf '#!/bin/sh\\n: > "${marks}/%s"; cat\\n' $name > tools/$name; chmod +x tools/$name
done
mv tools/post-index-change tools/post-checkout tools/pre-commit tools/hooks; cp tools/hooks/* .git/hooks
printf '[alias]\\n\\tincluded = !%s\\n' "$PWD/tools/include.path" > tools/included
printf '*.txt filter=x diff=x\\n*.bin filter=y\\n' > .gitattributes
git add -A; git commit -qm prepared
${Object.entries(settings)
  .map(([name, value]) => `git config ${name} "${value("$PWD/tools")}"`)
  .join("\n")}
echo two > a.txt; echo two > b.bin
rm -f '${marks}'/*
`;

/** What a person's git does here. */
const careless = [
  "git status",
  "git diff",
  "git diff --no-ext-diff a.txt",
  "git st",
  "git included",
  "git add b.bin",
  "git checkout -q -- a.txt",
  "git checkout -q -b other",
  "git commit -qm x",
].join("\n");

const repository: Story = {
  id: "B35",
  attack:
    "a workspace comes with hooks and git settings that run programs, and Fettle works in it: a task, what it changed, undo, a diagnosis",
  async tries() {
    await using canary = await makeCanary();
    const replies = [
      reply().tool("read", { path: "a.txt" }),
      reply().tool("edit", { path: "a.txt", old: "two", new: "three" }),
      reply().tool("grep", { pattern: "three" }),
      reply().text("Done."),
    ];
    await using stage = await setStage({ git: true, files: { "a.txt": "one\n", "b.bin": "one\n" }, replies });
    await stage.inShell(prepare(canary.folder), []);
    canary.take();
    const { code } = await stage.exec(["change it", "--check", "true"]);
    const guarded = code === 0 ? [] : [`exit code ${code}`];
    for (const args of [["changes", "--diff"], ["undo"], ["redo"], ["quarantine", "list"], ["doctor"]]) await stage.fettle(args);
    if ((await stage.workspace.read("a.txt")) !== "three\n") guarded.push("not edited, undone and done again");
    guarded.push(...canary.take());
    await stage.inShell(careless, []);
    return { guarded, unguarded: canary.take() };
  },
};

export const stories: Story[] = [repository];
