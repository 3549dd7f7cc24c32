/** One command of a script, as it is written, without what only sets it up: variables, `timeout`, `env`. */
export interface ScriptCommand {
  text: string;
  /** Whether the exit code of the whole script is 0 only if its own is. */
  decides: boolean;
}

interface Part {
  text: string;
  /** What stands behind it. */
  next: "&&" | "||" | "|" | ";" | "&" | "";
}

const SETUP =
  /^(?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\S*)\s+|(?:env|time|nice|exec|command|nohup|sudo|stdbuf\s+-\S+|xvfb-run(?:\s+-\S+)*)\s+|timeout(?:\s+-\S+)*\s+[\d.]+[smhd]?\s+|(?:then|do|else|\{|\()\s+)/;

/** Reads a shell script well enough to see which commands it names and which of them its exit code speaks for. Never throws. */
export function commandsOf(script: string, depth = 0): ScriptCommand[] {
  const parts = split(withoutHeredocs(script));
  const strict = parts.some(({ text }) => /^set\s+-[a-z]*e|^set\s+-o\s+errexit/.test(text));
  const piped = parts.some(({ text }) => /^set\s.*\bpipefail\b/.test(text));
  return parts.flatMap((part, index) => {
    const text = bare(part.text);
    if (text === "") return [];
    const decides = !/^(?:if|while|until|elif|!)\s/.test(text) && speaks(parts.slice(index), { strict, piped });
    const inner = depth < 3 ? /^(?:bash|sh|zsh)\s+(?:-\w+\s+)*-\w*c\s+(["'])([\s\S]*)\1$/.exec(text)?.[2] : undefined;
    if (inner !== undefined) return commandsOf(inner, depth + 1).map((command) => ({ ...command, decides: decides && command.decides }));
    return [{ text: text.replace(/^(?:if|while|until|elif|!)\s+/, ""), decides }];
  });
}

function speaks(parts: readonly Part[], { strict, piped }: { strict: boolean; piped: boolean }): boolean {
  return parts.every(({ next }, index) => {
    const last = parts.slice(index + 1).every(({ text }) => bare(text) === "");
    if (last) return next !== "&";
    if (next === "|") return piped;
    return next === "&&" || (next === ";" && strict);
  });
}

function bare(text: string): string {
  let left = text.trim();
  for (let taken = SETUP.exec(left); taken !== null && taken[0] !== ""; taken = SETUP.exec(left)) left = left.slice(taken[0].length);
  return left
    .replaceAll(/\s*\d*(?:>>?|<)&?\s*[^\s&|;]+/g, "")
    .replace(/[)}\s]+$/, "")
    .replace(/^[({\s]+/, "");
}

/** At operators that are not in quotes. */
function split(script: string): Part[] {
  const parts: Part[] = [];
  let text = "";
  let quote = "";
  const end = (next: Part["next"]): void => {
    parts.push({ text, next });
    text = "";
  };
  for (let index = 0; index < script.length; index++) {
    const character = script[index]!;
    const two = script.slice(index, index + 2);
    if (quote !== "") {
      if (character === "\\" && quote === '"') text += script[index++];
      if (character === quote) quote = "";
      text += script[index] ?? "";
    } else if (character === "\\") {
      if (script[++index] !== "\n") text += character + (script[index] ?? "");
    } else if (character === "'" || character === '"') {
      quote = character;
      text += character;
    } else if (character === "#" && /(?:^|\s)$/.test(text)) {
      while (index + 1 < script.length && script[index + 1] !== "\n") index++;
    } else if (two === "&&" || two === "||") {
      end(two);
      index++;
    } else if (two === "|&") {
      end("|");
      index++;
    } else if (character === "&" && /[<>]$/.test(text)) text += character;
    else if (two === "&>") text += two.slice(0, 1);
    else if (character === "|") end("|");
    else if (character === "&") end("&");
    else if (character === ";" || character === "\n") end(";");
    else text += character;
  }
  parts.push({ text, next: "" });
  return parts;
}

function withoutHeredocs(script: string): string {
  const kept: string[] = [];
  let until: string | undefined;
  for (const line of script.split("\n")) {
    if (until !== undefined) {
      if (line.trim() === until) until = undefined;
      continue;
    }
    until = /<<-?\s*(["']?)([A-Za-z_]\w*)\1/.exec(line)?.[2];
    kept.push(until === undefined ? line : line.replace(/<<-?\s*(["']?)\w+\1/, ""));
  }
  return kept.join("\n");
}
