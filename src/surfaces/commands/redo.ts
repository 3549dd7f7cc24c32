import { defineSurface } from "../../contract/surface.ts";
import { chooseToRedo } from "../support/choose-checkpoints.ts";
import { returnOptions, runReturn } from "../support/return-surface.ts";

export default defineSurface({
  name: "redo",
  summary: "Bring back what was undone.",
  arguments: "[checkpoint]",
  options: returnOptions,
  examples: [
    { command: "fettle redo", does: "takes back the last undo" },
    { command: "fettle redo c14", does: "takes back the undo that `fettle changes` lists as c14" },
  ],
  run: (call) => runReturn(call, { kind: "redo", choose: (store) => chooseToRedo(store.checkpoints(), call.args[0]) }),
});
