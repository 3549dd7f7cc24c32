import { basename, dirname, extname, relative, sep } from "node:path";
import { nodeAt, replace } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import { programOf } from "../project.ts";
import type { Candidate } from "../workbench.ts";

/** `Cannot find module`, and that a relative path needs its extension. */
const CODES = new Set([2307, 2792, 2834, 2835]);
const SOURCE = /(?:\.d)?\.[cm]?[jt]sx?$/;

/** Finds the file that a relative import means after a file was moved: the one of the same name, nearest first. */
export function movedModule(problem: Problem): Candidate[] {
  if (!CODES.has(problem.at.code)) return [];
  const { compiler } = problem.project;
  const node = nodeAt(problem);
  if (!compiler.isStringLiteral(node) || !node.text.startsWith(".")) return [];

  const { file } = problem.at;
  const program = programOf(problem.project);
  const options = program.getCompilerOptions();
  const asWritten = options.allowImportingTsExtensions === true || options.rewriteRelativeImportExtensions === true;
  const ending = extname(node.text) || (problem.at.code === 2307 ? "" : asWritten ? ".ts" : ".js");
  const wanted = basename(node.text).replace(SOURCE, "");
  const quote = node.getText(file).charAt(0);
  return program
    .getSourceFiles()
    .map(({ fileName }) => fileName)
    .filter((path) => path !== file.fileName && !path.includes(`${sep}node_modules${sep}`) && moduleName(path) === wanted)
    .map((path) => specifier(file.fileName, path, ending))
    .sort((a, b) => a.split("/").length - b.split("/").length)
    .map((path) => replace(`import "${path}" instead of "${node.text}"`, file, [node], quote + path + quote));
}

/** `money` for `money.ts`, and for `money/index.ts`. */
function moduleName(path: string): string {
  const name = basename(path).replace(SOURCE, "");
  return name === "index" ? basename(dirname(path)) : name;
}

function specifier(from: string, to: string, ending: string): string {
  const path = relative(dirname(from), to).split(sep).join("/");
  const dotted = path.startsWith(".") ? path : `./${path}`;
  if (ending === "") return dotted.replace(/(?:\/index)?(?:\.d)?\.[cm]?[jt]sx?$/, "");
  return ending.startsWith(".ts") ? dotted : dotted.replace(/\.([cm]?)tsx?$/, ".$1js");
}
