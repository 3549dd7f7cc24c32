/** In a mount namespace of its own: gives folders a second name, as a mount does, and prints what comes of using it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveWorkspace } from "../../../src/sandbox/open.ts";
import { makeBox, plain } from "../../sandbox/boxes.ts";
import { removeAll } from "../../sandbox/store/remove-all.ts";

const request = { effect: "execute", thread: "t", turn: 1, item: "i", title: "shell" } as const;
const folder = realpathSync(mkdtempSync(join(tmpdir(), "fettle-names-")));
const home = make("people/me");
const names: string[] = [];
process.env["HOME"] = home;
try {
  const refused = (path: string): string => {
    try {
      return resolveWorkspace(path) === path ? "taken" : "elsewhere";
    } catch (error) {
      return (error as Error).message.replaceAll(folder, "");
    }
  };
  const workspaces = [home, join(folder, "people"), make("people/me/project"), make("other")].map((path, n) =>
    refused(name(path, `name-${n}`)),
  );
  console.log(JSON.stringify({ workspaces, removed: process.getuid?.() === 0 && process.argv[2] === "box" ? await removeJunction() : "" }));
} finally {
  for (const at of names) mount("umount", at);
  removeAll(folder);
}

/** A folder of somebody else's, mounted in the workspace. */
async function removeJunction(): Promise<unknown> {
  const [theirs, workspace] = [make("theirs"), make("workspace")];
  writeFileSync(join(theirs, "file"), "theirs");
  make("workspace/tree");
  const junction = name(theirs, "workspace/tree/a junction");
  await using test = await makeBox("bubblewrap", { workspace });
  const remove = "rm -rf tree/*/* tree/* tree";
  const { value, held } = await test.box.transaction(request, (box) => box.run(remove, plain));
  const box = { exitCode: value.exitCode, held, theirs: readdirSync(theirs), seen: readdirSync(junction) };
  // The control, on the same folders and nothing else.
  spawnSync("bash", ["-c", remove], { cwd: workspace });
  return { ...box, control: readdirSync(theirs) };
}

function make(path: string): string {
  mkdirSync(join(folder, path), { recursive: true });
  return join(folder, path);
}

function name(path: string, as: string): string {
  const at = make(as);
  mount("mount", "--bind", path, at);
  names.unshift(at);
  return at;
}

function mount(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}
