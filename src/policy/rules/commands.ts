import { definePolicy } from "../../contract/policy.ts";
import { judgeScript } from "../judge-commands.ts";

/** Scripts, by the commands that can be seen in them: the floor, and rules for commands. */
export default definePolicy({ name: "commands", stage: "rule", judge: judgeScript });
