/** Opens boxes on workspaces of many kinds, as whoever runs this, and prints what came of each as JSON. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { FettleError } from "../../../src/contract/error.ts";
import { run } from "../../../src/testing/index.ts";
import { makeBox, plain } from "../../sandbox/boxes.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "fettle-kinds-")));
const home = join(folder, "home");
const main = resolve(import.meta.dirname, "../../../src/main.ts");
process.env["HOME"] = home;
for (const name of ["AUTHOR", "COMMITTER"]) {
  process.env[`GIT_${name}_NAME`] = "A";
  process.env[`GIT_${name}_EMAIL`] = "a@example.org";
}
const passEnv = Object.keys(process.env).filter((name) => name.startsWith("GIT_"));

const inHost = (cwd: string, script: string): string => execFileSync("bash", ["-c", script], { cwd, encoding: "utf8" }).trim();

const commit = "touch made && git add made && git commit -qm inside; git log --format=%s";

/** Runs the script as one transaction, and says what is in the workspace afterwards besides. */
async function work(
  workspace: string,
  script: string,
  sandbox = "bubblewrap",
): Promise<{ told: string; changes: string[]; held: string[] }> {
  await using test = await makeBox(sandbox, {
    workspace,
    passEnv,
    stateDir: mkdtempSync(join(folder, "state-")),
    home: join(home, ".fettle"),
  });
  const request = { effect: "execute", thread: "t", turn: 1, item: "i", title: "shell" } as const;
  const { value, changes, held, quarantine } = await test.box.transaction(request, (box) => box.run(script, plain));
  const top = (path: string): string => path.split("/.git")[0] + (path.includes(".git") ? "/.git" : "");
  const told = value.output.toString().replaceAll(folder, "").trim();
  return { told, changes: [...new Set(changes.map(({ path }) => top(path)))], held: [...held.map(({ path }) => path), ...quarantine] };
}

function project(name: string): string {
  const path = join(folder, "projects", name);
  mkdirSync(path, { recursive: true });
  return path;
}

const repository = (path: string): string => inHost(path, "git init -q . && git commit -q --allow-empty -m before");

async function temporary(): Promise<unknown> {
  const workspace = project("temporary");
  writeFileSync(join(folder, "projects/neighbour"), "theirs");
  const { told } = await work(workspace, "echo mine > file; cat ../neighbour; echo changed > ../neighbour; ls ..");
  return { told, file: inHost(workspace, "cat file"), neighbour: inHost(folder, "cat projects/neighbour") };
}

async function linked(): Promise<unknown> {
  const [inside, outside, other] = [project("inside"), project("outside"), project("other")];
  for (const path of [inside, other]) repository(path);
  inHost(inside, "mv .git data && ln -s data .git");
  symlinkSync(join(other, ".git"), join(outside, ".git"));
  const before = inHost(other, "find .git -type f | sort | xargs sha256sum");
  const commits = [await work(inside, commit), await work(outside, commit)].map(({ told }) => told.split("\n")[0]);
  const untouched = inHost(other, "find .git -type f | sort | xargs sha256sum") === before;
  await work(outside, commit, "none");
  return { commits, known: inHost(inside, "git log --format=%s"), untouched, unguarded: inHost(other, "git log --format=%s") };
}

async function worktree(): Promise<unknown> {
  const whole = project("whole");
  repository(whole);
  inHost(whole, "git worktree add -q ../tree");
  const { told, held } = await work(join(dirname(whole), "tree"), `${commit}; echo evil > "$(git rev-parse --git-path hooks/pre-commit)"`);
  return {
    told,
    held: held.map((path) => path.replace(folder, "")),
    known: inHost(whole, "git log --format=%s tree"),
    hooks: existsSync(join(whole, ".git/hooks/pre-commit")),
  };
}

async function parent(): Promise<unknown> {
  const workspace = project("parent");
  for (const name of ["a", "b/c"]) repository(project(`parent/${name}`));
  const { held } = await work(workspace, `for at in a b/c; do (cd $at; echo evil > .git/hooks/pre-commit; ${commit}); done`);
  const at = ["a", "b/c"].map((name) => join(workspace, name));
  return {
    held,
    known: at.map((path) => inHost(path, "git log --format=%s")),
    hooks: at.some((path) => readdirSync(join(path, ".git/hooks")).includes("pre-commit")),
  };
}

/** By box and by command line; the last one is allowed. */
async function wide(): Promise<unknown> {
  mkdirSync(join(home, "project"), { recursive: true });
  symlinkSync(home, join(folder, "link"));
  const kinds = ["/", home, join(folder, "link"), folder, dirname(folder), join(home, "project")];
  return await Promise.all(
    kinds.map(async (workspace) => {
      const canary = join(home, `ran-${kinds.indexOf(workspace)}`);
      const args = ["exec", "--model", "none", "--sandbox", "none", "--dir", workspace, "--check", `touch ${canary}`];
      const { code, stderr } = await run([process.execPath, main, ...args], { env: { FETTLE_HOME: join(home, ".fettle") } });
      const opened = await work(workspace, "true").then(
        () => "opened",
        (error: FettleError) => error.code,
      );
      return [opened, code, /(is|contains) the home folder/.exec(stderr)?.[0] ?? "", existsSync(canary)];
    }),
  );
}

try {
  mkdirSync(home);
  console.log(
    JSON.stringify(
      { temporary: await temporary(), linked: await linked(), worktree: await worktree(), parent: await parent(), wide: await wide() },
      null,
      1,
    ),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
