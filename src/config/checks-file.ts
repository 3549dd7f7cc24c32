/** A project's `.fettle/checks.toml`. Loaded only when there is a file to read. */
import type { Check } from "../contract/check.ts";
import { FettleError } from "../contract/error.ts";
import { nearest } from "../lib/nearest.ts";
import { duration } from "./kinds.ts";
import { isTable, parseToml } from "./toml-document.ts";
import { headerLines, keyLine } from "./toml-lines.ts";

/** A check as somebody wrote it down. */
export interface WrittenCheck extends Pick<Check, "id" | "cwd" | "proves" | "from" | "network" | "mustFailBefore"> {
  /** For a shell, or a program with its arguments. */
  run: string | readonly string[];
  /** Null: as long as it takes. Absent: by what it proves. */
  timeoutMs?: number | null;
}

/** A demand on the finished work, with where it stands. */
export interface Demand {
  text: string;
  from: string;
}

export interface ChecksFile {
  checks: readonly WrittenCheck[];
  /** What is not to be found: ids of checks, files, kinds of checks. */
  skip: readonly string[];
  /** Globs. */
  mustChange: readonly Demand[];
  mustNotChange: readonly Demand[];
  /** `FILE=SCHEMA`, as the option has it. */
  schemas: readonly Demand[];
}

const proofs = ["types", "format", "lint", "build", "tests", "custom"] as const;
const topKeys = ["must_change", "must_not_change", "schema", "check", "discover"];
const checkKeys = ["id", "run", "cwd", "proves", "timeout", "network", "must_fail_before"];

/** Throws `config.invalid` with file and line for broken TOML and whatever is not understood. */
export function readChecksFile(source: string, file: string): ChecksFile {
  const document = parseToml(source, file);
  const reader = (from: number, to: number): Reader => ({ file, at: (key) => `${file}:${keyLine(source, key, { from, to })}` });
  const [firstHeader = Infinity] = source.split("\n").flatMap((line, index) => (/^\s*\[/.test(line) ? [index + 1] : []));
  const top = reader(1, firstHeader);
  demandKnown(document, topKeys, top);
  const tables = document["check"] ?? [];
  const lines = headerLines(source, "check");
  if (!Array.isArray(tables) || !tables.every(isTable) || lines.length !== tables.length)
    throw invalid("Checks are written as [[check]], each with its keys below", top.at("check"));
  const checks = tables.map((table, index) => {
    const [from, to] = [lines[index] ?? 1, (lines[index + 1] ?? Infinity) - 1];
    return toCheck(table, { ...reader(from, to), from: `${file}:${from}` });
  });
  const twice = checks.find(({ id }, index) => checks.findIndex((other) => other.id === id) !== index);
  if (twice !== undefined) throw invalid(`There is more than one check "${twice.id}"`, twice.from);
  const globs = (key: string) => texts(document, key, top).map((text): Demand => ({ text, from: top.at(key) }));
  return {
    checks,
    skip: toSkip(
      document["discover"],
      reader(source.split("\n").findIndex((line) => /^\s*\[\s*discover\s*\]/.test(line)) + 1 || 1, Infinity),
    ),
    mustChange: globs("must_change"),
    mustNotChange: globs("must_not_change"),
    schemas: toSchemas(document["schema"], top),
  };
}

interface Reader {
  file: string;
  /** `file:line` of one of the keys. */
  at(key: string): string;
}

function toCheck(table: Record<string, unknown>, reader: Reader & { from: string }): WrittenCheck {
  demandKnown(table, checkKeys, reader);
  const { at, from } = reader;
  const { run, cwd = ".", proves = "custom", timeout } = table;
  const isCommand =
    typeof run === "string"
      ? run.trim() !== ""
      : Array.isArray(run) && run.length > 0 && run.every((word) => typeof word === "string") && run[0] !== "";
  if (!isCommand) throw invalid('run must be a command, or a program with its arguments: ["node", "--test"]', at("run"));
  const id = table["id"] ?? (typeof run === "string" ? run : undefined);
  if (typeof id !== "string" || id.trim() === "") throw invalid("A check has an id, a text", at("id"));
  if (typeof cwd !== "string" || cwd === "" || cwd.startsWith("/") || cwd.split(/[\\/]/).includes(".."))
    throw invalid("cwd must be a folder of the project", at("cwd"));
  const proof = proofs.find((name) => name === proves);
  if (proof === undefined) throw invalid(`proves must be one of ${proofs.join(", ")}`, at("proves"));
  const timeoutMs = timeout === undefined ? undefined : duration.fromToml(timeout);
  if (timeout !== undefined && timeoutMs === undefined) throw invalid(`timeout must be ${duration.expects}`, at("timeout"));
  return {
    id,
    run: run as string | string[],
    cwd: cwd.replace(/^\.\//, "").replace(/\/+$/, "") || ".",
    proves: proof,
    from,
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(truth(table, "network", at) && { network: true as const }),
    ...(truth(table, "must_fail_before", at) && { mustFailBefore: true as const }),
  };
}

function truth(table: Record<string, unknown>, key: string, at: Reader["at"]): boolean {
  const value = table[key] ?? false;
  if (typeof value === "boolean") return value;
  throw invalid(`${key} must be true or false`, at(key));
}

function toSkip(value: unknown, reader: Reader): readonly string[] {
  if (value === undefined) return [];
  if (!isTable(value)) throw invalid("discover must be a table", reader.at("discover"));
  demandKnown(value, ["skip"], reader);
  return texts(value, "skip", reader);
}

function toSchemas(value: unknown, { at }: Reader): Demand[] {
  const from = at("schema");
  if (value === undefined) return [];
  const written = Array.isArray(value) && value.every(isTable) ? value : undefined;
  const isWhole = written?.every(
    ({ file, schema, ...rest }) => typeof file === "string" && typeof schema === "string" && Object.keys(rest).length === 0,
  );
  if (written === undefined || isWhole !== true)
    throw invalid('schema must be a list of files with their schemas: [{ file = "out.json", schema = "out.schema.json" }]', from);
  return written.map(({ file, schema }) => ({ text: `${String(file)}=${String(schema)}`, from }));
}

function texts(table: Record<string, unknown>, key: string, { at }: Reader): string[] {
  const value = table[key] ?? [];
  if (Array.isArray(value) && value.every((element) => typeof element === "string" && element.trim() !== "")) return value as string[];
  throw invalid(`${key} must be a list of texts, none of them empty`, at(key));
}

function demandKnown(table: Record<string, unknown>, known: readonly string[], { at }: Reader): void {
  const key = Object.keys(table).find((name) => !known.includes(name));
  if (key === undefined) return;
  const [best] = nearest(key, known, 1);
  throw new FettleError("config.invalid", `Unknown key "${key}"`, {
    at: at(key),
    hint: best === undefined ? `Known keys: ${known.join(", ")}` : `Did you mean "${best}"?`,
  });
}

function invalid(message: string, at: string): FettleError {
  return new FettleError("config.invalid", message, { at, hint: "Correct the file." });
}
