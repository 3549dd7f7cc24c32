import { isSlip } from "../slip.ts";
import type { Fix } from "../compiled/fix.ts";
import type { Look } from "../compiled/mend-in-rounds.ts";

/** As `cargo --message-format=json` prints them, one each line. */
interface Span {
  file_name: string;
  /** In the file, end exclusive. */
  byte_start: number;
  byte_end: number;
  line_start: number;
  is_primary: boolean;
  /** The lines of the span; columns in characters from 1, the end exclusive. */
  text: { text: string; highlight_start: number; highlight_end: number }[];
  suggested_replacement: string | null;
  suggestion_applicability: "MachineApplicable" | "MaybeIncorrect" | "HasPlaceholders" | "Unspecified" | null;
}

interface Message {
  level: string;
  message: string;
  code: { code: string } | null;
  spans: Span[];
  children: Message[];
}

/** Errors of the compiler, each once, with the fixes that leave nothing to choose; undefined when cargo did not come to compile. */
export function readSuggestions(output: string): Look | undefined {
  const seen = new Map<string, Message>();
  for (const line of output.split("\n")) {
    if (!line.startsWith('{"reason":"compiler-message"')) continue;
    const { message } = JSON.parse(line) as { message: Message };
    // The last one of a crate only counts the others.
    if (message.level === "error" && message.spans.some(({ is_primary }) => is_primary))
      seen.set(JSON.stringify(message.spans) + message.message, message);
  }
  if (seen.size === 0 && !output.includes('{"reason":"build-finished","success":true}')) return undefined;
  const errors = [...seen.values()];
  return {
    faults: errors.map(({ message, code, spans }) => {
      const { file_name: file, line_start: line, byte_start: offset } = spans.find(({ is_primary }) => is_primary)!;
      return { file, line, code: code?.code ?? "syntax", message, offset };
    }),
    fixes: unique(errors.flatMap(fixesOf)),
  };
}

function fixesOf(error: Message): Fix[] {
  const suggestions = error.children.map(({ message, spans }) => ({
    message,
    spans: spans.filter(({ suggested_replacement }) => suggested_replacement !== null),
  }));
  const [only, ...others] = suggestions.filter(({ spans }) => spans.length > 0);
  if (only === undefined || others.length > 0 || hasAlternatives(only.spans)) return [];
  if (!only.spans.every((span) => isOwn(span) && isSafe(span, only.spans.length))) return [];
  const what = `${error.message}: ${only.message}`;
  return only.spans.map(({ file_name: file, byte_start: start, byte_end: end, suggested_replacement: text }) => ({
    file,
    start,
    end,
    text: text!,
    reason: `${what}${text!.trim() === "" ? "" : `: ${text!.trim()}`} (${error.code?.code ?? "syntax"})`,
  }));
}

/** Several replacements for one place are a choice. */
function hasAlternatives(spans: readonly Span[]): boolean {
  return new Set(spans.map(({ file_name, byte_start, byte_end }) => `${file_name}:${byte_start}:${byte_end}`)).size < spans.length;
}

/** Neither a dependency's source nor what a build has generated. */
function isOwn({ file_name: file }: Span): boolean {
  return !file.startsWith("/") && !file.startsWith("../") && !file.startsWith("target/");
}

/** What the compiler is sure of, an import that it found in one place, and a name that is a slip of the only one like it. */
function isSafe({ suggestion_applicability: applicability, suggested_replacement: text, ...span }: Span, spans: number): boolean {
  if (applicability === "MachineApplicable") return !silences(text!, replaced(span));
  if (applicability !== "MaybeIncorrect" || spans > 1) return false;
  return /^use [\w:]+;\n+$/.test(text!) || (/^\w+$/.test(text!) && isSlip(replaced(span), text!));
}

function replaced({ text }: Pick<Span, "text">): string {
  const [line, ...more] = text;
  return line === undefined || more.length > 0 ? "" : line.text.slice(line.highlight_start - 1, line.highlight_end - 1);
}

/** An underscore before a name, or `let _ =` before a value, mends nothing: it only keeps the compiler from saying so. */
function silences(text: string, old: string): boolean {
  return text === `_${old}` || /^let _ ?=/.test(text) || /#!?\[allow/.test(text);
}

function unique(fixes: readonly Fix[]): Fix[] {
  return [...new Map(fixes.map((fix) => [`${fix.file}:${fix.start}:${fix.end}:${fix.text}`, fix])).values()];
}
