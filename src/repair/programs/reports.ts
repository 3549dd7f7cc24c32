import type { Diagnostic } from "../../contract/repairer.ts";

/** One fault for each line, which is the name of a file: what formatters report. What else they say stands as it is, to be there still after. */
export function readNames(message: string): (output: string) => Diagnostic[] {
  return (output) =>
    output
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "")
      .map((file) => ({ file, line: 1, code: "format", message }));
}

/** `FILE:LINE:COLUMN: CODE MESSAGE`, one each line; other lines are none. */
export function readLines(output: string): Diagnostic[] {
  return output.split("\n").flatMap((line) => {
    const found = /^(\S[^:\n]*):(\d+):\d+: (?:\S+: )?([A-Za-z][\w/-]*)[: ] ?(.*)$/.exec(line);
    return found === null ? [] : [{ file: found[1]!, line: Number(found[2]), code: found[3]!, message: found[4]! }];
  });
}

/** ESLint's report in JSON, which is one line; configurations may print others. What it says of files it does not look at is no fault. */
export function readEslint(output: string): Diagnostic[] | undefined {
  type Result = { filePath: string; messages: { ruleId: string | null; fatal?: boolean; line?: number; message: string }[] };
  const results = output
    .split("\n")
    .filter((line) => line.startsWith("[{"))
    .map(parse)
    .find((each): each is Result[] => Array.isArray(each));
  return results?.flatMap(({ filePath, messages }) =>
    messages
      .filter(({ ruleId, fatal = false }) => ruleId !== null || fatal)
      .map(({ ruleId, line = 1, message }) => ({ file: filePath, line, code: ruleId ?? "parse", message })),
  );
}

/** Oxlint's report in JSON. */
export function readOxlint(output: string): Diagnostic[] | undefined {
  const report = parse(output) as
    | { diagnostics?: { code?: string; message: string; filename: string; labels?: { span?: { line?: number } }[] }[] }
    | undefined;
  return report?.diagnostics?.map(({ code = "parse", message, filename, labels }) => ({
    file: filename,
    line: labels?.[0]?.span?.line ?? 1,
    code,
    message,
  }));
}

/** Biome's lines for GitHub. */
export function readBiome(output: string): Diagnostic[] {
  return output.split("\n").flatMap((line) => {
    const found = /^::(?:error|warning) title=([^,]*),file=([^,]*),line=(\d+),[^:]*::(.*)$/.exec(line);
    return found === null ? [] : [{ file: found[2]!, line: Number(found[3]), code: found[1]!, message: found[4]! }];
  });
}

function parse(output: string): unknown {
  const start = /^[[{]/m.exec(output)?.index;
  if (start === undefined) return undefined;
  try {
    return JSON.parse(output.slice(start));
  } catch {
    return undefined;
  }
}
