import { defineRepairer } from "../../contract/repairer.ts";
import { mendPython } from "../python/mend.ts";

const MANIFESTS = /^(?:pyproject\.toml|setup\.(?:py|cfg)|requirements.*\.txt|tox\.ini|pytest\.ini|\w+\.py)$/;

export default defineRepairer({
  name: "python",
  mends: ["types", "build", "tests", "lint"],
  looksAt: "changes",
  applies: async (files) => (await files.list(".")).some(({ name }) => MANIFESTS.test(name)),
  repair: mendPython,
});
