import { defineRepairer } from "../../contract/repairer.ts";
import { mendMarkers } from "../merge-markers.ts";

export default defineRepairer({
  name: "merge-markers",
  mends: ["types", "build", "tests", "lint", "format"],
  looksAt: "changes",
  applies: async () => true,
  repair: mendMarkers,
});
