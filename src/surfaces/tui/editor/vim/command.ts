/** What was typed in normal mode, taken apart. */
export interface VimCommand {
  /** Undefined when none was given. */
  count: number | undefined;
  /** What is done with the range that `verb` leads to; without one, `verb` moves the caret or does something by itself. */
  operator: "d" | "c" | "y" | undefined;
  verb: string;
  /** The character that `f`, `t`, `F`, `T` and `r` are followed by. */
  target: string | undefined;
}

const verbs = "gg|[hljkwWbBeE0$^G;,]|[fFtT](?=[^])";
const whole = new RegExp(
  `^(?<count>[1-9]\\d*)?(?:(?<operator>[dcy])(?<more>[1-9]\\d*)?(?<moved>\\k<operator>|${verbs})|(?<alone>${verbs}|[xXDCYSspPoOAIiaJ~u.]|r(?=[^])))(?<target>[^]*)$`,
  "u",
);
const begun = /^(?:[1-9]\d*)?(?:[dcy](?:[1-9]\d*)?)?[gfFtTr]?$/;

/** Nobody means more, and each is a step. */
const MAX_COUNT = 9_999;

/** Short for an operator and where it leads. */
const short: Readonly<Record<string, string>> = { x: "dl", X: "dh", D: "d$", C: "c$", s: "cl", S: "cc", Y: "yy" };

/** `more` when what was typed can still become a command; undefined when it cannot. */
export function parseVim(typed: string): VimCommand | "more" | undefined {
  if (begun.test(typed)) return "more";
  const groups = whole.exec(typed)?.groups;
  if (groups === undefined) return undefined;
  const { count, more, operator, moved, alone, target } = groups;
  const long = alone === undefined ? undefined : short[alone];
  return {
    count: count === undefined && more === undefined ? undefined : Math.min(MAX_COUNT, Number(count ?? 1) * Number(more ?? 1)),
    operator: (operator ?? long?.[0]) as VimCommand["operator"],
    verb: long?.slice(1) ?? moved ?? alone!,
    target: target === "" ? undefined : target,
  };
}
