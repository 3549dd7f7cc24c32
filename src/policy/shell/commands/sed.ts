import type { Judge } from "../command.ts";
import { isInside } from "../paths.ts";

/** `sed` with scripts that print, substitute, delete and insert: not those that run commands (`e`) or name files (`w`, `r`, `R`, `W`). */
export const judgeSed: Judge = (args) => {
  const scripts: string[] = [];
  const operands: string[] = [];
  let inPlace = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (/^-[nErsuz]+$/.test(arg) || /^--(quiet|silent|regexp-extended|separate|posix|null-data|debug|sandbox)$/.test(arg)) continue;
    const [, attached] = /^--expression=(.*)$/s.exec(arg) ?? [];
    if (attached !== undefined) scripts.push(attached);
    else if (/^-[nErsuz]*e$/.test(arg) || arg === "--expression") scripts.push(args[++i] ?? "");
    // What stands behind `i` is a suffix, not another option.
    else if (/^-[nErsuz]*i(\.\w+|)$/.test(arg) || /^--in-place(=\.\w+)?$/.test(arg)) inPlace = true;
    else if (arg.startsWith("-") && arg !== "-") return "argument";
    else operands.push(arg);
  }
  if (scripts.length === 0) scripts.push(operands.shift() ?? "");
  if (inPlace && !operands.every(isInside)) return "argument";
  return isHarmlessScript(scripts.join("\n")) ? undefined : "interpreter";
};

/** A subset of GNU sed's grammar; what is not understood is not harmless. */
function isHarmlessScript(script: string): boolean {
  let at = 0;
  let depth = 0;
  const skip = (pattern: RegExp): boolean => {
    const sticky = new RegExp(pattern, "y");
    sticky.lastIndex = at;
    if (!sticky.test(script)) return false;
    at = sticky.lastIndex;
    return true;
  };
  /** Past the next `delimiter` that is not escaped. */
  const part = (delimiter: string): boolean => {
    for (; at < script.length; at++) {
      if (script[at] === "\n") return false;
      if (script[at] === "\\") at++;
      else if (script[at] === delimiter) {
        at++;
        return true;
      }
    }
    return false;
  };
  const address = (): boolean | undefined => {
    if (skip(/\d+(~\d+)?|\$|[+~]\d+/)) return true;
    if (!skip(/\//)) return undefined;
    return part("/") && skip(/[IM]*/);
  };
  while (at < script.length) {
    if (skip(/[\s;]+/)) continue;
    if (skip(/#[^\n]*/)) continue;
    const first = address();
    if (first === false) return false;
    if (first && skip(/[ \t]*,[ \t]*/) && !address()) return false;
    skip(/[ \t]*!?[ \t]*/);
    if (skip(/\{/)) {
      depth++;
      continue;
    }
    if (skip(/\}/)) {
      depth--;
      continue;
    }
    if (skip(/[aic][ \t]*\\?\n?/)) {
      // The text goes on over lines that end with a backslash; here it ends with the line.
      skip(/[^\n]*/);
      if (script[at - 1] === "\\") return false;
      continue;
    }
    if (skip(/[sy]/)) {
      const delimiter = script[at] ?? "";
      if (!/^[/|#,:@!%_~+]$/.test(delimiter)) return false;
      at++;
      if (!part(delimiter) || !part(delimiter)) return false;
      skip(/[gpiI0-9]*/);
    } else if (!skip(/[pdqgGhHxnNDPl=]|[qQ]\d+/)) return false;
    if (!skip(/[ \t]*(?=[;\n}#]|$)/)) return false;
  }
  return depth === 0;
}
