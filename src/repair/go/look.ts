import type { Box, CommandResult } from "../../contract/sandbox.ts";
import type { RepairContext } from "../../contract/repairer.ts";
import type { Fix } from "../compiled/fix.ts";
import type { Fault, Look } from "../compiled/mend-in-rounds.ts";
import { foldersIn, readFaults, type GoFault } from "./faults.ts";
import { importsFix } from "./imports.ts";
import { assignmentFix, exportedIn, importedAs, membersIn, missingOf, namesInScope, offsetOf, spellingFix, type Missing } from "./names.ts";

/** Milliseconds that one run of a program may take; the first one reads the standard library. */
const TIMEOUT_MS = 120_000;
/** Milliseconds for finding out whether it compiles, for which a model may be waiting. */
const GLANCE_MS = 30_000;
const MAX_FILES = 200;
/** Faults that names are looked for: more are no slips. */
const MAX_NAMES = 50;
/** What imports may be behind. */
const IMPORTS = /imported (?:but|and) not used|could not import|^(?:undeclared name|undefined): \w+$/;
/** Nothing is fetched, neither modules nor a newer Go. */
const ENV = { GOPROXY: "off", GOTOOLCHAIN: "local", GOTELEMETRY: "off" };

interface Programs {
  files: RepairContext["files"];
  workspace: string;
  signal: AbortSignal;
  box: Pick<Box, "exec">;
  read(path: string): Promise<Buffer>;
}

/** What gopls finds in the packages that do not compile, and how imports and names may be mended. */
export async function lookAtGo(programs: Programs): Promise<Look | undefined> {
  const vet = await exec(programs, ["go", "vet", "./..."], GLANCE_MS);
  if (vet.exitCode === 0) return { faults: [], fixes: [] };
  const folders = foldersIn(vet.output.toString("utf8"));
  const paths = (await Promise.all(folders.map((folder) => goFilesIn(programs, folder)))).flat();
  if (paths.length === 0 || paths.length > MAX_FILES) return undefined;
  const check = await exec(programs, ["gopls", "check", ...paths]);
  const faults = readFaults(check.output.toString("utf8"), programs.workspace);
  // Something is wrong that it does not see.
  if (check.exitCode !== 0 || faults.length === 0) return undefined;

  const placed: Fault[] = [];
  const fixes: Fix[] = [];
  for (const [path, all] of Map.groupBy(faults, ({ file }) => file)) {
    const content = await programs.read(path);
    placed.push(...all.map(({ column, ...fault }) => ({ ...fault, offset: offsetOf(content, { ...fault, column }) })));
    const mayBeImports = all.some(({ message }) => IMPORTS.test(message));
    const imports = mayBeImports ? await fixImports(programs, path, content.toString("utf8")) : undefined;
    if (imports !== undefined) fixes.push(imports);
    for (const fault of all.slice(0, MAX_NAMES)) {
      const fix = assignmentFix(fault, content) ?? (await fixName(programs, fault, { content, isImporting: imports !== undefined }));
      if (fix !== undefined) fixes.push(fix);
    }
  }
  return { faults: placed, fixes };
}

async function goFilesIn({ files }: Programs, folder: string): Promise<string[]> {
  const entries = await files.list(folder).catch(() => []);
  const names = entries.filter(({ name, type }) => type === "file" && name.endsWith(".go")).map(({ name }) => name);
  return names.map((name) => (folder === "." ? name : `${folder}/${name}`));
}

async function fixImports(programs: Programs, path: string, text: string): Promise<Fix | undefined> {
  // Without what it says on standard error.
  const { exitCode, output, omittedBytes } = await exec(programs, ["sh", "-c", 'exec gopls imports "$1" 2>/dev/null', "sh", path]);
  if (exitCode !== 0 || omittedBytes > 0) return undefined;
  const packages = await exec(programs, ["go", "list", "-e", "std", "./..."]);
  return importsFix(path, { before: text, after: output.toString("utf8") }, importable(packages.output.toString("utf8")));
}

/** Without what only the standard library itself may import. */
function importable(list: string): string[] {
  return list.split("\n").filter((path) => path !== "" && !/^(?:cmd|vendor|internal)\/|\/internal(?:\/|$)/.test(path));
}

async function fixName(
  programs: Programs,
  fault: GoFault,
  { content, isImporting }: { content: Buffer; isImporting: boolean },
): Promise<Fix | undefined> {
  const missing = missingOf(fault, content);
  if (missing === undefined) return undefined;
  // What is imported now need not be misspelt.
  const isQualifier = content.toString("utf8", missing.at + Buffer.byteLength(missing.name)).startsWith(".");
  if (isImporting && isQualifier) return undefined;
  return spellingFix(fault, missing, await candidates(programs, missing, { file: fault.file, text: content.toString("utf8") }));
}

async function candidates(programs: Programs, missing: Missing, { file, text }: { file: string; text: string }): Promise<string[]> {
  const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
  const doc = async (...args: string[]): Promise<string> => {
    const { exitCode, output } = await exec(programs, ["go", "doc", ...args]);
    return exitCode === 0 ? output.toString("utf8") : "";
  };
  switch (missing.in) {
    case "hint":
      return [missing.hint];
    case "package": {
      const path = importedAs(missing.package, text);
      return path === undefined ? [] : exportedIn(await doc("-all", path));
    }
    case "type": {
      const [name, ...home] = missing.type.split(".").toReversed();
      const alias = home.toReversed().join(".");
      const path = alias === "" ? `./${folder}` : (importedAs(alias.split("/").at(-1)!, text) ?? alias);
      return membersIn(await doc("-u", path, name!));
    }
    case "scope": {
      const others = (await goFilesIn(programs, folder)).filter((path) => path !== file);
      const texts = await Promise.all(others.map(async (path) => (await programs.read(path)).toString("utf8")));
      return namesInScope(text, texts);
    }
  }
}

async function exec({ box, signal }: Programs, argv: readonly string[], timeoutMs = TIMEOUT_MS): Promise<CommandResult> {
  return await box.exec(argv, { timeoutMs, signal, env: ENV });
}
