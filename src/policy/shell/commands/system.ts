import type { Judge, Programs } from "../command.ts";
import { isBelow, isInside } from "../paths.ts";
import { isHarmlessVariable } from "../variables.ts";
import { each, inProject, listed, reader, readerWith, scriptRunner, subcommands } from "./judges.ts";

const nothing: Judge = (args) => (args.length === 0 ? undefined : "argument");
const number = /^-?\d{1,10}$/;
const shell = { judge: scriptRunner(/^-(?:[neuxv]+|l)$|^(?:--norc|--noprofile|--login)$/, /\.(?:sh|bash)$/) };

/** Its operators that look into names or subscripts (`-v`, `-R`) run code in them. */
const test: Judge = (args) => {
  const words = args[0] === "!" ? args.slice(1) : args;
  const [first = "", operator = "", last = ""] = words;
  if (words.length <= 1) return undefined;
  if (words.length === 2) return /^-[abcdefghknoprstuwxzGLNOS]$/.test(first) ? undefined : "argument";
  if (words.length !== 3) return "argument";
  if (/^(=|==|!=|-nt|-ot|-ef)$/.test(operator)) return undefined;
  return /^-(eq|ne|lt|le|gt|ge)$/.test(operator) && number.test(first) && number.test(last) ? undefined : "argument";
};

const bracket: Judge = (args) => (args.at(-1) === "]" ? test(args.slice(0, -1)) : "argument");

/** Not `-v`, which assigns to a subscript, and no `%n`, which assigns to a variable. */
const printf: Judge = ([format = ""]) => (format.startsWith("-") || /%[^A-Za-z%]*[hlLjzt]*n/.test(format) ? "argument" : undefined);

const setting: Judge = (args) => {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (/^[-+][eux]+$/.test(arg)) continue;
    if (!/^[-+][eux]*o$/.test(arg) || !/^(pipefail|errexit|nounset|xtrace)$/.test(args[++i] ?? "")) return "argument";
  }
  return undefined;
};

const exporting: Judge = (args) =>
  args.length > 0 && args.every((arg) => /^[A-Za-z_]\w*=/.test(arg) && isHarmlessVariable(arg.slice(0, arg.indexOf("="))))
    ? undefined
    : "argument";

const loopback = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?::\d{1,5})?(?:\/[\w./?&=%+,:@~-]*)?$/;
const curl = listed(
  {
    short: "sSfLIivkNX:H:d:o:w:m:u:",
    long: [
      "silent",
      "show-error",
      "fail",
      "location",
      "head",
      "include",
      "verbose",
      "request=",
      "header=",
      "data=",
      "json=",
      "output=",
      "write-out=",
      "max-time=",
      "connect-timeout=",
      "retry=",
      "retry-delay=",
      "retry-connrefused",
      "compressed",
      "no-progress-meter",
      "http1.1",
    ],
  },
  ({ values, operands }) =>
    operands.length > 0 &&
    operands.every((url) => loopback.test(url)) &&
    values("o", "output").every((file) => /^(-|\/dev\/null)$/.test(file) || isBelow(file)) &&
    values("d", "data", "json", "H", "header", "w", "write-out").every((value) => !value.startsWith("@")),
);

/** The shell's own commands and programs that tell about the machine. */
export default {
  ...each("echo true false : pwd type which whoami id uname nproc free uptime printenv arch tty locale getconf seq ps sleep", reader),
  hostname: { judge: nothing },
  env: { judge: nothing },
  clear: { judge: nothing },
  wait: { judge: nothing },
  break: { judge: nothing },
  continue: { judge: nothing },
  jobs: { judge: nothing },
  sync: { judge: nothing },
  date: {
    judge: listed({ short: "uIRd:r:", long: ["utc", "iso-8601=?", "rfc-3339=", "date=", "reference="] }, ({ operands }) =>
      operands.every((operand) => operand.startsWith("+")),
    ),
  },
  lsof: readerWith({ short: "inPtp:" }),
  ss: readerWith({ short: "tulnpas" }),
  netstat: readerWith({ short: "tulnpa" }),
  pgrep: readerWith({ short: "flaxu:" }),
  cd: { judge: (args) => (args.length === 1 && args.every(isInside) ? undefined : "argument") },
  test: { judge: test },
  "[": { judge: bracket },
  printf: { judge: printf },
  set: { judge: setting },
  export: { judge: exporting },
  exit: { judge: (args) => (args.length === 0 || (args.length === 1 && number.test(args[0] ?? "")) ? undefined : "argument") },
  command: { judge: ([option = "", ...names]) => (/^-[vV]$/.test(option) && names.length > 0 ? undefined : "interpreter") },
  curl: { judge: curl },
  sh: shell,
  bash: shell,
  dash: shell,
  shellcheck: { judge: inProject },
  docker: {
    judge: subcommands({
      ...each(
        "ps images version info logs inspect port top",
        listed({ short: "aqnlf:t", long: ["all", "filter=", "format=", "quiet", "tail=", "no-trunc"] }),
      ),
      compose: subcommands(each("ps logs config version images", listed({ short: "aq", long: ["all", "tail=", "quiet", "services"] }))),
    }),
  },
  gh: {
    judge: subcommands({
      pr: subcommands(
        each(
          "view list diff checks status",
          listed({ short: "L:s:A:l:", long: ["json=", "jq=", "limit=", "state=", "author=", "label=", "comments", "name-only"] }),
        ),
      ),
      issue: subcommands(
        each(
          "view list status",
          listed({ short: "L:s:A:l:", long: ["json=", "jq=", "limit=", "state=", "label=", "comments", "search="] }),
        ),
      ),
      run: subcommands(
        each("view list", listed({ short: "L:b:", long: ["json=", "jq=", "limit=", "log", "log-failed", "branch=", "job="] })),
      ),
      repo: subcommands({ view: listed({ long: ["json=", "jq="] }) }),
    }),
  },
} satisfies Programs;
