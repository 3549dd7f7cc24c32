import { definePolicy } from "../../contract/policy.ts";
import { judgePaths } from "../judge-paths.ts";

/** Rules for paths. */
export default definePolicy({ name: "paths", stage: "rule", judge: judgePaths });
