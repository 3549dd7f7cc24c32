import { defineRepairer } from "../../contract/repairer.ts";
import { mendInRounds } from "../compiled/mend-in-rounds.ts";
import { lookAtGo } from "../go/look.ts";

export default defineRepairer({
  name: "gopls",
  // What does not compile fails `go vet`, which proves no types by itself.
  mends: ["types", "build", "tests", "lint"],
  looksAt: "project",
  applies: async (files) => (await files.list(".")).some(({ name }) => name === "go.mod"),
  repair: async (context) => {
    const { files, workspace, signal } = context;
    return await mendInRounds(context, {
      programs: ["go", "gopls"],
      look: (box, read) => lookAtGo({ files, workspace, signal, box, read }),
    });
  },
});
