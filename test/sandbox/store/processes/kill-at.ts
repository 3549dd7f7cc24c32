/**
 * Does one thing to a store, and kills itself before the n-th call that changes something on disk; prints how many such calls there were.
 * Arguments: root, home, what, n (0 = never).
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { label } from "../folder.ts";
import { commitSecond } from "../two-states.ts";

const [root = "", home = "", what = "", at = "0"] = process.argv.slice(2);
const changing = [
  "renameSync",
  "mkdirSync",
  "openSync",
  "writeSync",
  "fsyncSync",
  "rmSync",
  "chmodSync",
  "chownSync",
  "writeFileSync",
  "linkSync",
  "unlinkSync",
] as const;

let calls = 0;
let armed = false;
for (const name of changing) {
  const call = fs[name] as (...args: unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      if (armed && ++calls === Number(at)) process.kill(process.pid, "SIGKILL");
      return call(...args);
    },
  });
}
syncBuiltinESMExports();

// Renames that do not go through Node count as well; "without-library" has only those that do.
const { native } = await import("../../../../src/sandbox/store/native.ts");
const { renameNew } = native();
Object.assign(native(), {
  renameNew:
    process.argv[6] === "without-library"
      ? undefined
      : renameNew &&
        ((from: string, to: string) => {
          if (armed && ++calls === Number(at)) process.kill(process.pid, "SIGKILL");
          return renameNew(from, to);
        }),
});

const { openStore } = await import("../../../../src/sandbox/store/open.ts");
if (what === "recover") armed = true;
const store = await openStore({ root, home });
armed = true;
if (what === "commit") await commitSecond(store);
if (what === "undo")
  await store.undo(
    { ids: [store.checkpoints().findLast(({ kind, state }) => kind === "commit" && state === "done")?.id ?? ""] },
    { label },
  );
if (what === "redo") await store.redo(undefined, { label });
armed = false;
process.stdout.write(String(calls));
