import type { Program, Programs } from "../command.ts";
import build from "./build.ts";
import files from "./files.ts";
import git from "./git.ts";
import go from "./go.ts";
import { inProject } from "./judges.ts";
import node, { nodeTools } from "./node.ts";
import python from "./python.ts";
import rust from "./rust.ts";
import system from "./system.ts";
import text from "./text.ts";

const programs: Programs = { ...build, ...files, ...git, ...go, ...node, ...python, ...rust, ...system, ...text };

/** Folders in which a project keeps the tools it brings. */
const brought = /^(?:\.\/)?(?:node_modules\/\.bin|vendor\/bin|\.?venv\/bin)\/([\w.-]+)$/;
const launcher = /^\.\/(gradlew|mvnw)$/;
const projectScript = /^\.\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.sh$/;

/** The program that a script means by this name, if it is on the list. A path counts only where a project keeps tools and scripts. */
export function findProgram(name: string): Program | undefined {
  const [, tool] = brought.exec(name) ?? launcher.exec(name) ?? [];
  if (tool === undefined && projectScript.test(name)) return { judge: inProject };
  const key = tool ?? name;
  return Object.hasOwn(programs, key) ? programs[key] : undefined;
}

/** Whether a launcher such as `npx` may start it: tools that are the project's own packages. */
export function isBroughtBy(ecosystem: string, name: string): boolean {
  const table: Programs = ecosystem === "node" ? nodeTools : ecosystem === "python" ? python : build;
  return Object.hasOwn(table, name);
}
