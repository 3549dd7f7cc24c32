import { defineSurface } from "../../contract/surface.ts";
import { chooseToUndo } from "../support/choose-checkpoints.ts";
import { returnOptions, runReturn } from "../support/return-surface.ts";

export default defineSurface({
  name: "undo",
  summary: "Take back what was done to this workspace.",
  arguments: "[steps|checkpoint|thread]",
  options: returnOptions,
  examples: [
    { command: "fettle undo", does: "takes back the last call that changed something, a shell command's deletions included" },
    { command: "fettle undo 3 --preview", does: "shows what taking back the last three would do" },
    { command: "fettle undo c12", does: "returns to how it was after checkpoint c12 of `fettle changes`" },
    { command: "fettle undo last", does: "takes back everything that the newest thread has done here" },
    { command: "fettle undo --files 'src/**'", does: "takes back only what the last one did below src" },
  ],
  run: (call) => runReturn(call, { kind: "undo", choose: (store) => chooseToUndo(store.checkpoints(), call.args[0]) }),
});
