import type { Diagnostic } from "../../contract/repairer.ts";

/** One fault for each line that names a file: what formatters report. */
export function readNames(message: string): (output: string) => Diagnostic[] {
  return (output) =>
    output
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .map((line) => ({ file: line.split(/\s/)[0]!, line: 1, code: "format", message }));
}

/** `FILE:LINE:COLUMN: CODE MESSAGE`, one each line; other lines are none. */
export function readLines(output: string): Diagnostic[] {
  return output.split("\n").flatMap((line) => {
    const found = /^(\S[^:\n]*):(\d+):\d+: (?:\S+: )?([A-Za-z][\w/-]*)[: ] ?(.*)$/.exec(line);
    return found === null ? [] : [{ file: found[1]!, line: Number(found[2]), code: found[3]!, message: found[4]! }];
  });
}

/** ESLint's report in JSON. */
export function readEslint(output: string): Diagnostic[] | undefined {
  const results = parse(output) as
    | { filePath: string; messages: { ruleId: string | null; line?: number; message: string; severity: number }[] }[]
    | undefined;
  if (!Array.isArray(results)) return undefined;
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, line = 1, message }) => ({ file: filePath, line, code: ruleId ?? "parse", message })),
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
