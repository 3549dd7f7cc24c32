import { baseName } from "./paths.ts";

/** How a program that starts another takes its arguments. */
interface Wrapper {
  /** Only these sub-commands start a program. */
  readonly subcommands?: readonly string[];
  /** Options without a value, or with it attached. */
  readonly flags?: RegExp;
  /** Options whose value is the next word. */
  readonly valued?: RegExp;
  /** Words between the options and the program. */
  readonly operands?: number;
  /** `NAME=value` may stand before the program. */
  readonly assignments?: boolean;
  /** What it starts is as harmless as the program itself, if all options match this. */
  readonly harmless?: RegExp;
  /** Programs it may start for that; any if absent. */
  readonly ecosystem?: string;
}

const none = /^(?!)/;
const runner: Wrapper = {
  subcommands: ["run"],
  flags: /^--?[\w-]+(=.*)?$/,
  valued: /^(--with|--python|-p|-m|--extra|--group|--env)$/,
  harmless: none,
};
const scheduling: Wrapper = { flags: /^-/ };

const wrappers: Readonly<Record<string, Wrapper>> = {
  env: {
    flags: /^(-|-i|-0|-v|--ignore-environment|--null|--debug|--unset=.*|--chdir=.*|-u.+|-C.+)$/,
    valued: /^(-u|--unset|-C|--chdir)$/,
    assignments: true,
    harmless: none,
  },
  nice: { flags: /^(-\d+|--\d+|-n-?\d+|--adjustment=.*)$/, valued: /^(-n|--adjustment)$/, harmless: /^-/ },
  timeout: {
    flags: /^(-[ks].+|--(signal|kill-after)=.*|--preserve-status|--foreground|-v|--verbose)$/,
    valued: /^(-k|-s|--signal|--kill-after)$/,
    operands: 1,
    harmless: /^-/,
  },
  time: {
    flags: /^(-[apqv]+|--(append|portability|quiet|verbose)|--(format|output)=.*)$/,
    valued: /^(-f|-o|--format|--output)$/,
    harmless: /^-[pv]$/,
  },
  stdbuf: {
    flags: /^(-[ioe].+|--(input|output|error)=.*)$/,
    valued: /^(-[ioe]|--(input|output|error))$/,
    harmless: /^-[ioe][0L]?$|^--(input|output|error)=[0L]$/,
  },
  nohup: { harmless: none },
  setsid: { flags: /^(-[cfw]+|--(ctty|fork|wait))$/ },
  ionice: { flags: /^(-[cn]\d|-t|--(class|classdata)=.*|--ignore)$/, valued: /^(-[cn]|--class|--classdata)$/ },
  chrt: { ...scheduling, operands: 1 },
  taskset: { flags: /^-[ac]+$/, operands: 1 },
  xargs: {
    flags: /^(-[0rtxop]+|-[IinLPsdaE].+|-[eil]|--[\w-]+(=.*)?)$/,
    valued: /^(-[InLPsdaE]|--(max-args|max-procs|max-lines|max-chars|arg-file|delimiter))$/,
  },
  parallel: { flags: /^(-[0kX]|-j.+|--[\w-]+(=.*)?)$/, valued: /^(-j|-I|-N|--jobs)$/ },
  busybox: {},
  toybox: {},
  sudo: {
    flags: /^(-[AbEHKknPSsiv]+|--[\w-]+(=.*)?|-[ugpCchrtTD].+)$/,
    valued: /^(-[ugpCchrtTDR]|--(user|group|prompt|chdir|host))$/,
    assignments: true,
  },
  doas: { flags: /^-[Lns]+$/, valued: /^-[uC]$/ },
  pkexec: { flags: /^--[\w-]+$/, valued: /^--user$/ },
  command: { flags: /^-p$/, harmless: none },
  builtin: {},
  exec: { flags: /^-[cl]+$/, valued: /^-a$/ },
  unbuffer: { flags: /^-p$/ },
  catchsegv: {},
  faketime: { flags: /^-[fm]+$/, operands: 1 },
  watch: { flags: /^(-[bcdegtxw]+|-n.+|--[\w-]+(=.*)?)$/, valued: /^(-n|--interval)$/ },
  flock: { flags: /^(-[sxenuo]+|--[\w-]+(=.*)?)$/, valued: /^(-w|-E|--timeout)$/, operands: 1 },
  chroot: { flags: /^--[\w-]+=.*$/, operands: 1 },
  unshare: { flags: /^(-[mnpuiUCTrfc]+|--[\w-]+(=.*)?)$/ },
  nsenter: { flags: /^(-[mnpuiUCTaF]+|--[\w-]+(=.*)?)$/, valued: /^-t$/ },
  strace: { flags: /^(-[fFqvxtyikrT]+|-[eopsS].+)$/, valued: /^-[eopsSPua]$/ },
  ltrace: { flags: /^(-[fcCSr]+)$/, valued: /^-[eops]$/ },
  ssh: { flags: /^-[1246AaCfGgKkMNnqsTtVvXxYy]+$/, valued: /^-[BbcDEeFIiJLlmOopQRSWw]$/, operands: 1 },
  npx: {
    flags: /^(-[yq]|--[\w-]+(=.*)?)$/,
    valued: /^(-p|--package|-c|--call|-w|--workspace)$/,
    harmless: /^(-y|--yes|--no|--no-install|--prefer-offline|-q|--quiet)$/,
    ecosystem: "node",
  },
  bunx: { flags: /^--?[\w-]+$/, harmless: /^--bun$/, ecosystem: "node" },
  npm: {
    subcommands: ["exec", "x"],
    flags: /^(-[yq]|--[\w-]+(=.*)?)$/,
    valued: /^(-p|--package|-w|--workspace)$/,
    harmless: /^(-y|--yes|--no)$/,
    ecosystem: "node",
  },
  pnpm: {
    subcommands: ["exec", "dlx"],
    flags: /^(-[rcs]|--[\w-]+(=.*)?)$/,
    valued: /^(-C|--dir|--filter|-F)$/,
    harmless: /^-r$/,
    ecosystem: "node",
  },
  yarn: { subcommands: ["exec", "dlx"], flags: /^(-q|--[\w-]+(=.*)?)$/, valued: /^-p$/, harmless: none, ecosystem: "node" },
  uvx: { flags: /^--?[\w-]+(=.*)?$/, valued: /^(--from|--with|--python|-p)$/, harmless: none, ecosystem: "python" },
  pipx: { subcommands: ["run"], flags: /^--[\w-]+(=.*)?$/, valued: /^(--spec|--python)$/ },
  uv: { ...runner, harmless: /^(--frozen|--locked|--no-sync|--quiet|-q|--offline|--all-extras|--dev)$/ },
  poetry: runner,
  pipenv: runner,
  pdm: runner,
  rye: runner,
  hatch: runner,
  bundle: { subcommands: ["exec"], harmless: none, ecosystem: "ruby" },
};

/** What stands before the program that a wrapper starts. */
export interface Wrapped {
  /** Index of the started program's word. */
  readonly inner: number;
  /** All words before it were understood. If not, `inner` is where the guessing begins. */
  readonly exact: boolean;
  /** It adds nothing harmful to what it starts. */
  readonly harmless: boolean;
  readonly ecosystem: string | undefined;
  /** Variables it sets for what it starts. */
  readonly assignments: readonly string[];
}

/** Whether these words start another program that is named among them. */
export function isWrapper(words: readonly (string | null)[]): boolean {
  return unwrap(words, 0) !== undefined;
}

/** Reads the wrapper whose name is `words[at]`; nothing if it is none, or starts nothing. */
export function unwrap(words: readonly (string | null)[], at: number): Wrapped | undefined {
  const name = baseName(words[at]);
  if (!Object.hasOwn(wrappers, name)) return undefined;
  const wrapper = wrappers[name] ?? {};
  let i = at + 1;
  let harmless = wrapper.harmless !== undefined && words[at] === name;
  // It asks where a program is.
  if (name === "command" && /^-[pvV]*[vV]/.test(words[i] ?? "")) return undefined;
  if (wrapper.subcommands !== undefined) {
    let given = i;
    while (words[given]?.startsWith("-")) given += wrapper.valued?.test(words[given] ?? "") ? 2 : 1;
    if (!wrapper.subcommands.includes(words[given] ?? "")) return undefined;
    harmless &&= given === i;
    i = given + 1;
  }
  const assignments: string[] = [];
  for (; i < words.length; i++) {
    const word = words[i] ?? null;
    if (word === null) return { inner: at + 1, exact: false, harmless: false, ecosystem: undefined, assignments };
    if (wrapper.assignments && /^[A-Za-z_]\w*=/.test(word)) {
      assignments.push(word);
      continue;
    }
    if (word === "--") {
      i++;
      break;
    }
    if (!word.startsWith("-")) break;
    harmless &&= wrapper.harmless?.test(word) ?? false;
    if (wrapper.valued?.test(word)) i++;
    else if (!wrapper.flags?.test(word)) return { inner: at + 1, exact: false, harmless: false, ecosystem: undefined, assignments };
  }
  i += wrapper.operands ?? 0;
  return i < words.length ? { inner: i, exact: true, harmless, ecosystem: wrapper.ecosystem, assignments } : undefined;
}
