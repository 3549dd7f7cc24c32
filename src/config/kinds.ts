/** The kinds of values a setting can have: how each is read from text (flag, variable) and from TOML. */
export interface Kind<Value> {
  /** Completes "must be …". */
  expects: string;
  fromText(text: string): Value | undefined;
  fromToml(value: unknown): Value | undefined;
}

export const text: Kind<string> = {
  expects: "a text",
  fromText: (value) => value,
  fromToml: (value) => (typeof value === "string" ? value : undefined),
};

export const truth: Kind<boolean> = {
  expects: "true or false",
  fromText: (value) => (value === "true" || value === "1" ? true : value === "false" || value === "0" ? false : undefined),
  fromToml: (value) => (typeof value === "boolean" ? value : undefined),
};

export function oneOf<Name extends string>(...names: readonly Name[]): Kind<Name> {
  const find = (value: unknown) => names.find((name) => name === value);
  return { expects: `one of ${names.join(", ")}`, fromText: find, fromToml: find };
}

/** A finite number that is not negative; null, written `none`, means no limit. */
export const limit: Kind<number | null> = {
  expects: 'a number that is not negative, or "none"',
  fromText: (value) => (value === "none" ? null : toLimit(value.trim() === "" ? Number.NaN : Number(value))),
  fromToml: (value) => (value === "none" ? null : toLimit(value)),
};

export const wholeNumber: Kind<number> = {
  expects: "a whole number that is not negative",
  fromText: (value) => (/^\d+$/.test(value) ? toWhole(Number(value)) : undefined),
  fromToml: toWhole,
};

/** Milliseconds, at least one and no more than a timer of Node can wait, written `90`, `90s`, `10m` or `2h`; null, written `none`, means no limit. */
export const duration: Kind<number | null> = {
  expects: 'a time such as 90s, 10m or 2h, not 0 and at most 576h (24 days), or "none"',
  fromText: toDuration,
  fromToml: (value) => (typeof value === "number" ? toDuration(String(value)) : typeof value === "string" ? toDuration(value) : undefined),
};

/** What `kind` takes, or `auto`: Fettle chooses. */
export function orAuto<Value>(kind: Kind<Value>): Kind<Value | "auto"> {
  return {
    expects: `${kind.expects}, or "auto"`,
    fromText: (value) => (value === "auto" ? value : kind.fromText(value)),
    fromToml: (value) => (value === "auto" ? value : kind.fromToml(value)),
  };
}

export const list: Kind<readonly string[]> = {
  expects: "a list of texts, none of them empty",
  fromText: (value) =>
    value
      .split(",")
      .map((element) => element.trim())
      .filter((element) => element !== ""),
  // An empty command would pass as a check.
  fromToml: (value) =>
    Array.isArray(value) && value.every((element) => typeof element === "string" && element.trim() !== "") ? value : undefined,
};

function toLimit(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function toWhole(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** A longer timer would go off at once: Node counts to 2^31 - 1. */
const longestMs = 24 * 24 * 3_600_000;
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function toDuration(value: string): number | null | undefined {
  if (value === "none") return null;
  const [, amount, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value.trim()) ?? [];
  const ms = Math.round(Number(amount) * unitMs[unit]!);
  return ms >= 1 && ms <= longestMs ? ms : undefined;
}
