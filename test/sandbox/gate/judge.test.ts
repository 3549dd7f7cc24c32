import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { EntryState } from "../../../src/sandbox/change-set.ts";
import { eachAddition } from "../../../src/sandbox/gate/additions.ts";
import { judgeChanges } from "../../../src/sandbox/gate/judge.ts";
import { verifies } from "../../verifies.ts";
import { openDraft } from "./draft.ts";

const many = (count: number, folder: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${folder}/f${n}.ts`, `${n}\n`]));

verifies("gate.pass", async () => {
  using draft = openDraft({ "src/a.ts": "a", "src/old.ts": "old", "run.sh": "x", "data/x": "x" });
  const pending = draft.changes(() =>
    draft.run(
      "echo b > src/a.ts; rm src/old.ts; mkdir -p lib/deep; echo c > lib/deep/c; chmod +x run.sh; mkfifo pipe; ln -s src/a.ts link; rm -r data; echo > data",
    ),
  );
  const { pass, holds } = await judgeChanges(pending, { root: draft.root, maxDeletions: 100 });
  expect({ holds, paths: pass.map(({ path }) => path) }).toEqual({ holds: [], paths: pending.map(({ path }) => path) });
});

verifies("gate.pass", "a folder passes only without a hold in it", async () => {
  using draft = openDraft();
  const pending = draft.changes(() => draft.write({ "new/src/a": "a", "new/AGENTS.md": "x", "other/b": "b" }));
  const { pass, holds } = await judgeChanges(pending, { root: draft.root, maxDeletions: 100 });
  expect([holds.map(({ path }) => path), pass.map(({ path }) => path)]).toEqual([["new/AGENTS.md"], ["other"]]);
});

verifies("gate.dependencies", async () => {
  using draft = openDraft({ "package.json": "{}" });
  const pack = (folder: string) => ({
    [`${folder}/.vscode/settings.json`]: "{}",
    [`${folder}/.github/workflows/ci.yml`]: "on: push",
    [`${folder}/.npmrc`]: "script-shell=x\n",
    [`${folder}/.husky/pre-commit`]: "x",
    [`${folder}/.idea/x.xml`]: "x",
    [`${folder}/AGENTS.md`]: "x",
    [`${folder}/.travis.yml`]: "x",
    [`${folder}/src/hooks/pre-commit`]: "x",
    [`${folder}/config`]: "[core]\n\tfsmonitor = x\n",
    [`${folder}/index.js`]: "x",
  });
  const all = () =>
    draft.write({
      ...pack("node_modules/a"),
      ...pack("web/node_modules/@s/b/node_modules/c"),
      ...pack("vendor/x"),
      ...pack(".venv/lib/site-packages/y"),
    });
  const link = () =>
    draft.run("mkdir -p node_modules/.bin .venv/bin; ln -s ../a/index.js node_modules/.bin/a; ln -s /usr/bin/python3 .venv/bin/python");
  const judge = async (...acts: (() => void)[]) => {
    const pending = draft.changes(() => acts.forEach((act) => act()));
    const { holds } = await judgeChanges(pending, { root: draft.root, maxDeletions: 100 });
    return Object.fromEntries(holds.map(({ path, rule }) => [path, rule]));
  };
  expect(await judge(all, link)).toEqual({});
  expect(
    await judge(() =>
      draft.write({ "node_modules/a/.git/hooks/post-checkout": "x", "node_modules/a/.git/config": "[core]\n\tpager = x\n" }),
    ),
  ).toEqual({
    "node_modules/a/.git/config": "git-config",
    "node_modules/a/.git/hooks/post-checkout": "git-hook",
  });
  // The same outside of such a folder, and such a folder that is itself a link.
  expect(Object.keys(await judge(() => draft.write(pack("libs/a"))))).toHaveLength(7);
  expect(await judge(() => draft.run("ln -s /tmp node_modules; ln -s / .venv"))).toEqual({
    ".venv": "link-outside",
    node_modules: "link-outside",
  });
});

const links: Readonly<Record<string, [target: string, at: string, held: boolean]>> = {
  "relative, inside": ["../src/a", "lib/link", false],
  "up to the root itself": ["..", "lib/link", false],
  "relative, outside": ["../../etc", "lib/link", true],
  "absolute, outside": ["/etc/passwd", "link", true],
  "to processes": ["/proc/self/root", "link", true],
  "dangling, inside": ["nothing/there", "link", false],
  "by a link of the user's that leaves": ["mine/x", "link", true],
  "by a link that stays": ["inner/x", "link", false],
  "up after a name": ["inner/../x", "link", true],
  "a neighbour by a like name": ["../root-too", "link", true],
  "to itself": ["link", "link", false],
  "by way of a hidden folder": [".//./src//a", "link", false],
};

for (const [name, [target, at, held]] of Object.entries(links)) {
  verifies("gate.links", name, async () => {
    using draft = openDraft({ "src/a": "a", "lib/b": "b" });
    draft.run("ln -s /usr mine; ln -s src inner");
    expect(await draft.judge(`ln -s '${target}' ${at}; echo '${target}' > plain`)).toEqual(held ? { [at]: "link-outside" } : {});
    expect(await draft.judge(`mkdir new; cd new; mkdir lib; ln -s '${target.startsWith("/") ? target : `../${target}`}' ${at}`)).toEqual(
      held ? { [`new/${at}`]: "link-outside" } : at === "link" && target === "link" ? {} : {},
    );
  });
}

verifies("gate.links", "absolute into the workspace, chains that are all new, and one that stays as it was", async () => {
  using draft = openDraft({ "src/a": "a" });
  draft.run("ln -s /etc old");
  expect(
    await draft.judge('ln -s "$PWD/src/a" absolute; ln -s "$PWD-too" near; ln -s two one; ln -s three/x two; ln -s .. three; touch -h old'),
  ).toEqual({
    near: "link-outside",
    one: "link-outside",
    three: "link-outside",
    two: "link-outside",
  });
  expect(await draft.judge("mkdir d; ln -s ../d/e d/loop; ln -s loop d/e; mv old d/old")).toEqual({ "d/old": "link-outside" });
});

verifies("gate.special", async () => {
  using draft = openDraft({ "bin/tool": "x", "bin/own": "x" });
  draft.run("chmod 4755 bin/own");
  const held = draft.changes(() => {
    draft.run(
      "mkdir new node_modules; echo x > new/suid; chmod 4755 new/suid; echo x > node_modules/sgid; chmod 2755 node_modules/sgid; chmod u+s bin/tool; chmod g+s new; touch bin/own",
    );
    execFileSync(process.execPath, ["-e", "require('net').createServer().listen(process.argv[1], () => process.exit())", "socket"], {
      cwd: draft.root,
    });
  });
  const { holds } = await judgeChanges(held, { root: draft.root, maxDeletions: 100 });
  expect(Object.fromEntries(holds.map(({ path, rule }) => [path, rule]))).toEqual({
    "bin/tool": "set-id",
    "new/suid": "set-id",
    "node_modules/sgid": "set-id",
    socket: "special-file",
  });
  expect(await draft.judge("chmod u-s bin/own; chmod 755 bin/tool; mkfifo p; mkdir s; chmod 2775 s")).toEqual({});
});

verifies("gate.mass-deletion", async () => {
  using draft = openDraft({
    ...many(120, "src"),
    ...many(120, "logs"),
    ...many(120, "node_modules/a"),
    ...many(120, "dist"),
    ".gitignore": "logs/\n",
    "x/y": "",
  });
  const big = await judgeChanges(
    draft.changes(() => draft.run("rm -r src")),
    { root: draft.root, maxDeletions: 100 },
  );
  expect(big).toEqual({
    pass: [],
    holds: [
      {
        path: "src",
        rule: "mass-deletion",
        reason: expect.stringMatching(/^120 files would be gone: src\/f0\.ts, (.*, ){18}src\/f\S+ and 100 more\.$/) as string,
      },
    ],
  });
  expect({
    oneByOne: Object.keys(await draft.judge("rm src/f*; echo x > x/y")).length,
    below: await draft.judge("rm -r src", { maxDeletions: 120 }),
    made: await draft.judge("rm -rf node_modules dist"),
    ignored: await draft.judge("rm -rf logs"),
    hidden: Object.keys(await draft.judge("echo src/ >> .gitignore; rm -rf src")),
    moved: await draft.judge("mv src lib"),
    spread: await draft.judge("mkdir lib; mv src/f1*.ts lib; rm src/f2*; rm src/f3*", { maxDeletions: 30 }),
    emptied: Object.keys(await draft.judge("mkdir lib; for f in src/*; do : > lib/${f##*/}; done; rm -r src")),
    replaced: await draft.judge("rm -rf src; mkdir src; for n in $(seq 0 60); do echo $n > src/f$n.ts; done", { replaced: ["src"] }),
    anew: await draft.judge("rm -rf src; mkdir src; echo 0 > src/f0.ts", { replaced: ["src"] }),
    byFile: await draft.judge("rm -rf src; echo > src"),
  }).toEqual({
    oneByOne: 120,
    below: {},
    made: {},
    ignored: {},
    hidden: ["src"],
    moved: {},
    spread: {},
    emptied: ["src"],
    replaced: {},
    anew: { src: "mass-deletion" },
    byFile: { src: "mass-deletion" },
  });
});

for (const version of [2, 3, 4]) {
  verifies("gate.mass-deletion", `what git knows, by an index of version ${version}`, async () => {
    using draft = openDraft({ "a.txt": "a" });
    draft.run(`git init -q -b main; git config index.version ${version}; git add -A; git commit -qm one; git branch small`);
    // After a name so long the next one is cut by a number of two bytes.
    draft.write({ ...many(120, "src"), ...many(120, "build"), ["c".repeat(200)]: "x", "ü/x": "x" });
    draft.run("git add -Af; git commit -qm two; rm -f .git/index; git reset -q --hard; git status >/dev/null");
    if (version === 3) draft.run("git update-index --skip-worktree a.txt");
    const changed = { ...many(120, "src"), "src/f0.ts": "changed\n" };
    expect({
      checkout: await draft.judge("git checkout -q small"),
      remove: await draft.judge("git rm -rq src"),
      removed: await draft.judge("rm -rf src"),
      trackedBuild: await draft.judge("rm -rf build"),
      untracked: await (async () => {
        draft.run("git rm -rq --cached src");
        return await draft.judge("git clean -fdxq");
      })(),
      changed: await (async () => {
        draft.run("git reset -q --hard");
        draft.write(Object.fromEntries(Object.keys(changed).map((path) => [path, "changed\n"])));
        return await draft.judge("git rm -rfq src");
      })(),
    }).toEqual({
      checkout: {},
      remove: {},
      removed: { src: "mass-deletion" },
      trackedBuild: { build: "mass-deletion" },
      untracked: { src: "mass-deletion" },
      changed: { src: "mass-deletion" },
    });
  });
}

verifies("gate.judged-content", "what a job has written over already", async () => {
  using draft = openDraft({ ".git/HEAD": "ref: refs/heads/main\n", ".git/config": "[core]\n\tpager = less\n" });
  const pending = draft.changes(() => draft.write({ ".git/config": "[core]\n\tpager = owned\n" }));
  // As on a direct view: the new content stands in the root itself.
  const config = join(draft.root, ".git/config");
  writeFileSync(config, "[core]\n\tpager = owned\n");
  utimesSync(config, 1, 1);
  const { holds } = await judgeChanges(pending, { root: draft.root, maxDeletions: 100 });
  expect(holds.map(({ path, rule }) => [path, rule])).toEqual([[".git/config", "git-config"]]);
});

verifies("gate.judged-content", "a link in place of what was there, and a file too large", async () => {
  using draft = openDraft({ ".npmrc": "script-shell=/bin/x\n" });
  const pending = draft.changes(() => draft.write({ ".npmrc": "script-shell=/bin/x\nfund=false\n" }));
  expect((await judgeChanges(pending, { root: draft.root, maxDeletions: 100 })).holds).toEqual([]);
  writeFileSync(join(draft.root, "elsewhere"), "script-shell=/bin/x\n");
  unlinkSync(join(draft.root, ".npmrc"));
  symlinkSync("elsewhere", join(draft.root, ".npmrc"));
  expect((await judgeChanges(pending, { root: draft.root, maxDeletions: 100 })).holds.map(({ path }) => path)).toEqual([".npmrc"]);
  expect(await draft.judge("rm .npmrc; head -c 5000000 /dev/zero > .npmrc")).toEqual({ ".npmrc": "tool-config" });
});

verifies("gate.closed", async () => {
  using draft = openDraft({ "old/x": "x", "b/x": "x" });
  const after: EntryState = { type: "directory", mode: 0, uid: 0, gid: 0, size: 0, mtimeNs: 0n, ino: 0n };
  const staged = join(draft.root, "../staged");
  mkdirSync(join(staged, "inner/.git/hooks"), { recursive: true });
  writeFileSync(join(staged, "inner/.git/hooks/pre-commit"), "x");
  const pending = [
    { path: "new", before: null, after, staged, entries: 5 },
    { path: "old", before: after, after: null, staged: null, entries: 2 },
  ];
  for (const path of [join(staged, "inner"), join(draft.root, "old")]) chmodSync(path, 0);
  const { holds } = await judgeChanges(pending, { root: draft.root, maxDeletions: 100 });
  for (const path of [join(staged, "inner"), join(draft.root, "old")]) chmodSync(path, 0o755);
  // To root nothing is closed, and it sees what is in it.
  const expected = process.getuid?.() === 0 ? ["new/inner/.git/hooks/pre-commit", "git-hook"] : ["new/inner", "closed-folder"];
  expect(holds.map(({ path, rule }) => [path, rule])).toEqual([expected]);
});

verifies("gate.cost", async () => {
  using draft = openDraft();
  // Each name is that of a terabyte: to read one is to never come back.
  const staged = join(draft.root, "../staged");
  mkdirSync(staged);
  for (let folder = 0; folder < 800; folder++) {
    mkdirSync(`${staged}/d${folder}`);
    if (folder % 400 === 0) execFileSync("truncate", ["-s", "1T", `${staged}/large${folder}`]);
    for (let file = 0; file < 99; file++) linkSync(`${staged}/large${folder - (folder % 400)}`, `${staged}/d${folder}/f${file}.js`);
  }
  const after: EntryState = { type: "directory", mode: 0o755, uid: 0, gid: 0, size: 0, mtimeNs: 0n, ino: 0n };
  const change = { path: "lib", before: null, after, staged, entries: 80_003 };
  expect(await judgeChanges([change], { root: draft.root, maxDeletions: 100 })).toEqual({ pass: [change], holds: [] });
  let seen = 0;
  eachAddition([change], () => seen++);
  expect(seen).toBe(80_003);
});
