/** Links lead out of the workspace: for tools, for what is being written, for a commit and for an undo. */
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FettleError } from "../../src/contract/error.ts";
import type { TransactionRequest } from "../../src/contract/sandbox.ts";
import { openStore } from "../../src/sandbox/store/open.ts";
import { reply, type Reply, type WireName } from "../../src/testing/index.ts";
import { eventsOf, resultTexts, setStage } from "../e2e/harness.ts";
import { makeBox, plain } from "../sandbox/boxes.ts";
import { label } from "../sandbox/store/folder.ts";
import type { Story } from "./story.ts";

/** A folder of somebody else's beside the workspace, with `secret` in it. */
interface Beside extends Disposable {
  folder: string;
  /** What is other than it was: names, and the content of `secret`. */
  changes(): string[];
}

function openBeside(parent = tmpdir()): Beside {
  const folder = realpathSync(mkdtempSync(join(parent, "fettle-beside-")));
  const secret = join(folder, "secret");
  writeFileSync(secret, "hidden canary");
  return {
    folder,
    changes() {
      const names = readdirSync(folder);
      const content = names.includes("secret") && readFileSync(secret, "utf8") === "hidden canary" ? [] : ["overwritten"];
      for (const name of names) rmSync(join(folder, name), { recursive: true });
      writeFileSync(secret, "hidden canary");
      return [...names.filter((name) => name !== "secret"), ...content].sort();
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

const patch = (...lines: string[]): string => ["*** Begin Patch", ...lines, "*** End Patch"].join("\n");

/** Calls of tools through `link` (to the folder) and `file` (to the secret), by who is offered them. Who fails too often in a row is stopped. */
const calls: readonly [WireName, readonly Reply[]][] = [
  [
    "anthropic",
    [
      reply().tool("read", { path: "link/secret" }),
      reply().tool("read", { path: "file" }),
      reply().tool("grep", { pattern: "canary", path: "link" }),
      reply().tool("grep", { pattern: "canary", path: "file" }),
      reply().tool("list", { path: "link" }),
      reply().tool("glob", { pattern: "*", path: "link" }),
    ],
  ],
  [
    "anthropic",
    [
      reply().tool("write", { path: "link/written", content: "x" }),
      reply().tool("write", { path: "dangling", content: "x" }),
      reply().tool("edit", { path: "link/secret", old: "hidden", new: "edited" }),
      reply().tool("edit", { path: "file", old: "hidden", new: "edited" }),
    ],
  ],
  [
    "responses",
    [
      reply().tool("patch", { patch: patch("*** Update File: link/secret", "@@", "-hidden canary", "+patched") }),
      reply().tool("patch", { patch: patch("*** Add File: link/patched", "+x") }),
      reply().tool("patch", { patch: patch("*** Delete File: link/secret") }),
    ],
  ],
];

const tools: Story = {
  id: "B29",
  attack: "tools read, search, list, write, edit and patch through links of the workspace that lead out of it",
  async tries() {
    using beside = openBeside();
    const guarded: string[] = [];
    for (const [wire, replies] of calls) {
      await using stage = await setStage({ wire, replies: [...replies, reply().text("Done.")] });
      const at = (name: string): string => join(stage.workspace.root, name);
      symlinkSync(beside.folder, at("link"));
      symlinkSync(join(beside.folder, "secret"), at("file"));
      symlinkSync(join(beside.folder, "dangling"), at("dangling"));
      const { events } = await stage.exec(["look", "--check", "true"]);
      const results = resultTexts(events);
      const silent = results.filter((text) => !text.includes(beside.folder));
      const rulings = eventsOf(events, "policy.decided").length;
      if (results.length !== replies.length || rulings !== replies.length) guarded.push(`${results.length} results, ${rulings} rulings`);
      guarded.push(
        ...silent.map((text) => `not named: ${text}`),
        ...results.filter((text) => text.includes("canary")),
        ...beside.changes(),
      );
    }
    await using stage = await setStage();
    symlinkSync(beside.folder, stage.workspace.path("link"));
    symlinkSync(join(beside.folder, "dangling"), stage.workspace.path("dangling"));
    const { stdout } = await stage.inShell(
      "cat link/secret; grep -c canary link/secret; ls link; echo x > link/written; echo x > dangling; sed -i s/hidden/edited/ link/secret",
      [],
    );
    return { guarded, unguarded: [...stdout.trim().split("\n"), ...beside.changes()] };
  },
};

const request = { effect: "execute", thread: "t", turn: 1, item: "i", title: "shell" } satisfies TransactionRequest;

/** Lets a folder and a link to OUTSIDE change places until it is ended; says so once both have been there. */
const swapper = (workspace: string, outside: string): string => `
import ctypes, os
os.chdir("${workspace}")
libc = ctypes.CDLL(None)
if not os.path.lexists("trap"): os.symlink("${outside}", "trap")
swap = lambda: libc.renameat2(-100, b"folder", -100, b"trap", 2)
swap(); swap()
print("swapping", flush=True)
while True: swap()
`;

const swapped: Story = {
  id: "B30",
  attack: "a job lets a folder and a link out change places, again and again, while tools and commands write below the folder",
  async tries() {
    using beside = openBeside();
    const done = { read: 0, written: 0, ran: 0, refused: 0 };
    const guarded: string[] = [];
    {
      await using test = await makeBox("bubblewrap");
      mkdirSync(join(test.workspace, "folder"));
      writeFileSync(join(test.workspace, "folder/secret"), "mine");
      const { id } = await test.box.jobs.start(`exec python3 -c '${swapper(test.workspace, beside.folder)}'`, {});
      await test.box.jobs.waitFor(id, /swapping/, 0);
      const count = (error: FettleError | NodeJS.ErrnoException): undefined => {
        if (["sandbox.outside", "store.failed", "ENOENT", "ENOTDIR", "ELOOP", "EEXIST"].includes(error.code ?? "")) done.refused++;
        else throw error;
      };
      // Until each has been seen to happen, and some more. What a commit cannot hold fast it leaves as a whole: `store.failed`.
      for (let round = 0; round < 25 || Object.values(done).includes(0); round++) {
        const read = await test.box.files.read("folder/secret").catch(count);
        if (read !== undefined) done.read++;
        if (read?.includes("canary") === true) guarded.push("read");
        await test.box
          .transaction(request, (box) => box.files.write(`folder/made-${round}`, Buffer.from("x")))
          .then(() => done.written++, count);
        await test.box
          .transaction(request, (box) => box.run(`echo x > folder/ran-${round}; rm -f folder/secret; echo mine > folder/secret`, plain))
          .then(() => done.ran++, count);
      }
      await test.box.jobs.stop(id);
      guarded.push(...beside.changes());
    }
    return { guarded, unguarded: checkThenUse(beside) };
  },
};

/** One such swap against who looks first, and then goes by the name once more. */
function checkThenUse(beside: Beside): string[] {
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), "fettle-race-")));
  const [folder, path] = [join(workspace, "folder"), join(workspace, "folder/secret")];
  mkdirSync(folder);
  writeFileSync(path, "mine");
  const isItself = realpathSync(path) === path;
  renameSync(folder, join(workspace, "aside"));
  symlinkSync(beside.folder, folder);
  const read = readFileSync(path, "utf8").includes("canary") ? ["read"] : [];
  writeFileSync(path, "x");
  rmSync(workspace, { recursive: true });
  return isItself ? [...read, ...beside.changes()] : [];
}

/** In the box of that name: links a file from beside into the workspace and writes to it, also to one that was there. */
async function linkIn(sandbox: string, beside: Beside): Promise<string[]> {
  await using test = await makeBox(sandbox);
  const run = async (script: string): Promise<string> =>
    (await test.box.transaction(request, (box) => box.run(script, plain))).value.output.toString();
  const told = await run(`ln ${beside.folder}/secret mine 2>&1 && echo linked && echo x > mine`);
  const made = [...told.split("\n").filter((line) => line === "linked"), ...beside.changes()];
  linkSync(join(beside.folder, "secret"), join(test.workspace, "shared"));
  await run("echo x > shared; chmod 600 shared");
  return [...made, ...beside.changes().map((change) => `${change} by one that was there`)];
}

type Act = (parts: { workspace: string; beside: Beside; undo: () => Promise<string[]> }) => Promise<string[]>;

/** A command has changed `folder/secret` from what is beside; `act` has it undone. */
async function afterChange(act: Act): Promise<string[]> {
  using beside = openBeside();
  await using test = await makeBox("bubblewrap");
  mkdirSync(join(test.workspace, "folder"));
  writeFileSync(join(test.workspace, "folder/secret"), "before");
  const { checkpoints } = await test.box.transaction(request, (box) => box.run("echo -n 'hidden canary' > folder/secret", plain));
  const store = await openStore({ root: test.workspace, home: join(test.folder, "home") });
  const undo = async (): Promise<string[]> => (await store.undo({ ids: checkpoints }, { label })).conflicts.map(({ path }) => path);
  return await act({ workspace: test.workspace, beside, undo });
}

/** Undoes as `how` does, after the file, and after its folder, has become a link of each kind. */
async function undoThroughLinks(how: (parts: Parameters<Act>[0]) => Promise<string[]>): Promise<string[]> {
  const hard: Act = async (parts) => {
    const path = join(parts.workspace, "folder/secret");
    rmSync(path);
    linkSync(join(parts.beside.folder, "secret"), path);
    await how(parts);
    return parts.beside.changes().map((change) => `${change} by a hard link`);
  };
  const soft: Act = async (parts) => {
    renameSync(join(parts.workspace, "folder"), join(parts.workspace, "aside"));
    symlinkSync(parts.beside.folder, join(parts.workspace, "folder"));
    const conflicts = await how(parts);
    return [...parts.beside.changes().map((change) => `${change} by a folder`), ...conflicts.map((path) => `conflict: ${path}`)];
  };
  return [...(await afterChange(hard)), ...(await afterChange(soft))];
}

const hardLinks: Story = {
  id: "B31",
  attack: "a file from outside is linked into the workspace and written to, and what an undo replaces has become a link meanwhile",
  async tries() {
    // On the same file system as the workspace, where the kernel itself would allow it.
    using beside = openBeside();
    await using test = await makeBox("bubblewrap");
    // Shown in the box, and still on a mount of its own.
    const shown = (await test.box.run("LC_ALL=C ln /etc/hostname theirs 2>&1; ls", plain)).output.toString();
    const crossed = shown.trim().endsWith("Invalid cross-device link") ? [] : [shown];
    const naive = await undoThroughLinks(async ({ workspace }) => {
      writeFileSync(join(workspace, "folder/secret"), "before");
      return [];
    });
    return {
      guarded: [...crossed, ...(await linkIn("bubblewrap", beside)), ...(await undoThroughLinks(({ undo }) => undo()))],
      unguarded: [...(await linkIn("none", beside)), ...naive],
    };
  },
};

export const stories: Story[] = [tools, swapped, hardLinks];
