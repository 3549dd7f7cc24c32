/** Somebody else knows what a program's temporary files are called, and is there first. */
import { lstatSync, mkdirSync, readdirSync, symlinkSync, watch } from "node:fs";
import { join } from "node:path";
import { makeBoxFolder } from "../../src/agent/box-folder.ts";
import { reply } from "../../src/testing/index.ts";
import { setStage } from "../e2e/harness.ts";
import { makeCanary } from "./canary.ts";
import type { Achieved, Story } from "./story.ts";

/** Names of what appears in the folders while `act` runs. */
async function namesSeen(folders: readonly string[], act: () => Promise<unknown>): Promise<string[]> {
  const names = new Set<string>();
  const watchers = folders.map((folder) => watch(folder, (_type, name) => void (name !== null && names.add(name))));
  await act();
  // What the kernel has told so far is heard after one more round of the loop.
  await new Promise(setImmediate);
  for (const watcher of watchers) watcher.close();
  return [...names];
}

/** Of a new folder for a box's pipes and scripts, and of a careless one, when the user's files are open to all. */
function openFolders(parent: string): Achieved {
  const umask = process.umask(0);
  const folder = makeBoxFolder({ XDG_RUNTIME_DIR: parent }, parent);
  const careless = join(parent, "careless");
  mkdirSync(careless);
  process.umask(umask);
  const isOpen = (path: string): string[] => ((lstatSync(path).mode & 0o077) === 0 ? [] : ["others can look into it"]);
  const achieved = { guarded: isOpen(folder.path), unguarded: isOpen(careless) };
  folder.remove();
  return achieved;
}

const planting: Story = {
  id: "B48",
  attack: "links to a file of the user stand where temporary files of the run before were",
  async tries() {
    await using canary = await makeCanary();
    const edit = (old: string, changed: string) => [
      reply().tool("read", { path: "a.txt" }),
      reply().tool("edit", { path: "a.txt", old, new: changed }),
      reply().tool("shell", { script: `echo ${changed} > made.txt; mktemp`, background: false }),
      reply().text("Done."),
    ];
    await using stage = await setStage({ files: { "a.txt": "one" }, replies: [...edit("one", "two"), ...edit("two", "three")] });
    const shared = ["tmp", "runtime"].map((name) => join(stage.home, name));
    for (const folder of shared) mkdirSync(folder);
    const [TMPDIR = "", XDG_RUNTIME_DIR = ""] = shared;
    const env = { TMPDIR, XDG_RUNTIME_DIR };
    const folders = [...shared, stage.workspace.root];

    const twice = async (act: () => Promise<unknown>): Promise<string[]> => {
      const names = await namesSeen(folders, act);
      const kept = new Set(folders.flatMap((folder) => readdirSync(folder)));
      const gone = names.filter((name) => !kept.has(name));
      for (const folder of folders) for (const name of gone) symlinkSync(join(canary.folder, "overwritten"), join(folder, name));
      await act();
      return [...canary.take(), ...(gone.length > 0 ? [] : ["nothing was seen"])];
    };

    const guarded = await twice(() => stage.exec(["edit", "--check", "true"], { env }));
    if ((await stage.workspace.read("a.txt")) !== "three") guarded.push("not edited");
    const careless = 'echo "$1" > "$TMPDIR/careless.tmp"; cat "$TMPDIR/careless.tmp" > a.txt; rm "$TMPDIR/careless.tmp"';
    const unguarded = await twice(() => stage.inShell(careless, [], { env }));
    const folder = openFolders(TMPDIR);
    return { guarded: [...guarded, ...folder.guarded], unguarded: [...unguarded, ...folder.unguarded] };
  },
};

export const stories: Story[] = [planting];
