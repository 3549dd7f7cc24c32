import picomatch from "picomatch";
import type { Condition, ConditionOutcome } from "../contract/check.ts";
import type { Files } from "../contract/sandbox.ts";
import { listText } from "../lib/list-text.ts";

export interface Work {
  /** Paths of files that the work has changed, made or removed. */
  changed: readonly string[];
  files: Pick<Files, "read">;
}

/** What holds of the finished work, one outcome for each condition. */
export async function judgeConditions(conditions: readonly Condition[], work: Work): Promise<ConditionOutcome[]> {
  return await Promise.all(conditions.map((condition) => judge(condition, work)));
}

async function judge(condition: Condition, { changed, files }: Work): Promise<ConditionOutcome> {
  const { id } = condition;
  const end = (verdict: ConditionOutcome["verdict"], what: string, proves = false): ConditionOutcome => ({
    id,
    verdict,
    reason: `${id}: ${what} (${condition.from}).`,
    proves,
  });
  switch (condition.kind) {
    case "must-change": {
      const matching = changedIn(condition.paths, changed);
      return matching.length > 0 ? end("verified", `${named(matching)} changed`) : end("failed", "nothing that it names was changed");
    }
    case "must-not-change": {
      const matching = changedIn(condition.paths, changed);
      return matching.length === 0 ? end("verified", "nothing that it names was changed") : end("failed", `${named(matching)} changed`);
    }
    case "schema": {
      const wrong = await misfit(condition, files);
      return wrong === undefined ? end("verified", `${condition.file} fits`, true) : end("failed", wrong, true);
    }
  }
}

/** A pattern that names a folder is about everything in it. */
function changedIn(pattern: string, changed: readonly string[]): string[] {
  const plain = pattern.replace(/^\.\//, "").replace(/\/+$/, "");
  const matches = picomatch([plain, `${plain}/**`], { dot: true });
  return changed.filter((path) => matches(path)).sort();
}

/** `a.ts was`, `a.ts, b.ts and 4 more were`. */
function named(paths: readonly string[]): string {
  return `${listText(paths, MAX_NAMED)} ${paths.length === 1 ? "was" : "were"}`;
}

const MAX_NAMED = 2;

const MAX_BYTES = 16 * 1024 * 1024;

/** Why a file does not fit; undefined when it does. */
async function misfit({ file, schema }: Extract<Condition, { kind: "schema" }>, files: Work["files"]): Promise<string | undefined> {
  let value: unknown;
  try {
    const bytes = await files.read(file, { offset: 0, maxBytes: MAX_BYTES + 1 });
    if (bytes.length > MAX_BYTES) return `${file} is larger than ${MAX_BYTES} bytes`;
    value = JSON.parse(bytes.toString("utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return missing ? `${file} does not exist` : `${file} cannot be read: ${(error as Error).message}`;
  }
  const { fromJSONSchema } = await import("zod");
  const checked = fromJSONSchema(schema).safeParse(value);
  if (checked.success) return undefined;
  const [{ path, message } = { path: [], message: "" }, ...more] = checked.error.issues;
  return `${file} does not fit: ${path.join(".") || "it"}: ${message}${more.length > 0 ? ` (and ${more.length} more)` : ""}`;
}
