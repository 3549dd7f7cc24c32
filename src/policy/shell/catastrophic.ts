import { isAbsolute, normalize } from "node:path/posix";
import type { ShellCommand } from "./command.ts";
import { baseName } from "./paths.ts";

export type Catastrophe = "removal" | "force-push" | "publish" | "privilege";

export interface Surroundings {
  /** Absolute path of the workspace. */
  readonly workspace?: string;
  readonly home?: string;
}

const privileged = /^(?:sudo|doas|su|pkexec|runuser|polkit|pkcheck|run0|sudoedit|visudo)$/;
/** Program and sub-command that hand something to the world, after which nothing takes it back. */
const publishing: readonly (readonly string[])[] = [
  ..."npm pnpm yarn bun lerna".split(" ").flatMap((name) => [
    [name, "publish"],
    [name, "unpublish"],
  ]),
  ["yarn", "npm", "publish"],
  ["changeset", "publish"],
  ["cargo", "publish"],
  ["cargo", "yank"],
  ["twine", "upload"],
  ["uv", "publish"],
  ["poetry", "publish"],
  ["hatch", "publish"],
  ["flit", "publish"],
  ["pdm", "publish"],
  ["gem", "push"],
  ["docker", "push"],
  ["docker", "image", "push"],
  ["docker", "compose", "push"],
  ["podman", "push"],
  ["helm", "push"],
  ["gh", "release", "create"],
  ["gh", "release", "delete"],
  ["gh", "release", "upload"],
  ["gh", "release", "edit"],
  ["gh", "repo", "delete"],
  ["gh", "gist", "create"],
  ["dotnet", "nuget", "push"],
  ["nuget", "push"],
  ["mvn", "deploy"],
  ["gradle", "publish"],
  ["gradlew", "publish"],
  ["mix", "hex.publish"],
  ["vsce", "publish"],
  ["ovsx", "publish"],
  ["semantic-release"],
  ["goreleaser", "release"],
  ["pod", "trunk", "push"],
  ["dart", "pub", "publish"],
  ["flutter", "pub", "publish"],
  ["composer", "publish"],
];
const removers = /^(?:rm|shred|unlink|trash|srm|rmdir|mv|rimraf|wipefs|mkfs(?:\.\w+)?)$/;

/**
 * What nobody gets without a person's word, whatever the mode: removing home, root, a parent folder or another project; a forced push; publishing; more privilege.
 * Judges one command of a classification; errs on the side of asking where the shell would compute what is removed.
 */
export function isCatastrophic(command: ShellCommand, surroundings: Surroundings = {}): boolean {
  return catastropheOf(command, surroundings) !== undefined;
}

/** Which kind of catastrophe, if any. */
export function catastropheOf(command: ShellCommand, surroundings: Surroundings = {}): Catastrophe | undefined {
  const name = baseName(command.name);
  const words = command.words.slice(1);
  if (privileged.test(name)) return "privilege";
  if (isPublishing(name, words)) return "publish";
  if (name === "git") return isForcedPush(words) ? "force-push" : isWipe(words, command, surroundings) ? "removal" : undefined;
  if (name === "find") return removesFound(command, surroundings) ? "removal" : undefined;
  if (name === "dd" && words.some((word) => word === null || /^of=\/dev\/(?!null)/.test(word))) return "removal";
  if (/^(wipefs|mkfs)/.test(name)) return "removal";
  if (!removers.test(name)) return undefined;
  // Arguments from a pipe: nobody can see them.
  if (command.wrappers.some((wrapper) => /^(xargs|parallel)$/.test(wrapper)) && isRecursive(name, words)) return "removal";
  const endangered = operandsOf(command).filter((operand) => reachesOut(operand, command.folder, surroundings, isRecursive(name, words)));
  // A file elsewhere may be removed with a question; a folder, or everything in one, is more than that.
  return endangered.some(
    ({ value, source }) => isRecursive(name, words) || value === null || isWholeFolder(value, source, command.folder, surroundings),
  )
    ? "removal"
    : undefined;
}

interface Operand {
  readonly value: string | null;
  readonly source: string;
}

function operandsOf({ words, sources }: ShellCommand): Operand[] {
  const operands: Operand[] = [];
  let options = true;
  for (let i = 1; i < words.length; i++) {
    const value = words[i] ?? null;
    if (options && value === "--") options = false;
    else if (!options || value === null || !value.startsWith("-")) operands.push({ value, source: sources[i] ?? "" });
  }
  return operands;
}

function isRecursive(name: string, words: readonly (string | null)[]): boolean {
  if (name === "mv" || name === "rimraf" || name === "trash") return true;
  return words.some((word) => word !== null && /^-[a-zA-Z]*[rR]|^--r(e(c(u(r(s(i(ve?)?)?)?)?)?)?)?$/.test(word));
}

/** Whether an operand leads out of what the task is about, or is that as a whole. */
function reachesOut({ value, source }: Operand, folder: string | null, surroundings: Surroundings, recursive: boolean): boolean {
  const bare = source.replace(/["'\\]/g, "");
  // Only the shell knows: dangerous if what it computes stands at the beginning, where nothing may be left but what follows.
  if (value === null && /^[$`~]/.test(bare)) return true;
  const path = value ?? bare;
  if (path.startsWith("~")) return true;
  const whole = path.replace(/\/*\*+$/, "");
  const target = isAbsolute(path) ? normalize(path) : folder === null ? null : normalize(`${folder}/${whole === "" ? "." : whole}`);
  if (target === null) return true;
  if (isAbsolute(target)) return !isWithin(target, surroundings.workspace) && !isWithin(target, "/tmp") && target !== "/dev/null";
  if (target.startsWith("..")) return true;
  return recursive && /^\.\/?$|^\.git\/?$|\/\.git\/?$|^\.\*/.test(target);
}

function isWholeFolder(value: string, source: string, folder: string | null, { workspace, home }: Surroundings): boolean {
  if (/[*?]/.test(source)) return true;
  const path = isAbsolute(value) ? value : `${folder ?? "/"}/${value}`;
  return [workspace, home, "/", ".", ".."].includes(normalize(path).replace(/(.)\/$/, "$1")) || value === "~" || value === "~/";
}

function isWithin(path: string, folder: string | undefined): boolean {
  if (folder === undefined) return false;
  const rest = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1).replace(/[*/]+$/, "") : "";
  return rest !== "" && rest !== ".git";
}

function isPublishing(name: string, words: readonly (string | null)[]): boolean {
  if (words.includes("--dry-run")) return false;
  const module = /^python[\d.]*$/.test(name) ? words.indexOf("-m") : -1;
  if (module >= 0) return isPublishing(words[module + 1] ?? "", words.slice(module + 2));
  const isOption = (word: string | null | undefined) => word?.startsWith("-") ?? false;
  const plain = words.filter((word) => !isOption(word));
  // Whether the word behind an option is its value cannot be told: both readings count.
  const apart = words.filter((word, i) => !isOption(word) && !isOption(words[i - 1]));
  return publishing.some(
    ([program, ...rest]) => program === name && [plain, apart].some((given) => rest.every((word, i) => given[i] === word)),
  );
}

function isForcedPush(words: readonly (string | null)[]): boolean {
  if (words.find((word) => word === null || !word.startsWith("-")) !== "push") return false;
  return words.some(
    (word) => word !== null && (/^-[a-zA-Z]*[fd]/.test(word) || /^--(force|mirror|delete|prune)/.test(word) || /^[+:]./.test(word)),
  );
}

/** `git clean` with directories elsewhere, or of everything that is ignored as well. */
function isWipe(words: readonly (string | null)[], command: ShellCommand, surroundings: Surroundings): boolean {
  if (words[0] !== "clean" || words.some((word) => word === "-n" || word === "--dry-run")) return false;
  return operandsOf(command)
    .slice(1)
    .some((operand) => reachesOut(operand, command.folder, surroundings, false));
}

/** `find ROOT … -delete` or `-exec rm`, from a root that leads out, or of everything. */
function removesFound(command: ShellCommand, surroundings: Surroundings): boolean {
  const { words } = command;
  const expression = words.findIndex((word, i) => i > 0 && word !== null && /^[-(!]/.test(word) && !/^-[HLPOD]/.test(word));
  const tests = expression < 0 ? [] : words.slice(expression);
  const runs = tests.findIndex((word) => word !== null && /^-(exec|execdir|ok|okdir)$/.test(word));
  const removes = tests.includes("-delete") || (runs >= 0 && removers.test(baseName(tests[runs + 1])));
  if (!removes) return false;
  const roots = operandsOf({ ...command, words: words.slice(0, expression), sources: command.sources.slice(0, expression) });
  const narrowed = tests.some((word) => word !== null && /^-(i?name|i?path|i?regex|empty|newer|[mac]time|[mac]min|size)$/.test(word));
  return (roots.length === 0 ? [{ value: ".", source: "." }] : roots).some((root) =>
    reachesOut(root, command.folder, surroundings, !narrowed),
  );
}
