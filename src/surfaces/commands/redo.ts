import { defineSurface } from "../../contract/surface.ts";
import { chooseToRedo } from "../support/choose-checkpoints.ts";
import { runReturn } from "../support/return-surface.ts";
import { folderOption } from "../support/workspace-store.ts";

export default defineSurface({
  name: "redo",
  summary: "Bring back what was undone.",
  arguments: "[checkpoint]",
  options: [
    { flags: "--files <path>", describe: "only this path or glob; can be given more than once", repeats: true },
    { flags: "--preview", describe: "show what would happen, and do nothing" },
    { flags: "--json", describe: "one JSON object" },
    folderOption,
  ],
  examples: [
    { command: "fettle redo", does: "takes back the last undo" },
    { command: "fettle redo c14", does: "takes back the undo that `fettle changes` lists as c14" },
  ],
  run: (call) => runReturn(call, { kind: "redo", choose: (store) => chooseToRedo(store.checkpoints(), call.args[0]) }),
});
