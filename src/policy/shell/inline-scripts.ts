import { baseName } from "./paths.ts";

const shells = new Set(["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "busybox"]);

const holders = new Set([...shells, ..."su runuser script flock npx npm eval watch parallel ssh trap env find git".split(" ")]);

/** Whether arguments of this program can hold commands that the functions below find. */
export function mayHold(name: string): boolean {
  return holders.has(name);
}

export function isShell(name: string): boolean {
  return shells.has(name);
}

/** Scripts among a command's words that it gives to a shell: `sh -c '…'`, `eval …`, `trap '…' EXIT`, `env -S '…'`. A guess on the side of too many. */
export function inlineScripts(words: readonly (string | null)[]): string[] {
  const name = baseName(words[0]);
  const args = words.slice(1);
  if (shells.has(name) || /^(su|runuser|script|flock)$/.test(name)) {
    const option = args.findIndex((arg) => arg !== null && (/^-[a-z]*c[a-z]*$/.test(arg) || arg === "--command" || arg === "--call"));
    if (option < 0) return [];
    const script = args.slice(option + 1).find((arg) => arg !== null && !/^[-+]/.test(arg));
    return script == null ? [] : [script];
  }
  if (name === "npx" || (name === "npm" && /^(exec|x)$/.test(args[0] ?? ""))) {
    // Behind the program's name, options are the program's.
    const call = args.findIndex(
      (arg, i) => (i > 0 || name === "npx") && (arg === null || !arg.startsWith("-") || arg === "-c" || arg === "--call"),
    );
    const script = /^(-c|--call)$/.test(args[call] ?? "") ? args[call + 1] : null;
    return script == null ? [] : [script];
  }
  if (name === "eval" || name === "watch" || name === "parallel") return [joined(args)];
  if (name === "ssh") return [joined(args.slice(1))];
  if (name === "trap") return args[0] == null ? [] : [args[0]];
  if (name === "env") {
    const option = args.findIndex((arg) => arg !== null && /^(-[a-z]*S|--split-string)/.test(arg));
    if (option < 0) return [];
    const attached = args[option]?.replace(/^(-[a-z]*S|--split-string=?)/, "") ?? "";
    return [joined([attached, ...args.slice(option + 1)])];
  }
  return [];
}

/** Programs that `find` starts: the words between `-exec` and `;` or `+`. */
export function foundCommands(words: readonly (string | null)[]): (string | null)[][] {
  if (baseName(words[0]) !== "find") return [];
  const found: (string | null)[][] = [];
  for (let i = 1; i < words.length; i++) {
    if (!/^-(exec|execdir|ok|okdir)$/.test(words[i] ?? "")) continue;
    const end = words.findIndex((word, at) => at > i && (word === ";" || word === "+"));
    const inner = words.slice(i + 1, end < 0 ? undefined : end);
    if (inner.length > 0) found.push(inner);
    i += inner.length;
  }
  return found;
}

const valuedGitOptions = /^(-C|-c|--git-dir|--work-tree|--namespace|--super-prefix|--config-env|--exec-path)$/;

/** The words of a git command without the options that stand before the sub-command; nothing if there are none. */
export function withoutGitOptions(words: readonly (string | null)[]): (string | null)[] | undefined {
  if (baseName(words[0]) !== "git") return undefined;
  let i = 1;
  while (i < words.length && (words[i] === null || words[i]?.startsWith("-"))) i += valuedGitOptions.test(words[i] ?? "") ? 2 : 1;
  return i === 1 || i >= words.length ? undefined : ["git", ...words.slice(i)];
}

function joined(words: readonly (string | null)[]): string {
  return words.map((word) => word ?? "''").join(" ");
}
