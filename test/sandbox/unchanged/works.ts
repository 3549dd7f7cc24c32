import { isHidden } from "../hidden.ts";

/** Everyday work of projects, written as people write it: nothing in it knows of a box. */
export interface Work {
  name: string;
  /** What it needs of the machine: a command that succeeds for whoever has it. */
  needs?: string;
  /** Made before, outside of the box, in the workspace: the repository below, or what is written here. */
  before?: string;
  /** Goes on while the script runs; the pattern says that it is ready. */
  job?: { script: string; ready: RegExp };
  script: string;
  /** What the script prints, without blanks around. */
  prints: RegExp;
  /** What `git status --porcelain --ignored` says when all is done, from inside and from outside. */
  status: readonly string[];
}

/** One commit, by somebody with a name, and something ignored. */
export const repository = `git init -q -b main . && git config user.name A && git config user.email a@example.org \
&& printf 'ignored/\\nnode_modules\\n' > .gitignore && echo 1 > file && git add . && git commit -qm one && mkdir ignored && echo i > ignored/file`;

/** What is installed for the project that these tests are part of. */
const installed = (modules: string): string => `ln -s '${modules}' node_modules`;

/** `modules`: the folder of packages that is installed for this project. */
export function works(modules: string): readonly Work[] {
  return allWorks(modules).filter(({ before = "" }) => !before.includes(installed(modules)) || !isHidden(modules));
}

function allWorks(modules: string): readonly Work[] {
  const ignored = ["!! ignored/"];
  const withModules = ["!! ignored/", "!! node_modules"];
  return [
    {
      name: "git add and commit",
      script: "echo 2 >> file && touch new && git add -A && git commit -qm two && git log --format=%s && git fsck --strict --no-progress",
      prints: /^two\none$/,
      status: ignored,
    },
    {
      name: "git remote add",
      script:
        "git remote add origin https://example.org/a.git && git remote -v && git config branch.main.remote origin && git config branch.main.merge refs/heads/main",
      prints: /^origin\thttps:\/\/example.org\/a.git \(fetch\)\norigin\t.* \(push\)$/,
      status: ignored,
    },
    {
      name: "git worktree add",
      script:
        "git worktree add -q tree -b feature && cd tree && echo 2 > new && git add -A && git commit -qm two && git log --format=%s main..feature && git status --porcelain && git worktree list | wc -l",
      prints: /^two\n2$/,
      status: ["?? tree/", ...ignored],
    },
    {
      name: "a workspace that is a linked worktree",
      before: `mkdir ../whole && cd ../whole && ${repository} && rmdir ../workspace && git worktree add -q ../workspace -b linked`,
      script:
        "echo 2 >> file && git add -A && git commit -qm two && git log --format=%s && git branch -q other && git stash list && git tag done",
      prints: /^two\none$/,
      status: [],
    },
    {
      name: "a dev server",
      before: `${repository} && echo '<p>hello</p>' > index.html && git add . && git commit -qm page`,
      job: {
        script: `node -e 'require("node:http").createServer((_, r) => r.end(require("node:fs").readFileSync("index.html"))).listen(8123, "127.0.0.1", () => console.log("listening"))'`,
        ready: /listening/,
      },
      script: "curl -sS http://127.0.0.1:8123/ && echo '<p>changed</p>' > index.html",
      prints: /^<p>hello<\/p>$/,
      status: [" M index.html", ...ignored],
    },
    {
      name: "vite",
      before: `${repository} && ${installed(modules)} && echo '<script type="module" src="/main.ts"></script>' > index.html && echo 'export const a: number = 1' > main.ts && git add . && git commit -qm page`,
      job: { script: "node node_modules/vite/bin/vite.js --host 127.0.0.1 --port 8124 --strictPort", ready: /8124/ },
      script: "curl -sS http://127.0.0.1:8124/ | grep -o '@vite/client'; curl -sS http://127.0.0.1:8124/main.ts | head -n 1",
      prints: /^@vite\/client\nexport const a = 1;?$/,
      status: withModules,
    },
    {
      name: "node --test",
      before: `${repository} && echo 'require("node:test")("adds", () => require("node:assert").equal(1 + 1, 2))' > a.test.js && git add . && git commit -qm test`,
      script: "node --test 2>&1 | grep -E '^. (pass|fail) '",
      prints: /pass 1\n.*fail 0$/,
      status: ignored,
    },
    {
      name: "vitest",
      before: `${repository} && ${installed(modules)} && echo 'import { expect, test } from "vitest"; test("adds", () => expect(1 + 1).toBe(2))' > a.test.ts && git add . && git commit -qm test`,
      script: "node node_modules/vitest/vitest.mjs run 2>&1 | grep -E 'Tests|rror'",
      prints: /^Tests +1 passed \(1\)$/,
      status: withModules,
    },
    {
      name: "pytest",
      needs: "python3 -m pytest --version",
      before: `${repository} && echo 'def test_adds(): assert 1 + 1 == 2' > test_a.py && git add . && git commit -qm test`,
      script: "python3 -m pytest -q 2>&1 | tail -n 1",
      prints: /^1 passed in /,
      status: ["?? __pycache__/", "!! .pytest_cache/", ...ignored],
    },
  ];
}
