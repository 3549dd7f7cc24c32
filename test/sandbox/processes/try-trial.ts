/** What a trial in a box of whoever runs this comes to; as a program, printed as JSON. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../../../src/sandbox/store/open.ts";
import { makeBox, plain } from "../boxes.ts";

export async function tryTrial(): Promise<unknown> {
  await using test = await makeBox("bubblewrap");
  const { box, workspace, folder } = test;
  mkdirSync(join(workspace, "folder"));
  writeFileSync(join(workspace, "a"), "new of a\n");
  writeFileSync(join(workspace, "folder/gone"), "new\n");
  writeFileSync(join(workspace, "folder/kept"), "old\n");
  writeFileSync(join(workspace, "untouched"), "");
  const edits = new Map([
    ["a", Buffer.from("base of a\n")],
    ["made/deep", Buffer.from("made by an edit\n")],
    ["folder/gone", null],
  ]);
  const seen = await box.trial!(edits, async (inside) => {
    const show = async (script: string) => (await inside.run(script, plain)).output.toString();
    return [
      await show("cat folder/kept; rm -r untouched"),
      await show("cat a made/deep; cat folder/gone 2>/dev/null || echo no such file; echo made by a command > folder/kept"),
      await show("cat folder/kept a; test -e untouched && echo there || echo no such file; rm -rf folder a"),
    ];
  });
  let failure = "";
  try {
    await box.trial!(edits, async (inside) => {
      await inside.run("rm -rf *", plain);
      throw new Error("given up");
    });
  } catch (error) {
    failure = (error as Error).message;
  }
  const list = (path: string) => readdirSync(join(workspace, path)).sort();
  const left = { ".": list("."), folder: list("folder") };
  const a = readFileSync(join(workspace, "a"), "utf8");
  const store = await openStore({ root: workspace, home: join(folder, "home") });
  const layers = readdirSync(join(store.folder, "layers"));
  const checkpoints = store.checkpoints().length;
  // The same by a command that is no trial's does reach it.
  await box.run("echo changed > a", plain);
  return { seen, workspace: left, a, layers, checkpoints, failure, control: readFileSync(join(workspace, "a"), "utf8") };
}

if (import.meta.main) console.log(JSON.stringify(await tryTrial()));
