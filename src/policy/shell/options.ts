/**
 * The options of a program that are harmless. `short` as for getopt: a colon follows a letter that takes a value.
 * `long`: names without dashes, with `=` after those that take a value and `=?` after those that may take one attached.
 * Abbreviations are refused: `--compress-p` must not pass for something shorter.
 */
export interface Options {
  readonly short?: string;
  readonly long?: readonly string[];
}

export interface Parsed {
  /** Whether one of these options, without dashes, was given. */
  has(...names: string[]): boolean;
  /** All values that were given for these options. */
  values(...names: string[]): string[];
  readonly operands: readonly string[];
}

/** Options and operands in any order, as GNU programs take them; `--` ends the options. Nothing if an option is not on the list. */
export function parseOptions(args: readonly string[], { short = "", long = [] }: Options): Parsed | undefined {
  const given: [name: string, value: string][] = [];
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (arg.startsWith("--")) {
      const [name, value] = splitOnce(arg.slice(2));
      if (value === undefined && (long.includes(name) || long.includes(`${name}=?`))) given.push([name, ""]);
      else if (value !== undefined && (long.includes(`${name}=`) || long.includes(`${name}=?`))) given.push([name, value]);
      else if (long.includes(`${name}=`) && i + 1 < args.length) given.push([name, args[++i] ?? ""]);
      else return undefined;
    } else if (arg.length > 1 && arg.startsWith("-")) {
      for (let j = 1; j < arg.length; j++) {
        const letter = arg[j] ?? "";
        const place = letter === ":" ? -1 : short.indexOf(letter);
        if (place < 0) return undefined;
        if (short[place + 1] !== ":") given.push([letter, ""]);
        else {
          const attached = arg.slice(j + 1);
          if (attached === "" && i + 1 >= args.length) return undefined;
          given.push([letter, attached === "" ? (args[++i] ?? "") : attached]);
          break;
        }
      }
    } else operands.push(arg);
  }
  return {
    has: (...names) => given.some(([name]) => names.includes(name)),
    values: (...names) => given.filter(([name]) => names.includes(name)).map(([, value]) => value),
    operands,
  };
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
