import { defineRepairer } from "../../contract/repairer.ts";
import { mendLockfile } from "../lockfile.ts";

export default defineRepairer({
  name: "lockfile",
  mends: ["types", "build", "tests", "lint"],
  looksAt: "changes",
  applies: async (files) => (await files.list(".")).some(({ name }) => name === "package-lock.json"),
  repair: mendLockfile,
});
