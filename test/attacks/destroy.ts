import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TransactionRequest } from "../../src/contract/sandbox.ts";
import { openStore } from "../../src/sandbox/store/open.ts";
import type { Store } from "../../src/sandbox/store/store.ts";
import { makeBox, plain, type TestBox } from "../sandbox/boxes.ts";
import { label, manifest } from "../sandbox/store/folder.ts";
import { removeAll } from "../sandbox/store/remove-all.ts";
import { makeProject, type Destruction, type Places } from "./destructions.ts";

/** What a destruction came to, in a box and without one. */
export interface Destroyed {
  /** In the box: the workspace was changed, at the latest when a person let in what was held. */
  changed: boolean;
  /** Rules that held something. */
  held: readonly string[];
  /** The output has the word that it should have. */
  said: boolean;
  /** What lies around the workspace is as it was: home, folder of somebody else, undo store. */
  outside: boolean;
  /** What commands may write beside the workspace was in reach: nothing of it is left. Only of those that go for everything. */
  emptied: boolean;
  /** One checkpoint of what was done, if anything was, and one quarantine of what was held. */
  recordedOnce: boolean;
  undone: boolean;
  redone: boolean;
  conflicts: readonly unknown[];
  /** Without what protects from it, it destroys for good what it is aimed at. */
  control: boolean;
}

const request = { effect: "execute", thread: "t1", turn: 1, item: "i1", title: "shell" } satisfies TransactionRequest;

/** `outside` is an empty folder that the box shows, and that whoever runs this may write to. */
export async function destroy(destruction: Destruction, outside: string): Promise<Destroyed> {
  const inBox = await destroyIn("bubblewrap", destruction, outside);
  return { ...inBox, control: destruction.aim === "machine" || (await destroysForGood(destruction, outside)) };
}

async function destroyIn(sandbox: string, destruction: Destruction, outside: string): Promise<Omit<Destroyed, "control">> {
  await using stage = await setStage(sandbox, destruction, outside);
  const { test, places, store, around } = stage;
  const { aim, says = "" } = destruction;
  const before = entriesOf(places.workspace);
  const untouched = around();
  if (aim === "machine") await test.box.transaction(request, (box) => box.run("touch /tmp/mine ~/mine; echo", plain));

  // A project below a folder that boxes hide, such as a home, has no place that they show.
  const isShown = (await test.box.run(`test -e '${places.outside}'`, plain)).exitCode === 0;
  const { value, held, quarantine, checkpoints } = await test.box.transaction(request, (box) =>
    box.run(scriptOf(destruction, places), plain),
  );
  const left =
    aim === "machine" ? (await test.box.run("ls -A ~/mine /tmp/mine 2>/dev/null; ls -A | grep -v '^.git$'", plain)).output.toString() : "";
  const accepted = [];
  for (const id of quarantine) accepted.push((await store.accept(id, label)).checkpoint ?? "");
  const after = entriesOf(places.workspace);
  const ids = [...checkpoints, ...accepted];
  const undo = ids.length === 0 ? undefined : await store.undo({ ids }, { label });
  const undone = entriesOf(places.workspace);
  const redo = undo && (await store.redo(undefined, { label }));
  const redone = entriesOf(places.workspace);

  return {
    changed: !isEqual(before, after),
    held: [...new Set(held.map(({ rule }) => rule))],
    said: (aim === "outside" && !isShown) || value.output.includes(says),
    outside: isEqual(untouched, around()),
    emptied: left === "",
    recordedOnce:
      checkpoints.length <= 1 && quarantine.length === Math.min(held.length, 1) && isEqual(before, after) === (ids.length === 0),
    undone: isEqual(before, undone),
    redone: isEqual(after, redone),
    conflicts: [undo, redo].flatMap((done) => done?.conflicts ?? []),
  };
}

/** Files of the workspace without an undo store; what is around it, and the store, by a command that no box holds. */
async function destroysForGood(destruction: Destruction, outside: string): Promise<boolean> {
  if (destruction.aim === "workspace") {
    using place = makePlaces(destruction, outside);
    const before = entriesOf(place.workspace);
    const [program = "", ...args] = fenced(scriptOf(destruction, { ...place, store: "" }), place);
    spawnSync(program, args, { cwd: place.workspace, stdio: "ignore" });
    return !isEqual(before, entriesOf(place.workspace));
  }
  await using stage = await setStage("none", destruction, outside);
  const { test, place, around } = stage;
  const before = entriesOf(place.workspace);
  const untouched = around();
  const script = fenced(scriptOf(destruction, stage.places), place);
  // It may fail when its store goes under its feet.
  const ran = await test.box.transaction(request, (box) => box.exec(script, plain)).catch(() => undefined);
  const reopened = await openStore({ root: place.workspace, home: join(place.folder, "home") });
  if (ran !== undefined) await reopened.undo({ ids: reopened.checkpoints().map(({ id }) => id) }, { label });
  return destruction.aim === "store" ? !isEqual(before, entriesOf(place.workspace)) : !isEqual(untouched, around());
}

/** What no box holds is still kept to what was made for it: everything else of the machine is read-only, and no home but ours is named. */
function fenced(script: string, { folder, workspace, home, outside }: Place): string[] {
  const writable = [folder, outside].flatMap((path) => ["--bind", path, path]);
  const guard = `[ "$HOME" = '${home}' ] && [ ~ = '${home}' ] && ! touch /usr/.fettle-probe 2>/dev/null || exit 99`;
  return ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", ...writable, "--chdir", workspace, "bash", "-c", `${guard}\n${script}`];
}

interface Place extends Omit<Places, "store">, Disposable {
  /** Holds workspace and home. */
  folder: string;
}

/** Workspace, home and a folder of somebody else's, all made for the purpose; `HOME` names that home from now on. */
function makePlaces({ before }: Destruction, parent: string): Place {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "fettle-destroy-")));
  const [workspace, home] = [join(folder, "workspace"), join(folder, "person")];
  const outside = mkdtempSync(join(parent, "theirs-"));
  for (const made of [workspace, home]) mkdirSync(made);
  bash("mkdir -p keys .config/empty && echo key > keys/id && echo note > note && chmod 600 keys/id && ln -s note link", home);
  cpSync(home, outside, { recursive: true, verbatimSymlinks: true });
  process.env["HOME"] = home;
  copyProject(workspace);
  if (before !== undefined) bash(before, workspace);
  return {
    folder,
    workspace,
    home,
    outside,
    [Symbol.dispose]() {
      for (const made of [folder, outside]) removeAll(made);
    },
  };
}

let made: string | undefined;

/** The project is made once, with all that git has to do for it. The copy has the same times and links, and git has seen that it is the same. */
function copyProject(workspace: string): void {
  if (made === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "fettle-project-"));
    process.once("exit", () => removeAll(folder));
    made = join(folder, "project");
    mkdirSync(made);
    bash(makeProject, made);
  }
  // That there are changes, as there should be, is no failure.
  bash(`cp -a '${made}/.' . && { git update-index -q --refresh || true; }`, workspace);
}

interface Stage extends AsyncDisposable {
  test: TestBox;
  place: Place;
  places: Places;
  store: Store;
  /** All that is around the workspace and must stay. */
  around(): string[];
}

async function setStage(sandbox: string, destruction: Destruction, parent: string): Promise<Stage> {
  const place = makePlaces(destruction, parent);
  const { folder, workspace, home, outside } = place;
  const test = await makeBox(sandbox, { workspace, home: join(folder, "home") });
  const store = await openStore({ root: workspace, home: join(folder, "home") });
  return {
    test,
    store,
    place,
    places: { workspace, home, outside, store: store.folder },
    around: () => [home, outside].flatMap(entriesOf),
    async [Symbol.asyncDispose]() {
      await test[Symbol.asyncDispose]();
      place[Symbol.dispose]();
    },
  };
}

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? manifest(folder) : [];
}

function scriptOf({ script }: Destruction, places: Places): string {
  return typeof script === "string" ? script : script(places);
}

function bash(script: string, cwd: string): void {
  const { status, stderr } = spawnSync("bash", ["-c", script], { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${script}: ${stderr}`);
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
